/** What a clerk decides of cells and rows: mine or theirs in a conflict, and giving up what was typed. */
import { type CellWrite, noChange, type TableChange, type TableContent } from "../../schema/sheet/workbook/content.ts";
import { type Choices, rowKinds } from "../../schema/sheet/workbook/rowKinds.ts";
import { rowFor, type Snapshot, type SnapshotRow } from "../../schema/sheet/workbook/snapshot.ts";
import { tableOf } from "../../schema/sheet/workbook/table.ts";
import { type Refused, unanswered } from "./problem.ts";

export interface Decided {
  snapshot: Snapshot;
  change: TableChange;
}

/** A cell in conflict, and whose value is to stand. */
export interface Resolution {
  id: string;
  key: string;
  take: "mine" | "theirs";
}

/** All cells in conflict, resolved alike. */
export const resolveAll = ({ rows }: Snapshot, take: Resolution["take"]): Resolution[] =>
  [...rows].flatMap(([id, { conflicts = {} }]) => Object.keys(conflicts).map((key) => ({ id, key, take })));

/** Resolves conflicts: mine is pending from now on and will take the place of theirs; theirs comes into the table. */
export function resolve(snapshot: Snapshot, content: TableContent, resolutions: readonly Resolution[]): Decided {
  const table = tableOf(snapshot, content);
  const rows = new Map(snapshot.rows);
  const cells: CellWrite[] = [];
  for (const { id, key, take } of resolutions) {
    const row = rows.get(id);
    const there = table.cells.find(({ column }) => column.key === key);
    // What is not in the table may come back there as it was, and is decided then.
    if (!there || table.rowsOf(id).length === 0) continue;
    if (!row?.conflicts || !Object.hasOwn(row.conflicts, key)) continue;
    rows.set(id, withoutConflicts(row, new Set([key])));
    if (take === "mine") continue;
    const value = there.column.form.show(row.cells[there.column.position] ?? null);
    for (const at of table.rowsOf(id)) cells.push(table.writeTo(at, there.at, value));
  }
  return { snapshot: { ...snapshot, rows }, change: { ...noChange, cells } };
}

function withoutConflicts({ conflicts = {}, ...row }: SnapshotRow, keys: ReadonlySet<string>): SnapshotRow {
  const left = Object.entries(conflicts).filter(([key]) => !keys.has(key));
  return left.length > 0 ? { ...row, conflicts: Object.fromEntries(left) } : row;
}

/**
 * Gives up what is pending in rows, or in all of them: changed cells are as on the server again, new and copied rows go,
 * missing ones come back. Of rows under one key one stays. What is under way cannot be given up.
 * @param refs the rows, as `pendingOf` names them
 */
export function discard(
  snapshot: Snapshot,
  content: TableContent,
  refs?: readonly string[],
  choices?: Choices,
): Decided | Refused {
  if (snapshot.sent.length > 0) return unanswered;
  const table = tableOf(snapshot, content);
  const { layout } = table;
  const wanted = refs && new Set(refs);
  const rows = new Map(snapshot.rows);
  const refused = new Map(snapshot.refused);
  const change: TableChange = { cells: [], removed: [], added: [] };
  const idAt = table.placeOf(layout.id);
  const there = new Set(table.cells.map(({ column }) => column.key));
  const kinds = table.isReadable ? rowKinds(table, snapshot, choices) : [];
  const given = kinds.filter(({ ref }) => wanted === undefined || wanted.has(ref));
  const going = new Set(given.flatMap(({ kind, row }) => (kind === "known" || row === undefined ? [] : [row])));

  for (const { kind, ref, row, id } of given) {
    refused.delete(id ?? ref);
    const known = id === undefined ? undefined : rows.get(id);
    if (row === undefined) bringBack(id!, known!);
    else if (kind === "known") putBack(id!, known!, row);
    else if (isLastOfItsKey(row)) {
      const own = table.idOf(row);
      going.delete(row);
      putBack(own, rows.get(own)!, row);
    }
  }
  return { snapshot: { ...snapshot, rows, refused }, change: { ...change, removed: [...going] } };

  function bringBack(id: string, row: SnapshotRow): void {
    rows.set(id, withoutConflicts(row, there));
    change.added.push(rowFor(layout, content.columns, id, row));
  }

  function putBack(id: string, known: SnapshotRow, row: number): void {
    rows.set(id, withoutConflicts(known, there));
    if (table.idOf(row) !== id) change.cells.push(table.writeTo(row, idAt!, id));
    for (const { column, at } of table.cells) {
      const was = known.cells[column.position] ?? null;
      if (!column.form.holds(table.valueAt(row, at), was))
        change.cells.push(table.writeTo(row, at, column.form.show(was)));
    }
  }

  /** Whether no other row would stand for the one that was pulled. */
  function isLastOfItsKey(row: number): boolean {
    const id = table.idOf(row);
    return rows.get(id)?.deleted === undefined && rows.has(id) && table.rowsOf(id).every((one) => going.has(one));
  }
}
