/** Takes the answer to a request of a push into the snapshot and the table, wherever its rows stand by now. */

import type { pushAnswer } from "../../wire.ts";
import type { Cell, Cells } from "../definition.ts";
import type { PushRow } from "../push.ts";
import { type CellWrite, noChange, type Place, type TableChange, type TableContent } from "./content.ts";
import { rebase } from "./rebase.ts";
import type { Part, RefusedRow, Snapshot, SnapshotRow } from "./snapshot.ts";
import { type Table, tableOf } from "./table.ts";

export type PushAnswer = (typeof pushAnswer)["_output"];
type RowAnswer = PushAnswer["results"][number];

/** What came of a request: an answer, a refusal of the whole request, or nothing that is known. */
export type Outcome = { answer: Pick<PushAnswer, "results"> } | { refused: true } | { lost: true };

export interface Settled {
  snapshot: Snapshot;
  change: TableChange;
  /** Of every row that was answered, by the id under which it stands now. */
  told: Map<string, RowAnswer>;
  /** Where cells stand that are saved now. */
  saved: Place[];
}

/**
 * Settles a part. Of a lost one all stays as it is, to be sent again. A refused one is taken out, unless it was sent
 * before: then it may have landed, and only an answer tells. A part that is not under way any more changes nothing.
 */
export function settle(snapshot: Snapshot, content: TableContent, part: Part, outcome: Outcome): Settled {
  const own = snapshot.sent.find(({ key }) => key === part.key);
  const others = snapshot.sent.filter((one) => one !== own);
  const nothing = { change: noChange, told: new Map(), saved: [] };
  if (!own) return { ...nothing, snapshot };
  const table = tableOf(snapshot, content);
  // Where no row can be told by its key, none can be given its id.
  if ("lost" in outcome || !table.isReadable || ("refused" in outcome && own.isLost)) {
    const sent = snapshot.sent.map((one): Part => (one === own ? { ...one, isLost: true } : one));
    return { ...nothing, snapshot: { ...snapshot, sent } };
  }
  if ("refused" in outcome) return { ...nothing, snapshot: { ...snapshot, sent: others } };
  return settleRows({ ...snapshot, sent: others }, table, own, outcome.answer.results);
}

/** Gives up a part of which nobody knows whether it landed; its rows stay pending. A new row that had landed may come twice. */
export const abandon = (snapshot: Snapshot): Snapshot => ({ ...snapshot, sent: [] });

function settleRows(snapshot: Snapshot, table: Table, part: Part, results: readonly RowAnswer[]): Settled {
  const rows = new Map(snapshot.rows);
  const refused = new Map(snapshot.refused);
  let aliases = snapshot.aliases;
  const cells: CellWrite[] = [];
  const told: Settled["told"] = new Map();
  const saved: Settled["saved"] = [];
  const answers = new Map(results.map((result) => [result.newKey ?? result.id, result]));
  for (const row of part.body.rows) {
    const name = "newKey" in row ? row.newKey : row.id;
    const answer = answers.get(name);
    if (!answer) continue;
    const sent: Cells = "cells" in row ? (row.cells as Cells) : {};
    refused.delete(name);
    const isIn = ["saved", "merged", "unchanged"].includes(answer.status);
    const id = isIn ? (answer.rekeyed ?? ("newKey" in row ? answer.id : name)) : name;
    told.set(id, answer);
    if (!isIn && answer.status !== "conflict") {
      refused.set(name, refusalOf(answer, sent));
      continue;
    }
    const before = rows.get(name) ?? unknownRow(table);
    const { next, isDeleted } = stateAfter(table, row, before, answer, sent);
    const at = table.rowsOf(name);
    const rebased = rebase(table, at, before, next, isIn ? sent : {});
    cells.push(...rebased.cells);
    saved.push(...rebased.saved);
    if (id !== name) {
      const column = table.placeOf(table.layout.id);
      if (column !== undefined) for (const place of at) cells.push(table.writeTo(place, column, id));
      rows.delete(name);
      aliases = withAlias(aliases, name, id);
    }
    if ("newKey" in row) cells.push(...withoutForeign(table, at));
    const { deleted: _, ...alive } = rebased.row;
    rows.set(id, isDeleted ? { ...alive, deleted: true } : alive);
  }
  return { snapshot: { ...snapshot, rows, refused, aliases }, change: { ...noChange, cells }, told, saved };
}

/** A row keeps answering to every name that it had. */
function withAlias(aliases: Snapshot["aliases"], name: string, id: string): Snapshot["aliases"] {
  const kept = [...aliases].filter(([known]) => known !== id);
  return new Map([...kept.map(([known, at]) => [known, at === name ? id : at] as const), [name, id]]);
}

/** A row before it was. */
const unknownRow = ({ layout }: Table): SnapshotRow => ({ version: 0, cells: layout.cells.map(() => null) });

/** A row as it stands on the server, as far as an answer tells. */
function stateAfter(
  { layout }: Table,
  row: PushRow,
  before: SnapshotRow,
  answer: RowAnswer,
  sent: Cells,
): { next: Pick<SnapshotRow, "version" | "cells">; isDeleted: boolean } {
  const { status, version, cells: told = {} } = answer;
  const isWhole = status === "merged" || status === "conflict";
  const cells = layout.cells.map(({ key, readOnly, position }): Cell => {
    if (Object.hasOwn(told, key)) return told[key]!;
    if (isWhole && !readOnly) return null;
    return status !== "conflict" && Object.hasOwn(sent, key) ? sent[key]! : (before.cells[position] ?? null);
  });
  // Of an unchanged row nobody tells what others did: it stays at the version that was seen.
  const next = { version: status === "unchanged" ? before.version : version, cells };
  const isGone = "cells" in row && status === "conflict" && (answer.conflicts ?? []).length === 0;
  if (status === "conflict") return { next, isDeleted: isGone || "restore" in row };
  return { next, isDeleted: "delete" in row };
}

/** What stood in columns that nobody types when a row was copied; its own comes with the next pull. */
const withoutForeign = (table: Table, rows: readonly number[]): CellWrite[] =>
  table.cells
    .filter(({ column }) => column.readOnly)
    .flatMap(({ at }) => rows.map((row) => ({ row, at })))
    .filter(({ row, at }) => table.valueAt(row, at) !== "")
    .map(({ row, at }) => table.writeTo(row, at, ""));

const refusalOf = ({ status, errors = [] }: RowAnswer, sent: Cells): RefusedRow => ({
  status,
  errors: errors.map(({ key, message, fix }) => ({ key, message, fix })),
  sent,
});
