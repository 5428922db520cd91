/** What the clerk reads beside the rows: the columns 变更 and 状态, and marks; marks that went are taken away. */
import type { TableContent } from "../../schema/sheet/workbook/content.ts";
import type { Settled } from "../../schema/sheet/workbook/settle.ts";
import type { Snapshot } from "../../schema/sheet/workbook/snapshot.ts";
import { tableOf } from "../../schema/sheet/workbook/table.ts";
import type { Pending } from "../sync/pending.ts";
import { marksOf, textWrites } from "../sync/texts.ts";
import type { Amendment, CellMark } from "../workbook/port.ts";

/** A cell that was marked: the row's name, the column's key. Kept with the table, so that marks are taken away again. */
export type KeptMark = readonly [id: string, column: string];

export interface Noted {
  amendment: Amendment;
  marked: KeptMark[];
}

/**
 * The columns 变更 and 状态 and the marks of a table, as they should be.
 * @param before the marks that it has
 * @param settled what was answered a moment ago
 */
export function notesOf(
  snapshot: Snapshot,
  content: TableContent,
  pending: Pending,
  before: readonly KeptMark[],
  settled: Partial<Pick<Settled, "told" | "saved">> = {},
): Noted {
  const table = tableOf(snapshot, content);
  const texts = textWrites(snapshot, content, pending, settled.told);
  const wanted = marksOf(snapshot, content, pending, settled.saved);
  const now = new Set(wanted.map(({ row, column }) => `${row} ${column}`));
  const gone = before.flatMap(([id, column]): CellMark[] =>
    content.columns.includes(column)
      ? table.rowsOf(id).flatMap((row) => (now.has(`${row} ${column}`) ? [] : [{ row, column, kind: "none" }]))
      : [],
  );
  return {
    amendment: { cells: texts, marks: [...gone, ...wanted] },
    marked: wanted.map(({ row, column }) => [table.idOf(row), column] as const),
  };
}
