/** Tallies as they are judged: only those that two accounts stand behind, each with the two entries that say so. */
import { type Confirmation, confirm, confirmationTitles, isConfirmed } from "../../schema/sheet/confirmation.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { ballotColumns } from "../../schema/sheet/tallySheets.ts";
import type { Lineage } from "../../schema/trace.ts";
import type { Origin } from "./facts.ts";
import type { Recorded } from "./indicators/records.ts";

/** An entry about a subject. */
interface SubjectEntry extends Recorded {
  subjectId: string;
}

/** A sheet of tallies with the two sheets whose entries confirm them. */
export interface TallyPair {
  sheet: Sheet;
  ids: readonly [string, string];
}

/** One tally, confirmed or not; where it is not, `row` has no cells and the entries show none. */
interface Tally<E> {
  row: E;
  confirmation: Confirmation;
  entries(columns: readonly string[]): Lineage[];
}

export interface Tallies<E> {
  /** The rows of a sheet as indicators read them; nothing of a sheet that needs no confirmation. */
  rowsOf(sheet: string): E[] | undefined;
  /** How far the last tally of a subject is. */
  confirmationOf(sheet: string, subjectId: string): Confirmation | undefined;
  /** Where a value came from, told by the two entries instead of the row that they make. */
  originOf(subjectId: string, origin: Origin): Origin;
}

/** Pairs the entries of the sheets behind sheets of tallies, in the order of the pairs. */
export function confirmedTallies<E extends SubjectEntry>(
  pairs: readonly TallyPair[],
  entries: readonly (readonly E[])[],
): Tallies<E> {
  const found = new Map(
    pairs.map((pair, i) => [pair.sheet.id, talliesOf(pair, entries[2 * i]!, entries[2 * i + 1]!)] as const),
  );
  const bySubject = new Map(
    [...found].map(([sheet, list]) => [sheet, Map.groupBy(list, ({ row }) => row.subjectId)] as const),
  );
  const of = (sheet: string, subjectId: string) => bySubject.get(sheet)?.get(subjectId) ?? [];
  return {
    rowsOf: (sheet) => found.get(sheet)?.map(({ row }) => row),
    confirmationOf: (sheet, subjectId) => of(sheet, subjectId).at(-1)?.confirmation,
    originOf(subjectId, origin) {
      if (pairs.length === 0) return origin;
      const { from, text } = origin;
      const read = from.map((one) => ({ one, tally: tallyAt(of(one.sheet, subjectId), one.period) }));
      const states = read.flatMap(({ tally }) => (tally ? [confirmationTitles[tally.confirmation.state]] : []));
      if (states.length === 0) return origin;
      return {
        from: read.flatMap(({ one, tally }) => tally?.entries(Object.keys(one.cells ?? {})) ?? [one]),
        text: [text, ...states].join(","),
      };
    },
  };
}

const tallyAt = <E extends SubjectEntry>(tallies: readonly Tally<E>[], period: string) =>
  tallies.find(({ row }) => row.period === period);

/** The tallies of one pair, by period. */
function talliesOf<E extends SubjectEntry>(pair: TallyPair, ones: readonly E[], twos: readonly E[]): Tally<E>[] {
  const keyed = (list: readonly E[]) => new Map(list.map((row) => [`${row.period} ${row.id}`, row]));
  const [one, two] = [keyed(ones), keyed(twos)];
  return [...new Set([...one.keys(), ...two.keys()])].sort().map((key) => tallyOf(pair, one.get(key), two.get(key)));
}

function tallyOf<E extends SubjectEntry>({ sheet, ids }: TallyPair, one: E | undefined, two: E | undefined): Tally<E> {
  const { confirmation, cells } = confirm(sheet, ballotColumns(sheet), one, two);
  const there = [one, two].filter((row) => row !== undefined);
  const version = there.reduce((sum, row) => sum + row.version, 0);
  const push = Math.max(...there.map((row) => row.push));
  return {
    row: { ...there[0]!, cells, version, push },
    confirmation,
    entries: (columns) =>
      [one, two].flatMap((row, i): Lineage[] => {
        if (!row) return [];
        const used = isConfirmed(confirmation) && {
          cells: pick(row.cells, sheet.ballots === "toSign" && i === 1 ? signed : columns),
        };
        return [{ sheet: ids[i]!, period: row.period, id: row.id, version: row.version, push: row.push, ...used }];
      }),
  };
}

/** What of a signature was used. */
const signed = ["signed", "tallyVersion"];

const pick = (cells: Cells, keys: readonly string[]): Cells =>
  Object.fromEntries(keys.map((key) => [key, cells[key] ?? null]));
