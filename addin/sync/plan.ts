/** What is sent: the requests of a push, each below the server's limits and with a key under which it lands once. */
import type { PushRow } from "../../schema/sheet/push.ts";
import { type CellWrite, noChange, type TableChange, type TableContent } from "../../schema/sheet/workbook/content.ts";
import { hashOf } from "../../schema/sheet/workbook/hash.ts";
import { type Choices, isNewRowName, newRowName } from "../../schema/sheet/workbook/rowKinds.ts";
import type { Part, Snapshot } from "../../schema/sheet/workbook/snapshot.ts";
import { tableOf } from "../../schema/sheet/workbook/table.ts";
import { type Pending, type PendingRow, pendingOf, sentCells } from "./pending.ts";

export interface Plan {
  /** The snapshot with what is under way. Before anything is sent it is kept in the workbook, together with `change`. */
  snapshot: Snapshot;
  /** Names for new rows, by which they are found again when the answer comes. */
  change: TableChange;
  /** To be sent in this order. */
  parts: readonly Part[];
  /** What was looked at; none where something that is still unanswered is sent again first. */
  pending?: Pending;
}

/** A request holds no more rows and characters: of 3 bytes each they are still below the server's 8 MB. */
export const mostRows = 10_000;
export const mostCharacters = 2_500_000;

/** Rows that make room come before those that need it. */
const order: readonly PendingRow["kind"][] = ["missing", "lost", "changed", "new"];

/**
 * Plans a push of everything that is pending and can be sent: of changed rows the changed cells only, rows that are
 * missing only where a clerk chose to delete them. While an earlier request is unanswered, that one is sent again, as it
 * was, and nothing else: who knows what of it has landed.
 */
export function planPush(snapshot: Snapshot, content: TableContent, choices: Choices = {}): Plan {
  if (snapshot.sent.length > 0) {
    const parts = snapshot.sent.map((part): Part => ({ ...part, isLost: true }));
    return { snapshot: { ...snapshot, sent: parts }, change: noChange, parts };
  }
  const pending = pendingOf(snapshot, content, choices);
  const rows = pending.rows.filter(({ isSent }) => isSent);
  const table = tableOf(snapshot, content);
  const idAt = table.placeOf(table.layout.id)!;
  const cells: CellWrite[] = [];
  let { named } = snapshot;
  const nameOf = ({ row, id, kind }: PendingRow): string => {
    if (id !== undefined && kind !== "new") return id;
    const own = table.idOf(row!);
    if (isNewRowName(own) && table.rowsOf(own).length === 1) return own;
    do named++;
    while (table.rowsOf(newRowName(snapshot, named)).length > 0);
    return newRowName(snapshot, named);
  };
  const sorted = order.flatMap((kind) => rows.filter((one) => one.kind === kind));
  const pushed = sorted.map((one): PushRow => {
    const name = nameOf(one);
    if (one.row !== undefined && table.idOf(one.row) !== name) cells.push(table.writeTo(one.row, idAt, name));
    if (one.kind === "new") return { newKey: name, cells: sentCells(one) };
    const head = { id: name, baseVersion: snapshot.rows.get(name)!.version };
    if (one.kind === "missing") return { ...head, delete: true };
    return one.kind === "lost" ? { ...head, restore: true } : { ...head, cells: sentCells(one) };
  });
  const parts = inParts(pushed).map((part) => partOf(snapshot, part));
  return { snapshot: { ...snapshot, named, sent: parts }, change: { ...noChange, cells }, parts, pending };
}

function inParts(rows: readonly PushRow[]): PushRow[][] {
  const parts: PushRow[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const length = JSON.stringify(row).length;
    if (characters + length > mostCharacters || parts.at(-1)!.length === mostRows) {
      parts.push([]);
      characters = 0;
    }
    parts.at(-1)!.push(row);
    characters += length + 1;
  }
  return parts;
}

/** The same rows of the same table have the same key, however often they are planned. */
function partOf({ definition, nonce, period, region }: Snapshot, rows: PushRow[]): Part {
  const body = { mode: "partial" as const, period, ...(region !== undefined && { region }), rows };
  return { key: `xp-${hashOf(JSON.stringify([definition.id, nonce, body]))}`, body };
}
