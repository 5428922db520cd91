/** Reads an old table: which columns it has, which of ours they are, which lines are rows. */
import { type Grid, letterOf } from "../../../schema/grid.ts";
import { findHeader, type Header, placeAbove, titlesOf, unitAbove } from "./header.ts";
import { type DataRow, readLines, type Skipped } from "./lines.ts";
import { fittingOf, type MappedColumn, proposeMapping } from "./mapping.ts";
import type { Target } from "./targets.ts";

/** What somebody has said of a table: its lines of titles, from one; by letter, which of ours a column is, or none. */
export interface Said {
  header?: readonly [first: number, last: number] | undefined;
  columns?: Readonly<Record<string, string | null>> | undefined;
  /** What was said of its columns before. */
  remembered?: Readonly<Record<string, string | null>> | undefined;
}

export interface Table {
  worksheet: string;
  header: Header;
  columns: MappedColumn[];
  data: DataRow[];
  skipped: Skipped[];
}

/**
 * @param isSection whether a text alone in its line is the name of a township
 * @returns nothing where no line of titles is found
 */
export function readTable(
  grid: Grid,
  targets: readonly Target[],
  said: Said,
  isSection: (text: string) => boolean,
): Table | undefined {
  const fitsOf = fittingOf(targets);
  const header = said.header ? headerAt(grid, said.header) : findHeader(grid, targets, fitsOf);
  if (!header) return undefined;
  const spoken = new Map<number, { key: string | null; by: "given" | "remembered" }>();
  header.paths.forEach((_, index) => {
    const letter = letterOf(index);
    const [given, kept] = [said.columns?.[letter], said.remembered?.[letter]];
    if (given !== undefined) spoken.set(index, { key: given, by: "given" });
    else if (kept !== undefined) spoken.set(index, { key: kept, by: "remembered" });
  });
  const columns = proposeMapping(header.paths, targets, fitsOf, unitAbove(grid, header), spoken);
  const those = (isMeant: (target: Target) => boolean) =>
    targets.filter(isMeant).flatMap((target) => columns.find(({ key }) => key === target.key)?.index ?? []);
  const naming = those(({ key, column, isPlace }) => isPlace || key === "name" || column?.type === "code");
  const carried = those(({ isPlace }) => isPlace);
  const lines = readLines(grid, header, naming, carried, placeAbove(grid, header, isSection), isSection);
  return { worksheet: grid.name, header, columns, ...lines };
}

/** The titles of a table, by which it is known again. */
export const fingerprintTitles = ({ paths }: Pick<Header, "paths">): string[] => paths.map((path) => path.join("/"));

function headerAt(grid: Grid, [first, last]: readonly [number, number]): Header | undefined {
  const [top, height] = [first - 1, last - first + 1];
  if (top < 0 || height < 1 || height > 5 || last > grid.rows.length) return undefined;
  return { top, height, paths: titlesOf(grid, top, height) };
}
