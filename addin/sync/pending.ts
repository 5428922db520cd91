/** What of a table is not on the server yet: found by comparing it with the snapshot, never by watching it. */
import type { Cell, Cells } from "../../schema/sheet/definition.ts";
import { type ChangedCell, changedCells } from "../../schema/sheet/workbook/comparison.ts";
import type { CellValue, TableContent } from "../../schema/sheet/workbook/content.ts";
import { type Choices, type KnownRow, type RowKind, rowKinds } from "../../schema/sheet/workbook/rowKinds.ts";
import type { RefusedRow, Snapshot } from "../../schema/sheet/workbook/snapshot.ts";
import { type Table, tableOf } from "../../schema/sheet/workbook/table.ts";
import {
  alteredKey,
  alteredSubject,
  columnMissing,
  conflictCell,
  copiedRow,
  holdsBack,
  lostRow,
  missingFixedRow,
  missingRow,
  type Problem,
  problemOf,
  problemsOf,
  readOnlySheet,
} from "./problem.ts";
import { judgeRow } from "./validate.ts";

/** A cell that is not as it was pulled. */
export interface PendingCell {
  key: string;
  title: string;
  /** What stands on the server, as far as it was seen. */
  from: Cell;
  /** What it is to become; none where it cannot be read. */
  to?: Cell;
  /** What stands in the table. */
  typed: CellValue;
  problems: Problem[];
  /** Others changed it too: what stood there before both, and what stands there now. Mine is `to`. */
  conflict?: { base: Cell; theirs: Cell };
}

/** A row with something that is not on the server, or that is to be decided. */
export interface PendingRow {
  kind: "changed" | Exclude<RowKind, "known">;
  ref: string;
  row?: number;
  id?: string;
  cells: PendingCell[];
  /** About the row as a whole. */
  problems: Problem[];
  /** Whether it is sent with the next push. */
  isSent: boolean;
}

export interface Pending {
  rows: PendingRow[];
  /** What makes the whole table unreadable; then there are no rows. */
  problems: Problem[];
  /** Columns that are not in the table. */
  notices: Problem[];
}

/**
 * Compares a table with its snapshot. How it is sorted or filtered, and what columns of his own a clerk has added, makes
 * no difference.
 * @param choices what the clerk has decided of rows that are not plain, by `ref`
 */
export function pendingOf(snapshot: Snapshot, content: TableContent, choices: Choices = {}): Pending {
  const table = tableOf(snapshot, content);
  const [problems, notices] = [problemsOf(table), table.absent.map(columnMissing)];
  if (problems.length > 0) return { rows: [], problems, notices };
  const kinds = rowKinds(table, snapshot, choices);
  const missing = kinds.flatMap(({ kind, id }) => (kind === "missing" && id !== undefined ? [id] : []));
  const rows = kinds.flatMap((known) => pendingRow(table, snapshot, choices, known, missing) ?? []);
  return { rows, problems, notices };
}

function pendingRow(
  table: Table,
  snapshot: Snapshot,
  choices: Choices,
  known: KnownRow,
  missing: readonly string[],
): PendingRow | undefined {
  const { kind, ...place } = known;
  const { hasFixedRows } = table.layout;
  const before = known.id === undefined ? undefined : snapshot.rows.get(known.id);
  const cells = known.row === undefined ? [] : changedCells(table, known.row, before).map(pendingCell);
  if (kind === "known" && cells.length === 0) return undefined;
  const listed: PendingRow = {
    ...place,
    kind: kind === "known" ? "changed" : kind,
    cells,
    problems: [],
    isSent: false,
  };
  const refused = snapshot.refused.get(known.id ?? known.ref);
  if (refused) tellRefusal(listed, refused);
  const { problems } = listed;
  if (!snapshot.definition.editable) problems.push(readOnlySheet);
  if (kind === "copied") problems.push(copiedRow);
  if (kind === "altered") problems.push(hasFixedRows ? alteredSubject : alteredKey(missing));
  if (kind === "missing") {
    if (hasFixedRows) problems.push(missingFixedRow);
    else if (choices[known.ref] !== "delete") problems.push(missingRow(before?.conflicts !== undefined));
  }
  if (kind === "lost" && choices[known.ref] !== "restore") problems.push(lostRow);
  if (kind === "known" || kind === "new") judgeRow(snapshot, listed, before);
  const toSend = kind === "known" ? cells.some(isOwn) : kind === "new" || kind === "lost" || !hasFixedRows;
  const isHeld = problems.some(holdsBack) || (kind !== "lost" && cells.some((cell) => cell.problems.some(holdsBack)));
  listed.isSent = kind !== "ignored" && toSend && !isHeld;
  return listed;
}

/** Whether a cell is the clerk's to change. */
const isOwn = ({ problems }: PendingCell) => !problems.some(({ severity }) => severity === "ignored");

/** A changed cell with what stands in its way. */
function pendingCell({ column, from, typed, to, fault, notices, conflict }: ChangedCell): PendingCell {
  const { key, title, readOnly } = column;
  if (readOnly) {
    const words = { code: "readOnlyColumn", params: { title } } as const;
    return { key, title, from, typed, problems: [problemOf(words, "ignored", key)] };
  }
  const problems = [
    ...(fault ? [problemOf(fault, "refuse", key)] : notices.map((notice) => problemOf(notice, "warn", key))),
    ...(conflict ? [conflictCell(title, key)] : []),
  ];
  return {
    ...{ key, title, from, typed, problems },
    ...(to !== undefined && { to }),
    ...(conflict && { conflict: { base: conflict.base, theirs: from } }),
  };
}

/** The cells of a row as they are sent. */
export const sentCells = ({ cells }: PendingRow): Cells =>
  Object.fromEntries(cells.flatMap(({ key, to }) => (to === undefined ? [] : [[key, to]])));

/** Says again why the server did not take the row, where it stands as it was sent. It is sent again all the same. */
function tellRefusal(row: PendingRow, { errors, sent }: RefusedRow): void {
  const now = sentCells(row);
  const isAsSent = Object.keys({ ...sent, ...now }).every((key) => sent[key] === now[key]);
  if (!isAsSent) return;
  for (const { key, message, fix } of errors) {
    const told: Problem = { severity: "warn", code: "refused", message, fix, key };
    (row.cells.find((cell) => cell.key === key)?.problems ?? row.problems).push(told);
  }
}
