/** Puts a row of the table on what now stands on the server: what the clerk has not touched follows, the rest stays. */
import type { Cell, Cells } from "../definition.ts";
import type { CellWrite, Place } from "./content.ts";
import type { SnapshotRow } from "./snapshot.ts";
import type { Table } from "./table.ts";

export interface Rebased {
  row: SnapshotRow;
  cells: CellWrite[];
  /** Where cells stand that were sent and are saved now. */
  saved: Place[];
}

/**
 * Rebases a row, wherever it stands by now.
 * @param rows where it stands, @param next its version and all its cells on the server
 * @param acknowledged the cells that were sent, as the server has them now: what stands in the table otherwise was typed
 *   after they were sent
 */
export function rebase(
  table: Table,
  rows: readonly number[],
  before: SnapshotRow,
  next: Pick<SnapshotRow, "version" | "cells">,
  acknowledged: Cells = {},
): Rebased {
  const conflicts: Cells = {};
  const cells: CellWrite[] = [];
  const saved: Rebased["saved"] = [];
  const places = new Map(table.cells.map(({ column, at }) => [column, at]));
  for (const column of table.layout.cells) {
    const { key, form, position, readOnly } = column;
    const [was, now]: [Cell, Cell] = [before.cells[position] ?? null, next.cells[position] ?? null];
    const isAnswered = Object.hasOwn(acknowledged, key);
    const base = before.conflicts && Object.hasOwn(before.conflicts, key) ? { was: before.conflicts[key]! } : undefined;
    const isMoved = was !== now || base !== undefined;
    if (!isMoved && !isAnswered) continue;
    const at = places.get(column);
    let isInConflict = false;
    // What is not in the table may come back there as it was.
    if (at === undefined || rows.length === 0) isInConflict = !isAnswered && isMoved;
    else
      for (const row of rows) {
        const value = table.valueAt(row, at);
        const isSent = isAnswered && form.holds(value, acknowledged[key]!);
        const isUntouched = form.holds(value, was);
        if (isSent) saved.push({ row, column: table.content.columns[at]! });
        if (isSent || (!isAnswered && isUntouched)) {
          if (value !== form.show(now)) cells.push(table.writeTo(row, at, form.show(now)));
        } else if (!isAnswered && !form.holds(value, now)) isInConflict = true;
      }
    if (isInConflict && !readOnly) conflicts[key] = base ? base.was : was;
  }
  const { conflicts: _, ...rest } = before;
  const row = { ...rest, version: next.version, cells: next.cells };
  return { row: Object.keys(conflicts).length > 0 ? { ...row, conflicts } : row, cells, saved };
}
