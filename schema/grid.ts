/** A worksheet of somebody's file: its cells as they were typed, and which of them are merged. */

/** What a cell holds; a day is ISO text. */
export type Typed = string | number | boolean | null;

/** Merged cells, from zero, both ends included; the first one holds the value. */
export interface Merge {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export interface Grid {
  name: string;
  /** Rows may be shorter than others. */
  rows: readonly (readonly Typed[])[];
  merges: readonly Merge[];
}

/** The cell as text without its blanks at the ends; empty where nothing is typed. */
export const textAt = ({ rows }: Pick<Grid, "rows">, row: number, column: number): string =>
  String(rows[row]?.[column] ?? "").trim();

/** What a spreadsheet calls a column: A, B, … AA. */
export function letterOf(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? letterOf(rest - 1) : "") + String.fromCharCode(65 + (column % 26));
}
