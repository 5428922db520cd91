/** Layouts: in which order the cells of an entry are kept. They are named by their content, so that any one is read once. */
import { inArray } from "drizzle-orm";
import type { Cell, Cells } from "../../schema/sheet/definition.ts";
import { fromOrder } from "../../schema/sheet/layout.ts";
import { layout } from "../../schema/tables.ts";
import { sha256 } from "../hash.ts";
import type { Database, Statement } from "./database.ts";

const orders = new Map<number, readonly string[]>();
const names = new Map<string, number>();

/** The number of an order of columns: 48 bits of its hash. */
export async function layoutOf(keys: readonly string[]): Promise<number> {
  const text = JSON.stringify(keys);
  const known = names.get(text);
  if (known !== undefined) return known;
  const id = Number.parseInt((await sha256(text)).slice(0, 12), 16);
  names.set(text, id);
  orders.set(id, keys);
  return id;
}

/** Keeps an order of columns under its number. */
export const layoutStatement = (db: Database, id: number, keys: readonly string[]): Statement =>
  db
    .insert(layout)
    .values({ id, keys: [...keys] })
    .onConflictDoNothing();

/** Kept cells by column, in the order of the rows that hold them. */
export async function cellsOfRows(
  db: Database,
  rows: readonly { cells: string; layout: number | null }[],
): Promise<Cells[]> {
  const unknown = new Set<number>();
  for (const { layout } of rows) if (layout !== null && !orders.has(layout)) unknown.add(layout);
  if (unknown.size > 0) {
    const found = await db
      .select()
      .from(layout)
      .where(inArray(layout.id, [...unknown]));
    for (const { id, keys } of found) orders.set(id, keys);
  }
  // One text for all is parsed faster than each by itself.
  const parsed = JSON.parse(`[${rows.map(({ cells }) => cells).join(",")}]`) as (Cells | Cell[])[];
  return parsed.map((kept, i) => (Array.isArray(kept) ? fromOrder(orders.get(rows[i]!.layout!)!, kept) : kept));
}

/** Rows with their cells as text made rows with their cells by column. */
export async function readLayouts<R extends { cells: string; layout: number | null }>(
  db: Database,
  rows: readonly R[],
): Promise<(Omit<R, "layout" | "cells"> & { cells: Cells })[]> {
  const cells = await cellsOfRows(db, rows);
  return rows.map(({ layout: _, ...row }, i) => ({ ...(row as Omit<R, "layout" | "cells">), cells: cells[i]! }));
}
