/** Decides a push: what each row of a push changes, cell by cell, against what stands now. Pure; saves nothing. */
import type { FaultWords } from "../fault.ts";
import { readCell } from "./cell.ts";
import type { Cell, Cells, Column } from "./definition.ts";

/** An entry as it stands, with what an earlier version of it looked like (see `base`). */
export interface Standing {
  id: string;
  regionCode: string;
  subjectId: string;
  cells: Cells;
  version: number;
  /** The push that made it so; none where nothing is stored. */
  push?: number;
  deleted: boolean;
  /** Where its entry stands, when that is not where its subject is by now. */
  movedFrom?: string;
  /** Changes since the version that the pusher had seen: key → the value before; empty when nothing moved. */
  base: Cells;
}

/** One row of a push. */
export type PushRow =
  | { id: string; baseVersion: number; cells: Record<string, unknown> }
  | { id: string; baseVersion: number; delete: true }
  | { id: string; baseVersion: number; restore: true }
  | { newKey: string; cells: Record<string, unknown> };

/** The id of a row is no longer. */
export const longestId = 300;

/** So many rows at most are pushed at once. */
export const mostPushed = 20_000;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether what was sent are rows that all change cells, and nothing else. */
export function changeCells(sent: unknown): sent is Extract<PushRow, { id: string; cells: object }>[] {
  if (!Array.isArray(sent) || sent.length === 0 || sent.length > mostPushed) return false;
  return sent.every((row: unknown) => {
    if (!isObject(row)) return false;
    const { id, baseVersion, cells } = row;
    const isNamed = typeof id === "string" && id.length > 0 && id.length <= longestId;
    const isSeen = Number.isSafeInteger(baseVersion) && (baseVersion as number) >= 0;
    return isNamed && isSeen && isObject(cells) && Object.keys(row).length === 3;
  });
}

export const rowStatuses = ["saved", "merged", "unchanged", "conflict", "invalid", "gone", "forbidden"] as const;
export type RowStatus = (typeof rowStatuses)[number];

export interface CellConflict {
  key: string;
  base: Cell;
  theirs: Cell;
  mine: Cell;
}

/** What becomes of one row. `cells`: of a saved row those that were read otherwise than typed, of others all of them. */
export interface RowResult {
  id: string;
  status: RowStatus;
  version: number;
  newKey?: string;
  /** The code by which the row goes from now on; then `version` is that of the row under this code. */
  rekeyed?: string;
  cells?: Cells;
  conflicts?: CellConflict[];
  errors?: RowError[];
  /** What the clerk should know of a row though it can be saved: a cell read otherwise than typed, a rule that only warns. */
  notices?: RowError[];
}

/** What is wrong in one cell of a row; `key` is the column, or `id` for the row itself. */
export type RowError = FaultWords & { key: string };

/** One entry to write: its cells after the push, and per changed cell what it was and what it became. */
export interface Change {
  id: string;
  regionCode: string;
  subjectId: string;
  cells: Cells;
  version: number;
  deleted: boolean;
  /** Where the entry stands until this moves it. */
  movedFrom?: string;
  /** The code that the row had before or has from now on, where it gets a new one. */
  other?: string;
  from: Cells;
  to: Cells;
}

export interface Decision {
  result: RowResult;
  change?: Change;
  /** What becomes of the row under its old code, where it gets a new one. */
  left?: Change;
}

/** The cells of a row as they were read, every wrong one by name, and what a clerk should know of the others. */
export interface ReadCells {
  cells: Cells;
  errors: RowError[];
  notices?: RowError[];
}

/** Reads the cells that a row sends. */
export function readCells(columns: ReadonlyMap<string, Column>, raw: Record<string, unknown>): Required<ReadCells> {
  const cells: Cells = {};
  const errors: RowError[] = [];
  const notices: RowError[] = [];
  for (const key of Object.keys(raw)) {
    const value = raw[key];
    const column = columns.get(key);
    if (!column) {
      const choices = [...columns.values()].filter((c) => !c.readOnly).map((c) => c.key);
      errors.push({ key, code: "unknownColumn", params: { value: key, choices: choices.join("、") } });
    } else if (column.readOnly) {
      errors.push({ key, code: "readOnlyColumn", params: { title: column.title } });
    } else {
      const reading = readCell(column, value);
      if ("fault" in reading) errors.push({ key, ...reading.fault });
      else if (reading.value === null && column.required)
        errors.push({ key, code: "required", params: { title: column.title } });
      else {
        cells[key] = reading.value;
        if (reading.notices) for (const notice of reading.notices) notices.push({ key, ...notice });
      }
    }
  }
  return { cells, errors, notices };
}

/** Reads the cells of the rows of a push, in their order. */
export function readRows({ columns }: { columns: readonly Column[] }, rows: readonly PushRow[]): Required<ReadCells>[] {
  const byKey = new Map(columns.map((column) => [column.key, column]));
  return rows.map((row) => readCells(byKey, "cells" in row ? row.cells : {}));
}

const cellOf = (cells: Cells, key: string): Cell => cells[key] ?? null;

/** Cells with `patch` laid over them; an emptied cell is left out. */
function overlay(cells: Cells, patch: Cells): Cells {
  const laid: Cells = { ...cells };
  for (const key in patch) {
    if (patch[key] === null) delete laid[key];
    else laid[key] = patch[key]!;
  }
  return laid;
}

/**
 * Decides a row that changes cells of a standing entry: three-way by cell. A cell that nobody else changed since
 * `baseVersion` is taken; one that I did not change stays theirs; one that became what I sent is nothing to do; one
 * that we changed differently is a conflict, and then nothing of the row is saved.
 * @param unseen columns that the pusher sees as masks only: one that was changed since is a conflict whatever was sent,
 *   for by another answer a number could be guessed without leaving a trace
 */
export function decideCells(
  standing: Standing,
  row: { id: string; baseVersion: number; cells: Record<string, unknown> },
  { cells: sent, errors, notices = [] }: ReadCells,
  unseen?: ReadonlySet<string>,
): Decision {
  const { id, version, base } = standing;
  if (row.baseVersion > version) return refused(id, version, "baseVersion", "badVersion", { value: row.baseVersion });
  if (errors.length > 0) return { result: { id, status: "invalid", version, errors } };
  const conflicts: CellConflict[] = [];
  const [from, to, reread]: [Cells, Cells, Cells] = [{}, {}, {}];
  let changed = 0;
  for (const key in sent) {
    const [mine, theirs] = [cellOf(sent, key), cellOf(standing.cells, key)];
    const isMoved = Object.hasOwn(base, key);
    const was = isMoved ? cellOf(base, key) : theirs;
    if ((mine === theirs || mine === was) && !(isMoved && unseen?.has(key))) continue;
    changed++;
    if (was !== theirs) conflicts.push({ key, base: was, theirs, mine });
    from[key] = theirs;
    to[key] = mine;
    if (mine !== row.cells[key]) reread[key] = mine;
  }
  if (conflicts.length > 0 || (standing.deleted && changed > 0))
    return { result: { id, status: "conflict", version, conflicts, cells: standing.cells } };
  if (changed === 0) return { result: { id, status: "unchanged", version } };
  const cells = overlay(standing.cells, to);
  const merged = row.baseVersion < version;
  const shown = merged ? cells : reread;
  const told = notices.filter(({ key }) => Object.hasOwn(to, key));
  const result: RowResult = { id, status: merged ? "merged" : "saved", version: version + 1 };
  if (Object.keys(shown).length > 0) result.cells = shown;
  if (told.length > 0) result.notices = told;
  return { result, change: { ...standing, cells, version: version + 1, from, to } };
}

/** Decides a row that deletes or restores a standing entry; somebody else's later change is a conflict. */
export function decideDeletion(
  standing: Standing,
  row: { id: string; baseVersion: number },
  deleted: boolean,
): Decision {
  const { id, version } = standing;
  if (row.baseVersion > version) return refused(id, version, "baseVersion", "badVersion", { value: row.baseVersion });
  if (standing.deleted === deleted) return { result: { id, status: "unchanged", version } };
  if (row.baseVersion < version)
    return { result: { id, status: "conflict", version, conflicts: [], cells: standing.cells } };
  return {
    result: { id, status: "saved", version: version + 1 },
    change: { ...standing, version: version + 1, deleted, from: {}, to: {} },
  };
}

/** Decides a new entry with an id that nothing has; `cells` are already read. */
export function decideNew(fresh: {
  id: string;
  newKey: string;
  regionCode: string;
  subjectId: string;
  cells: Cells;
  notices?: RowError[];
}): Decision {
  const { id, newKey, notices = [], ...place } = fresh;
  const cells = overlay({}, place.cells);
  return {
    result: { id, newKey, status: "saved", version: 1, ...(notices.length > 0 && { notices }) },
    change: { ...place, id, cells, version: 1, deleted: false, from: {}, to: cells },
  };
}

/** Takes a row back that could have been saved, for what else is wrong with it. */
export function takeBack({ result, left }: Decision, status: RowStatus, errors: RowError[]): Decision {
  const { cells: _, notices: __, rekeyed: ___, ...row } = result;
  const { version } = left ?? result;
  return { result: { ...row, status, version: version - 1, errors } };
}

function refused(id: string, version: number, key: string, code: "badVersion", params: FaultWords["params"]): Decision {
  return { result: { id, status: "invalid", version, errors: [{ key, code, params }] } };
}
