/** Pages of a list: a read asks for one row more than a page holds, which tells whether there is a next one. */
import { refuse } from "../refusal.ts";
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

/** The rows of a page that begins after a row, out of all of them. @throws Refusal badQuery where that row is not there */
export function rowsAfter<R extends { id: string }>(
  rows: readonly R[],
  { after, limit }: { after?: Position | undefined; limit: number },
): R[] {
  const start = after ? rows.findIndex(({ id }) => id === after.id) + 1 : 0;
  if (after && start === 0) throw refuse("badQuery", "/cursor", "badCursor");
  return rows.slice(start, start + limit);
}
