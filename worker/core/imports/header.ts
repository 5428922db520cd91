/** Finds the line, or the lines, with the titles of an old table: below its heading, above its data. */
import { type Grid, textAt } from "../../../schema/grid.ts";
import { type Fitting, proposeMapping, type TitlePath } from "./mapping.ts";
import type { Target } from "./targets.ts";

export interface Header {
  /** The first line of titles, from zero, and how many there are. */
  top: number;
  height: number;
  /** By column, the titles over it from the top; none over an empty column. */
  paths: TitlePath[];
}

/** Titles stand in one of the first lines, and in no more than so many. */
const deepest = 60;
const highest = 3;
const worth: Record<string, number> = { full: 3, words: 3, synonym: 2.5 };
/** What fits two columns, or as well as another title does. */
const unsure = 1;

/**
 * The lines whose titles fit the sheet best; of those that fit equally the fewest and uppermost.
 * @returns nothing where no line has two titles that fit, or one where the table has but two columns
 */
export function findHeader(grid: Grid, targets: readonly Target[], fitsOf: Fitting): Header | undefined {
  const least = Math.max(...grid.rows.slice(0, deepest).map((row) => row.length)) > 2 ? 2 : 1;
  let found: { header: Header; score: number } | undefined;
  for (let top = 0; top < Math.min(grid.rows.length, deepest); top++) {
    if (distinct(grid, top) < 2 || isData(grid, top)) continue;
    for (let height = 1; height <= highest && top + height <= grid.rows.length; height++) {
      const header = { top, height, paths: titlesOf(grid, top, height) };
      const known = proposeMapping(header.paths, targets, fitsOf).filter(
        ({ by }) => by !== undefined && by !== "similar",
      );
      if (known.length < least) continue;
      const score = scoreOf(grid, header) + known.reduce((sum, { key, by }) => sum + (key ? worth[by!]! : unsure), 0);
      if (!found || score > found.score) found = { header, score };
    }
  }
  return found?.header;
}

/** What speaks for lines of titles beside their words: that merged cells end with them, that nothing in them is data. */
function scoreOf(grid: Grid, { top, height, paths }: Header): number {
  const last = top + height - 1;
  const into = grid.merges.filter((one) => one.top >= top && one.top <= last);
  const ends = into.filter(({ bottom, top: from }) => bottom === last && from < last).length;
  const broken = into.filter(({ bottom }) => bottom > last).length;
  const values = grid.rows
    .slice(top, last + 1)
    .flat()
    .filter(isValue);
  const titles = paths.filter((path) => path.length > 0).map((path) => path.join("/"));
  const doubled = titles.length - new Set(titles).size;
  return 0.5 * Math.min(ends, 2) - broken - values.length - 0.5 * doubled - 0.1 * height;
}

const isValue = (cell: unknown) =>
  typeof cell === "number" || (typeof cell === "string" && /^\s*-?\d+([.-]\d+)*\s*$/.test(cell));

/** Whether most of a line are numbers. */
function isData({ rows }: Grid, row: number): boolean {
  const filled = rows[row]!.filter((cell) => cell !== null && cell !== "");
  return filled.filter(isValue).length * 2 > filled.length;
}

/** How many different texts a line has. */
const distinct = ({ rows }: Grid, row: number) =>
  new Set((rows[row] ?? []).map((cell) => String(cell ?? "").trim()).filter((text) => text !== "")).size;

/** By column, the titles over it: a merged one stands over all its columns, and so does one with only empty cells beside it. */
export function titlesOf(grid: Grid, top: number, height: number): TitlePath[] {
  const lines = Array.from({ length: height }, (_, i) => top + i);
  const width = Math.max(0, ...lines.map((row) => grid.rows[row]?.length ?? 0));
  const columns = Array.from({ length: width }, (_, column) => column);
  const merged = (row: number, column: number) =>
    grid.merges.find((m) => m.top <= row && row <= m.bottom && m.left <= column && column <= m.right);
  const own = (row: number, column: number) => {
    const merge = merged(row, column);
    return merge ? textAt(grid, merge.top, merge.left) : textAt(grid, row, column);
  };
  const texts = lines.map((row, i) => {
    const below = lines[i + 1];
    const line = columns.map((column) => own(row, column));
    if (below === undefined) return line;
    const isUnder = (column: number) => own(below, column) !== "" && !merged(row, column);
    columns.forEach((column) => {
      const isOpen = line[column] === "" && isUnder(column) && column > 0 && own(below, column - 1) !== "";
      if (isOpen && line[column - 1] !== own(below, column - 1)) line[column] = line[column - 1]!;
    });
    return line;
  });
  return columns.map((column) => {
    const path = texts.map((line) => line[column]!.replace(/\s+/g, "")).filter((text) => text !== "");
    return path.filter((text, i) => text !== path[i - 1]);
  });
}

/** The unit of money that stands above the titles: 单位:万元. */
export function unitAbove({ rows }: Pick<Grid, "rows">, { top }: Pick<Header, "top">): string | undefined {
  for (const row of rows.slice(0, top))
    for (const cell of row) {
      const unit = /单位[::]?\s*(千元|万元|亿元|元)/.exec(typeof cell === "string" ? cell : "")?.[1];
      if (unit !== undefined) return unit;
    }
  return undefined;
}

/** The township whose table it is, where that stands above the titles: 填报单位:城关镇. */
export function placeAbove(
  { rows }: Pick<Grid, "rows">,
  { top }: Pick<Header, "top">,
  isPlace: (text: string) => boolean,
): string | undefined {
  for (const cell of rows.slice(0, top).flat()) {
    const place = /(?:单位|单位名称|乡镇|街道)(?:[((][^))]*[))])?\s*[::]\s*(\S+)/.exec(
      typeof cell === "string" ? cell : "",
    )?.[1];
    if (place !== undefined && isPlace(place)) return place;
  }
  return undefined;
}
