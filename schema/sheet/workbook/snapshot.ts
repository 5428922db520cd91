/** What was pulled and what is under way: the state beside which a table is looked at. Kept in the workbook, never changed in place. */
import type { Cell, Cells } from "../definition.ts";
import type { PushRow, RowStatus } from "../push.ts";
import type { CellValue, TableContent } from "./content.ts";
import { type Definition, type Layout, layoutFor } from "./layout.ts";

/** A row as it stood on the server when it was last seen. */
export interface SnapshotRow {
  version: number;
  /** In the order of the definition's columns. */
  cells: readonly Cell[];
  /**
   * Columns that others changed where mine stands in the table, or where they were not in the table at the time; with
   * what stood there before.
   */
  conflicts?: Cells;
  /** It is deleted on the server. */
  deleted?: true;
}

/** What is pushed at once. It stays until it is answered and is sent again as it was, under its key. */
export interface Part {
  /** The Idempotency-Key. */
  key: string;
  body: { mode: "partial"; period: string; region?: string; rows: PushRow[] };
  /** It was sent before, and nobody knows what became of it. */
  isLost?: true;
}

/** Why a row was not saved, and the cells that were sent: as long as they stand there unchanged, so does the reason. */
export interface RefusedRow {
  status: RowStatus;
  errors: { key: string; message: string; fix: string }[];
  sent: Cells;
}

export interface Snapshot {
  definition: Definition;
  period: string;
  region?: string;
  round?: string;
  /** The last push that was there when the rows were pulled. */
  push: number;
  /** Tells this table from every other: its pushes are its own. */
  nonce: string;
  /** How many new rows have been named so far. */
  named: number;
  rows: ReadonlyMap<string, SnapshotRow>;
  sent: readonly Part[];
  /** Names that rows had before: of new rows until they got their id, and codes that were changed. */
  aliases: ReadonlyMap<string, string>;
  /** By id, or by the name of a new row. */
  refused: ReadonlyMap<string, RefusedRow>;
}

/** The rows of a sheet as they are pulled, all pages together; `push` is that of the first page. */
export interface Pulled {
  definition: Definition;
  rows: readonly { id: string; version: number; cells: readonly Cell[]; deleted?: true | undefined }[];
  push: number;
}

/** Where a sheet was pulled. */
export interface Place {
  period: string;
  region?: string;
  round?: string;
}

/** The state of a table whose rows have just been pulled. @param nonce a text that no other table has */
export function snapshotOf({ definition, rows, push }: Pulled, place: Place, nonce: string): Snapshot {
  const alive = rows.filter(({ deleted }) => !deleted);
  return {
    definition,
    ...place,
    push,
    nonce,
    named: 0,
    rows: new Map(alive.map(({ id, version, cells }) => [id, { version, cells }])),
    sent: [],
    aliases: new Map(),
    refused: new Map(),
  };
}

/** The table of a snapshot as it is written after pulling. */
export function contentOf({ definition, rows }: Snapshot): TableContent {
  const layout = layoutFor(definition);
  const columns = layout.columns.map(({ title }) => title);
  const shown = [...rows].filter(([, { deleted }]) => !deleted).map(([id, row]) => rowFor(layout, columns, id, row));
  return { columns, rows: shown };
}

/** A row as it is written into a table with these columns. */
export function rowFor({ cells, id: idColumn }: Layout, columns: readonly string[], id: string, row: SnapshotRow) {
  const byTitle = new Map(cells.map((column) => [column.title, column]));
  return columns.map((title): CellValue => {
    if (title.trim() === idColumn.title) return id;
    const column = byTitle.get(title.trim());
    return column ? column.form.show(row.cells[column.position] ?? null) : "";
  });
}
