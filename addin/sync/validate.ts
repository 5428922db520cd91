/** What can be told of a row before it is sent: required cells, and the rules of the sheet about one row. */
import type { Cells } from "../../schema/sheet/definition.ts";
import { rowBreaches } from "../../schema/sheet/rules/rows.ts";
import type { Snapshot, SnapshotRow } from "../../schema/sheet/workbook/snapshot.ts";
import type { PendingRow } from "./pending.ts";
import { type Problem, problemOf } from "./problem.ts";

/**
 * Adds to a changed or new row what is wrong with it, beside what its cells say by themselves. What needs other rows, or
 * what cells refer to, only the server can tell.
 * @param before the row as it was pulled; none for a new one
 */
export function judgeRow({ definition, period }: Snapshot, row: PendingRow, before: SnapshotRow | undefined): void {
  const byKey = new Map(row.cells.map((cell) => [cell.key, cell]));
  const tell = (problem: Problem) =>
    ((problem.key !== undefined && byKey.get(problem.key)?.problems) || row.problems).push(problem);
  const after: Cells = {};
  let isReadable = true;
  definition.columns.forEach(({ key, title, required, readOnly }, position) => {
    const cell = byKey.get(key);
    const isTyped = cell !== undefined && !readOnly;
    if (isTyped && cell.to === undefined) isReadable = false;
    const value = isTyped ? (cell.to ?? null) : (before?.cells[position] ?? null);
    if (value !== null) after[key] = value;
    else if (required && !readOnly && (isTyped ? cell.to === null : !before))
      tell(problemOf({ code: "required", params: { title } }, "refuse", key));
  });
  if (!isReadable || !definition.rules) return;
  const ruled = { rules: definition.rules, columns: columnsOf(definition), period };
  const changed = before && new Set(byKey.keys());
  for (const { severity, error } of rowBreaches(ruled, after, changed))
    tell(problemOf(error, severity === "refuse" ? "refuse" : "warn", error.key));
}

const columnsOf = ({ columns }: Snapshot["definition"]) => new Map(columns.map((column) => [column.key, column]));
