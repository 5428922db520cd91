/** Takes rows that were pulled anew into a table that is being worked on: nothing that a clerk has typed is written over. */
import { type CellWrite, noChange, type TableChange, type TableContent } from "../../schema/sheet/workbook/content.ts";
import { rebase } from "../../schema/sheet/workbook/rebase.ts";
import { type Pulled, rowFor, type Snapshot, type SnapshotRow } from "../../schema/sheet/workbook/snapshot.ts";
import { type Table, tableOf } from "../../schema/sheet/workbook/table.ts";
import { problemsOf, type Refused, unanswered } from "./problem.ts";

export type Refreshed = { snapshot: Snapshot; change: TableChange } | Refused;

/**
 * Refreshes a table.
 * @param pulled all rows that changed since `snapshot.push`, or with `isWhole` all rows there are: one that is not among
 *   them has gone
 */
export function refresh(snapshot: Snapshot, content: TableContent, pulled: Pulled, isWhole = false): Refreshed {
  if (snapshot.sent.length > 0) return unanswered;
  if (!isSameShape(snapshot, pulled)) return otherColumns;
  const table = tableOf(snapshot, content);
  const { layout } = table;
  const [problem] = problemsOf(table);
  if (problem) return { refused: "unreadable", message: problem.message, fix: problem.fix };
  const rows = new Map(snapshot.rows);
  const cells: CellWrite[] = [];
  const removed: number[] = [];
  const added: TableChange["added"] = [];
  const aliases = new Map(snapshot.aliases);

  const take = (id: string, { version, cells: now }: SnapshotRow, before: SnapshotRow | undefined) => {
    const at = table.rowsOf(id);
    if (!before || (before.deleted && at.length === 0)) return bring(id, { version, cells: now }, at);
    const rebased = rebase(table, at, before, { version, cells: now });
    const { deleted: _, ...row } = rebased.row;
    rows.set(id, row);
    cells.push(...rebased.cells);
  };
  const bring = (id: string, row: SnapshotRow, at: readonly number[]) => {
    rows.set(id, at.length === 0 ? row : { ...row, ...differences(table, at, row) });
    aliases.delete(id);
    if (at.length === 0) added.push(rowFor(layout, content.columns, id, row));
    for (const { column, at: place } of table.cells.filter((one) => one.column.readOnly)) {
      const value = column.form.show(row.cells[column.position] ?? null);
      for (const found of at) cells.push(table.writeTo(found, place, value));
    }
  };
  const drop = (id: string, before: SnapshotRow, { version, cells: now }: SnapshotRow) => {
    const at = table.rowsOf(id);
    const isKept = before.deleted || at.some((row) => isEdited(table, row, before));
    // Of a row that has left the region nothing is told.
    const rebased = now.some((cell) => cell !== null)
      ? rebase(table, isKept ? at : [], before, { version, cells: now })
      : undefined;
    rows.set(id, { ...(rebased?.row ?? { ...before, version }), deleted: true });
    if (isKept) cells.push(...(rebased?.cells ?? []));
    else removed.push(...at);
  };

  for (const { id, version, cells: now, deleted } of pulled.rows) {
    const before = snapshot.rows.get(id);
    // What was pulled before a push was answered is older than the answer.
    if (before && version < before.version) continue;
    if (!deleted) take(id, { version, cells: now }, before);
    else if (before) drop(id, before, { version, cells: now });
  }
  if (isWhole) {
    const there = new Set(pulled.rows.map(({ id }) => id));
    for (const [id, before] of snapshot.rows) if (!there.has(id) && !before.deleted) drop(id, before, before);
  }
  const push = Math.max(snapshot.push, pulled.push);
  return {
    snapshot: { ...snapshot, definition: pulled.definition, push, rows, aliases },
    change: { ...noChange, cells, removed, added },
  };
}

/** Whether a clerk has typed anything into a row that would be lost with it. */
const isEdited = (table: Table, row: number, before: SnapshotRow): boolean =>
  table.cells.some(
    ({ column, at }) => !column.form.holds(table.valueAt(row, at), before.cells[column.position] ?? null),
  );

/** A row that was here before it was pulled: what differs in it is the clerk's, and to be decided. */
function differences(table: Table, rows: readonly number[], { cells }: SnapshotRow): Pick<SnapshotRow, "conflicts"> {
  const differing = table.cells.filter(
    ({ column, at }) =>
      !column.readOnly &&
      rows.some((row) => !column.form.holds(table.valueAt(row, at), cells[column.position] ?? null)),
  );
  return { conflicts: Object.fromEntries(differing.map(({ column }) => [column.key, null])) };
}

const isSameShape = (snapshot: Snapshot, { definition }: Pulled): boolean =>
  shapeOf(snapshot.definition) === shapeOf(definition);
/** All that decides what stands in which cell. */
const shapeOf = ({ id, key, editable, columns }: Pulled["definition"]) =>
  JSON.stringify([id, key, editable, columns.map(({ help: _, width: __, ...column }) => column)]);

const otherColumns: Refused = {
  refused: "otherColumns",
  message: "本表的列已变动",
  fix: "先提交或放弃改动,再重新取数",
};
