/** What stands in a table of the workbook, as plain data, and what is to be changed in it. */

/** A cell of the workbook; `""` is an empty one. A text stays the text that it is, whatever Excel would make of it. */
export type CellValue = string | number | boolean;

/** A table as it stands: the titles of its columns from left to right, and its rows from top to bottom. */
export interface TableContent {
  columns: string[];
  rows: CellValue[][];
}

/** A cell of the content that was looked at: its row from 0, and the title of its column. */
export interface Place {
  row: number;
  column: string;
}

/** One cell to write. */
export interface CellWrite extends Place {
  value: CellValue;
}

/** What is to be changed in a table: first cells, then rows that go, then rows that come, at its end. */
export interface TableChange {
  cells: CellWrite[];
  removed: number[];
  added: CellValue[][];
}

export const noChange: TableChange = { cells: [], removed: [], added: [] };

/** The content after a change. */
export function applied({ columns, rows }: TableContent, { cells, removed, added }: TableChange): TableContent {
  const written = rows.map((row) => [...row]);
  for (const { row, column, value } of cells) written[row]![columns.indexOf(column)] = value;
  const gone = new Set(removed);
  return { columns: [...columns], rows: [...written.filter((_, i) => !gone.has(i)), ...added.map((row) => [...row])] };
}
