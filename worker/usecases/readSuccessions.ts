/** Reads the roster of successions, and from it what does not stand in a period of a sheet. */
import type { FaultWords } from "../../schema/fault.ts";
import { dayOf, type PeriodEnd, parsePeriod } from "../../schema/period.ts";
import { everywhere, type RegionScope } from "../../schema/region.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { type Absence, type SuccessionMap, successionMap, successionRow } from "../../schema/succession.ts";
import { asOfPolicy } from "../core/succession/heritage.ts";
import type { Database } from "../store/database.ts";
import { type Entry, entriesById } from "../store/entries.ts";
import { entriesAsOf } from "../store/past.ts";
import type { Catalogue } from "./catalogue.ts";
import { passedOn } from "./passedOn.ts";

/** The sheet of the successions. */
export const successionSheet = (catalogue: Catalogue): Sheet | undefined => catalogue.rostersOf(["succession"])[0];

/** The map that entries of the sheet of successions make. */
export const mapOf = (entries: readonly Entry[]): SuccessionMap =>
  successionMap(entries.flatMap((entry) => successionRow(entry) ?? []));

/** Whether a roster lists the organizations that successions are about. */
export const listsOrganizations = ({ standsOn, key }: Sheet) => standsOn === key;

/** The state of the data as it stands. */
const now = Number.MAX_SAFE_INTEGER;

/** All lines of the roster as of a push. Who merged with whom is decided across regions, and no secret. */
export async function readLines(db: Database, catalogue: Catalogue, asOf = now): Promise<Entry[]> {
  const sheet = successionSheet(catalogue);
  if (!sheet) return [];
  const [lines] = await entriesAsOf(db, everywhere, [{ id: sheet.id, periods: [""] }], asOf);
  return lines!;
}

/** What the successions make of a sheet in a period. */
export interface PeriodMap {
  /** Why subjects are not listed in the period, by id. */
  absent: ReadonlyMap<string, Absence>;
  /** Subjects that were listed otherwise, or under another name, as of `since`. */
  relisted: readonly string[];
  /** What an organization was called in the period; `undefined` when it is called so still. */
  nameOf(id: string): string | undefined;
}

/**
 * Reads what successions make of a sheet about subjects in a period.
 * @param since a push since which listings may have changed; @param upTo the data as they stood after this push, else
 *   as they stand
 * @returns nothing for a roster, or where there are no successions
 */
export async function readPeriodMap(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  period: string,
  { since, upTo = now }: { since?: number | undefined; upTo?: number | undefined } = {},
): Promise<PeriodMap | undefined> {
  if ((sheet.rows !== "one" && sheet.rows !== "many") || period === "") return undefined;
  const lines = await readLines(db, catalogue, upTo);
  const earlier = since === undefined ? lines : await readLines(db, catalogue, since);
  if (lines.length + earlier.length === 0) return undefined;
  const [map, before] = [mapOf(lines), mapOf(earlier)];
  const judged = parsePeriod(period)!;
  const day = dayOf(judged, asOfSheet(catalogue, sheet));
  const absence = (of: SuccessionMap, code: string) => {
    // A row of many is of some day of the period, and may be of one on which its organization stood.
    const isListed = sheet.rows === "many" && of.standsWithin(code, dayOf(judged, "start"), dayOf(judged, "end"));
    return isListed ? undefined : of.absence(code, day);
  };
  const named = [...lines, ...earlier].flatMap(({ cells }) => [cells.predecessor, cells.successor]);
  const codes = [...new Set(named.filter((code) => typeof code === "string"))];
  const isRelisted = (code: string) =>
    (absence(map, code) === undefined) !== (absence(before, code) === undefined) ||
    map.nameOn(code, day) !== before.nameOn(code, day);
  const rosters = catalogue.rostersOf(sheet.subjects).filter(({ standsOn }) => standsOn !== undefined);
  const belonging = await belongingTo(db, scope, rosters, upTo);
  const found = await Promise.all(belonging.map(({ roster, rows }) => passedOn(db, roster, rows, map, day, upTo)));
  const passed = new Set(found.flatMap((ids) => [...ids]));
  const by = Map.groupBy(
    belonging.flatMap(({ rows }) => rows),
    ({ unit }) => unit,
  );
  /** The subjects of the sheet that stand or fall with an organization: itself, or what belongs to it. */
  const subjectsOf = (code: string): string[] => [
    ...(rosters.some(listsOrganizations) ? [code] : []),
    ...(by.get(code) ?? []).map(({ id }) => id),
  ];
  return {
    absent: new Map(
      codes.flatMap((code) => {
        const why = absence(map, code);
        return why ? subjectsOf(code).flatMap((id) => (passed.has(id) ? [] : [[id, why] as const])) : [];
      }),
    ),
    relisted: since === undefined ? [] : codes.filter(isRelisted).flatMap(subjectsOf),
    nameOf: (id) => (rosters.some(listsOrganizations) ? map.nameOn(id, day) : undefined),
  };
}

/** What belongs to organizations: the rows of rosters that list others than them, each with its organization. */
async function belongingTo(db: Database, scope: RegionScope, rosters: readonly Sheet[], upTo: number) {
  const others = rosters.filter((roster) => !listsOrganizations(roster));
  const wanted = others.map(({ id }) => ({ id, periods: [""] }));
  const found = await entriesAsOf(db, scope, wanted, upTo);
  return others.map((roster, i) => ({
    roster,
    rows: found[i]!.map(({ id, cells }) => ({ id, unit: String(cells[roster.standsOn!] ?? "") })),
  }));
}

/** The organizations that ended or began by a succession, each with its first line; nothing for a sheet that lists none. */
export async function readNamed(db: Database, catalogue: Catalogue, sheet: Sheet) {
  if (sheet.rows !== "roster" || !listsOrganizations(sheet)) return undefined;
  const named = new Map<string, string>();
  for (const { id, cells } of await readLines(db, catalogue)) {
    const isRename = cells.predecessor === cells.successor;
    for (const code of isRename ? [] : [cells.predecessor, cells.successor])
      if (typeof code === "string" && !named.has(code)) named.set(code, id);
  }
  return named;
}

/** The end of a period by which a sheet lists its subjects: as its policy says, and for a register the last day. */
const asOfSheet = ({ policies }: Catalogue, { policyId }: Sheet): PeriodEnd =>
  asOfPolicy(policies.find(({ id }) => id === policyId)?.document ?? {});

/** Says of subjects why they cannot be filled in: their organization ended before, or comes later. */
export async function absenceFaults(db: Database, catalogue: Catalogue, absent: PeriodMap["absent"]) {
  const othersOf = ({ ended, by }: Absence) => (ended ? by.successors : by.predecessors);
  const organizations = catalogue.rostersOf(["organization"]).find(listsOrganizations);
  const codes = [...new Set([...absent.values()].flatMap(othersOf))];
  const found = organizations ? await entriesById(db, everywhere, organizations.id, "", codes) : undefined;
  const title = (code: string) => `${found?.get(code)?.cells.name ?? ""}(${code})`;
  return (subjectId: string): FaultWords | undefined => {
    const absence = absent.get(subjectId);
    return (
      absence && {
        code: absence.ended ? "organizationEnded" : "organizationComes",
        params: { on: absence.by.on, kind: absence.by.kind, others: othersOf(absence).map(title).join("、") },
      }
    );
  };
}
