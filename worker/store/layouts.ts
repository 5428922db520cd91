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

/** Rows with their cells as text made rows with their cells by column. */
export async function readLayouts<R extends { cells: string; layout: number | null }>(
  db: Database,
  rows: readonly R[],
): Promise<(Omit<R, "layout" | "cells"> & { cells: Cells })[]> {
  const unknown = new Set(rows.flatMap(({ layout }) => (layout === null || orders.has(layout) ? [] : [layout])));
  if (unknown.size > 0) {
    const found = await db
      .select()
      .from(layout)
      .where(inArray(layout.id, [...unknown]));
    for (const { id, keys } of found) orders.set(id, keys);
  }
  // One text for all is parsed faster than each by itself.
  const parsed = JSON.parse(`[${rows.map(({ cells }) => cells).join(",")}]`) as (Cells | Cell[])[];
  return rows.map(({ layout, ...row }, i) => {
    const kept = parsed[i]!;
    const cells = Array.isArray(kept) ? fromOrder(orders.get(layout!)!, kept) : kept;
    return { ...(row as Omit<R, "layout" | "cells">), cells };
  });
}
