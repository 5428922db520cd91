/** Double entry (双人录入): what two typings of a tally agree on, where they differ, and who may see which of them. */
import { covers, type RegionScope } from "../region.ts";
import type { Cell, Cells, Column } from "./definition.ts";
import type { Sheet } from "./source.ts";

/** Where two typings of a row stand, as a clerk reads it. */
export const comparisonTitles = {
  none: "未录",
  onlyFirst: "只有一录",
  onlySecond: "只有二录",
  differ: "不符",
  agree: "相符",
} as const;
export type ComparisonState = keyof typeof comparisonTitles;

export interface Comparison {
  state: ComparisonState;
  /** The filled cells in which both typings agree; none while one of them is missing. */
  agreed: Cells;
  /** The columns in which they do not, in the order of the columns. */
  differing: string[];
}

const cellOf = (cells: Cells, key: string): Cell => cells[key] ?? null;

/** Whether anything is filled in; a row that was emptied is not typed. */
export const isTyped = (columns: readonly Column[], cells: Cells): boolean =>
  columns.some(({ key }) => cellOf(cells, key) !== null);

/** Compares two typings cell by cell: both blank is agreement, once both are typed at all. */
export function compareTypings(columns: readonly Column[], first: Cells, second: Cells): Comparison {
  const [one, two] = [isTyped(columns, first), isTyped(columns, second)];
  if (!one || !two) return { state: one ? "onlyFirst" : two ? "onlySecond" : "none", agreed: {}, differing: [] };
  const keys = columns.map(({ key }) => key);
  const differing = keys.filter((key) => cellOf(first, key) !== cellOf(second, key));
  const agreed = keys.filter((key) => !differing.includes(key) && cellOf(first, key) !== null);
  return {
    state: differing.length === 0 ? "agree" : "differ",
    agreed: Object.fromEntries(agreed.map((key) => [key, first[key]!])),
    differing,
  };
}

/** Who asks for ballots: where it may type them itself, and where it may clear what another has typed. */
export interface BallotReader {
  id: string;
  types: RegionScope;
  clears: RegionScope;
}

/** A row of ballots: version 0 and no cells while there is none; `typist` is the account whose push it is from. */
export interface TypedRow {
  cells: Cells;
  version: number;
  typist: string | undefined;
}

/** Whose a row is: nobody's while nothing is typed, whoever emptied it. */
export const typistOf = (columns: readonly Column[], row: TypedRow | undefined): string | undefined =>
  row && isTyped(columns, row.cells) ? row.typist : undefined;

/**
 * Whether a reader is shown what a row of a sheet of ballots says, now or as of a past push. Of a typing only its own
 * typist is, and who may not type there: anybody else could copy it.
 */
export function visibleTyping(
  { ballots }: Pick<Sheet, "ballots">,
  { regionCode, typist }: { regionCode: string; typist: string | undefined },
  reader: BallotReader,
): boolean {
  if (ballots !== "first" && ballots !== "second") return true;
  return typist === undefined || typist === reader.id || !covers(reader.types, regionCode);
}

/**
 * What a reader is shown of a change to a row of ballots in its history. What stood before was typed by whoever made the
 * version before.
 */
export function visibleChange(
  sheet: Pick<Sheet, "ballots">,
  line: { regionCode: string; typist: string; typistBefore: string | undefined; from: Cells; to: Cells },
  reader: BallotReader,
): { from: Cells; to: Cells } {
  const { regionCode, typist, typistBefore, from, to } = line;
  return {
    from: visibleTyping(sheet, { regionCode, typist: typistBefore }, reader) ? from : {},
    to: visibleTyping(sheet, { regionCode, typist }, reader) ? to : {},
  };
}

/**
 * The comparison of a row as a reader is shown it: state, differences and the cells that agree. Of a row that differs,
 * somebody who may still type it is told the cells only; a typist is also told both values, but not what the other one
 * typed where its own cell is blank.
 */
export function shownComparison(
  columns: readonly Column[],
  regionCode: string,
  [first, second]: readonly [TypedRow, TypedRow],
  reader: BallotReader,
): Cells {
  const { state, agreed, differing } = compareTypings(columns, first.cells, second.cells);
  const mayType = covers(reader.types, regionCode);
  const typed = [first, second].map((row) => typistOf(columns, row) === reader.id);
  const outside = mayType && !typed.includes(true);
  const titles = new Map(columns.map(({ key, title }) => [key, title]));
  const said = differing.map((key) => {
    if (outside) return titles.get(key);
    const [a, b] = [cellOf(first.cells, key), cellOf(second.cells, key)];
    const value = (cell: Cell, own: boolean) =>
      cell === null ? "空" : !mayType || own || (a !== null && b !== null) ? String(cell) : "已填";
    return `${titles.get(key)}:一录${value(a, typed[0]!)},二录${value(b, typed[1]!)}`;
  });
  return {
    state: comparisonTitles[state],
    differences: said.length > 0 ? said.join(";") : null,
    ...(state === "differ" && outside ? {} : agreed),
  };
}
