/** Compares a row of a table with what was pulled: the cells that are not as they were, however they are written. */
import type { FaultWords } from "../../fault.ts";
import type { Cell } from "../definition.ts";
import type { CellValue } from "./content.ts";
import type { CellColumn } from "./layout.ts";
import type { SnapshotRow } from "./snapshot.ts";
import type { Table } from "./table.ts";

/** A cell that is not as it was pulled. */
export interface ChangedCell {
  column: CellColumn;
  /** What stands on the server, as far as it was seen. */
  from: Cell;
  /** What stands in the table. */
  typed: CellValue;
  /** What it is to become; none where it cannot be read, or is nobody's to type. */
  to?: Cell;
  fault?: FaultWords;
  notices: FaultWords[];
  /** Others changed it too: what stood there before both. */
  conflict?: { base: Cell };
}

/** The cells of a row of the table that are not as in the snapshot; of a new row those that are filled and typed. */
export function changedCells(table: Table, row: number, before: SnapshotRow | undefined): ChangedCell[] {
  return table.cells.flatMap(({ column, at }): ChangedCell[] => {
    const { key, form, readOnly, position } = column;
    const from = before?.cells[position] ?? null;
    const typed = table.valueAt(row, at);
    if (form.holds(typed, from) || (readOnly && !before)) return [];
    const cell: ChangedCell = { column, from, typed, notices: [] };
    if (readOnly) return [cell];
    const reading = form.read(typed);
    if ("fault" in reading) cell.fault = reading.fault;
    else {
      cell.to = reading.value;
      cell.notices = reading.notices ?? [];
    }
    if (before?.conflicts && Object.hasOwn(before.conflicts, key)) cell.conflict = { base: before.conflicts[key]! };
    return [cell];
  });
}
