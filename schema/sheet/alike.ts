/** Rows of a push that only change cells, put together by what they have in common: so the database can take them as one. */
import { keptColumns } from "./layout.ts";
import type { PushRow, ReadCells } from "./push.ts";
import type { Sheet } from "./source.ts";

/** Rows that were seen at the same version and send the same columns. */
export interface AlikeRows {
  version: number;
  /** The columns that are sent, in the order of the cells. */
  keys: readonly string[];
  /** By id, the cells as a JSON array. */
  rows: readonly (readonly [id: string, cells: string])[];
}

/** More groups than this are not taken as one: each costs a statement. */
const mostGroups = 40;

/**
 * Groups the rows of a push to a roster. A row that sends all other columns is made whole by its key, which is its id.
 * @param sent the cells of the rows, as they were read
 * @returns nothing where any row is new, deleted, restored, named twice, gets another key, or has a cell that was not
 *   read just as typed
 */
export function alikeRows(
  sheet: Pick<Sheet, "key" | "columns">,
  rows: readonly PushRow[],
  sent: readonly ReadCells[],
): AlikeRows[] | undefined {
  const kept = keptColumns(sheet);
  const groups = new Map<string, { version: number; keys: readonly string[]; rows: [string, string][] }>();
  const ids = new Set<string>();
  for (let i = 0; i < rows.length; i++) {
    const [row, read] = [rows[i]!, sent[i]!];
    if (!("id" in row && "cells" in row) || !read.asTyped || ids.has(row.id)) return undefined;
    ids.add(row.id);
    const { cells } = read;
    const named = Object.keys(cells);
    if (named.length === 0 || (cells[sheet.key] ?? row.id) !== row.id) return undefined;
    const name = `${row.baseVersion} ${named.join()}`;
    let group = groups.get(name);
    if (!group) {
      if (groups.size === mostGroups) return undefined;
      const known = new Set([...named, sheet.key]);
      group = { version: row.baseVersion, keys: kept.every((key) => known.has(key)) ? kept : named, rows: [] };
      groups.set(name, group);
    }
    const values = group.keys.map((key) => (key in cells ? cells[key] : row.id));
    group.rows.push([row.id, JSON.stringify(values)]);
  }
  return [...groups.values()];
}
