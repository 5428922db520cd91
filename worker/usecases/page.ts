/** Pages of a list: a read asks for one row more than a page holds, which tells whether there is a next one. */
import type { Position } from "../store/entries.ts";

export interface Page<R> {
  rows: R[];
  /** Where the next page begins; absent on the last one. */
  next?: Position;
}

/** The page of what was found for `limit + 1` rows. */
export function pageOf<R>(found: readonly R[], limit: number, positionOf: (row: R) => Position): Page<R> {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, ...(found.length > rows.length && last && { next: positionOf(last) }) };
}
