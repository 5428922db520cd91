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
  deleted: boolean;
  /** Changes since the version that the pusher had seen: key → the value before; empty when nothing moved. */
  base: Cells;
}

/** One row of a push. */
export type PushRow =
  | { id: string; baseVersion: number; cells: Record<string, unknown> }
  | { id: string; baseVersion: number; delete: true }
  | { id: string; baseVersion: number; restore: true }
  | { newKey: string; cells: Record<string, unknown> };

export const rowStatuses = ["saved", "merged", "unchanged", "conflict", "invalid", "gone", "forbidden"] as const;
export type RowStatus = (typeof rowStatuses)[number];

export interface CellConflict {
  key: string;
  base: Cell;
  theirs: Cell;
  mine: Cell;
}

/** What becomes of one row. `cells` are the cells after the push where they differ from what was sent. */
export interface RowResult {
  id: string;
  status: RowStatus;
  version: number;
  newKey?: string;
  cells?: Cells;
  conflicts?: CellConflict[];
  errors?: (FaultWords & { key: string })[];
}

/** One entry to write: its cells after the push, and per changed cell what it was and what it became. */
export interface Change {
  id: string;
  regionCode: string;
  subjectId: string;
  cells: Cells;
  version: number;
  deleted: boolean;
  from: Cells;
  to: Cells;
}

export interface Decision {
  result: RowResult;
  change?: Change;
}

type Errors = (FaultWords & { key: string })[];

/** Reads the cells that a row sends; every wrong one is named. */
export function readCells(columns: ReadonlyMap<string, Column>, raw: Record<string, unknown>) {
  const cells: Cells = {};
  const errors: Errors = [];
  for (const [key, value] of Object.entries(raw)) {
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
      else cells[key] = reading.value;
    }
  }
  return { cells, errors };
}

const cellOf = (cells: Cells, key: string): Cell => cells[key] ?? null;

/** Cells with `patch` laid over them; an emptied cell is left out. */
function overlay(cells: Cells, patch: Cells): Cells {
  return Object.fromEntries(Object.entries({ ...cells, ...patch }).filter(([, value]) => value !== null));
}

/**
 * Decides a row that changes cells of a standing entry: three-way by cell. A cell that nobody else touched since
 * `baseVersion` is taken; one that became what was sent anyway is nothing to do; one that became something else is
 * a conflict, and then nothing of the row is saved.
 */
export function decideCells(
  standing: Standing,
  row: { id: string; baseVersion: number; cells: Record<string, unknown> },
  columns: ReadonlyMap<string, Column>,
): Decision {
  const { id, version } = standing;
  if (row.baseVersion > version) return refused(id, version, "baseVersion", "badVersion", { value: row.baseVersion });
  const { cells: sent, errors } = readCells(columns, row.cells);
  if (errors.length > 0) return { result: { id, status: "invalid", version, errors } };
  const changed = Object.keys(sent).filter((key) => cellOf(sent, key) !== cellOf(standing.cells, key));
  const conflicts = changed
    .filter((key) => Object.hasOwn(standing.base, key))
    .map((key) => ({
      key,
      base: cellOf(standing.base, key),
      theirs: cellOf(standing.cells, key),
      mine: cellOf(sent, key),
    }));
  if (conflicts.length > 0 || (standing.deleted && changed.length > 0))
    return { result: { id, status: "conflict", version, conflicts, cells: standing.cells } };
  if (changed.length === 0) return { result: { id, status: "unchanged", version } };
  const pick = (cells: Cells) => Object.fromEntries(changed.map((key) => [key, cellOf(cells, key)]));
  const cells = overlay(standing.cells, pick(sent));
  const merged = row.baseVersion < version;
  return {
    result: { id, status: merged ? "merged" : "saved", version: version + 1, ...(merged && { cells }) },
    change: { ...standing, cells, version: version + 1, from: pick(standing.cells), to: pick(sent) },
  };
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

/** Decides a new entry. `cells` are already read; `standing` is what has its id now, if anything. */
export function decideNew(
  fresh: { id: string; newKey?: string; regionCode: string; subjectId: string; cells: Cells },
  standing: Standing | undefined,
): Decision {
  const { id, newKey, ...place } = fresh;
  const named = newKey === undefined ? { id } : { id, newKey };
  if (standing)
    return {
      result: {
        ...named,
        status: "invalid",
        version: standing.version,
        errors: [{ key: "id", code: "keyTaken", params: { value: id } }],
      },
    };
  const cells = overlay({}, place.cells);
  return {
    result: { ...named, status: "saved", version: 1 },
    change: { ...place, id, cells, version: 1, deleted: false, from: {}, to: cells },
  };
}

function refused(id: string, version: number, key: string, code: "badVersion", params: FaultWords["params"]): Decision {
  return { result: { id, status: "invalid", version, errors: [{ key, code, params }] } };
}
