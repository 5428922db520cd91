/** Rows of a push that only change cells, put together by what they have in common: so the database can take them as one. */
import { readCell } from "./cell.ts";
import type { Cell, Column } from "./definition.ts";
import { keptColumns } from "./layout.ts";
import type { PushRow } from "./push.ts";
import type { Sheet } from "./source.ts";

/** Rows that were seen at the same version and send the same columns. */
export interface AlikeRows {
  version: number;
  /** The columns that are sent, in the order of the cells. */
  keys: readonly string[];
  /** By id, the cells. */
  rows: readonly (readonly [id: string, cells: readonly Cell[]])[];
}

interface Group extends AlikeRows {
  /** The columns as the rows name them. */
  named: readonly string[];
  columns: readonly Column[];
  rows: [string, Cell[]][];
}

/** More groups than this are not taken as one: each costs a statement. */
const mostGroups = 40;

/**
 * Groups the rows of a push to a roster. A row that sends all other columns is made whole by its key, which is its id.
 * @returns nothing where any row is new, deleted, restored, named twice, gets another key, or has a cell that cannot be
 *   saved just as typed
 */
export function alikeRows(sheet: Pick<Sheet, "key" | "columns">, rows: readonly PushRow[]): AlikeRows[] | undefined {
  const kept = keptColumns(sheet);
  const columns = new Map(sheet.columns.flatMap((column) => (column.readOnly ? [] : [[column.key, column]])));
  const groups: Group[] = [];
  const ids = new Set<string>();
  let group: Group | undefined;
  for (const row of rows) {
    if (!("id" in row && "cells" in row) || ids.has(row.id)) return undefined;
    ids.add(row.id);
    const named = Object.keys(row.cells);
    const isOf = (one: Group) => one.version === row.baseVersion && isSame(one.named, named);
    // Nearly every row is like the one before.
    if (!group || !isOf(group)) group = groups.find(isOf) ?? begin(row.baseVersion, named);
    const cells = group && asTyped(group, row);
    if (!cells) return undefined;
    group!.rows.push([row.id, cells]);
  }
  return groups;

  function begin(version: number, named: readonly string[]): Group | undefined {
    if (groups.length === mostGroups || named.length === 0) return undefined;
    const known = new Set([...named, sheet.key]);
    const keys = kept.every((key) => known.has(key)) ? kept : named;
    const own = keys.flatMap((key) => columns.get(key) ?? []);
    if (own.length < keys.length || named.some((key) => !columns.has(key))) return undefined;
    const made: Group = { version, named, keys, columns: own, rows: [] };
    groups.push(made);
    return made;
  }

  /** The cells of a row in the order of its group; nothing where one is wrong, or read otherwise than typed. */
  function asTyped({ keys, columns }: Group, { id, cells }: { id: string; cells: Record<string, unknown> }) {
    const values: Cell[] = [];
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      const isKey = key === sheet.key;
      const raw = isKey && !(key in cells) ? id : cells[key];
      const reading = readCell(columns[i]!, raw);
      if ("fault" in reading || reading.notices || reading.value !== raw) return undefined;
      if (raw === null ? columns[i]!.required : isKey && raw !== id) return undefined;
      values.push(reading.value);
    }
    return values;
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
