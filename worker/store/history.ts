/** The history of entries: what was changed after a push, entries as they were before it, cells as a pusher saw them. */
import { and, eq, gt, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { RegionScope } from "../../schema/region.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import { entry, history } from "../../schema/tables.ts";
import { type Database, jsonChunks, within } from "./database.ts";
import type { Entry } from "./entries.ts";

/** The entry that a line of history tells of; its region says who may see the line. */
const sameRow = and(eq(entry.sheet, history.sheet), eq(entry.period, history.period), eq(entry.id, history.id));
const earlier = alias(history, "earlier");

/** What happened to a sheet after a push, the newest first, each with the push before it: so a past state is rebuilt. */
export function changesAfter(
  db: Database,
  scope: RegionScope,
  sheet: string,
  periods: readonly string[],
  after: number,
) {
  return db
    .select({
      period: history.period,
      id: history.id,
      version: history.version,
      from: history.from,
      to: history.to,
      deleted: history.deleted,
      pushBefore: earlier.push,
    })
    .from(history)
    .innerJoin(entry, sameRow)
    .leftJoin(
      earlier,
      and(
        eq(earlier.sheet, history.sheet),
        eq(earlier.period, history.period),
        eq(earlier.id, history.id),
        sql`${earlier.version} = ${history.version} - 1`,
      ),
    )
    .where(
      and(
        eq(history.sheet, sheet),
        inArray(history.period, [...periods]),
        gt(history.push, after),
        within(entry.regionCode, scope),
      ),
    )
    .orderBy(sql`${history.push} desc, ${history.version} desc`);
}

/** Takes changes back, the newest first: the entries as they were before them. */
export function rewind(
  entries: readonly Entry[],
  changes: readonly Awaited<ReturnType<typeof changesAfter>>[number][],
): Entry[] {
  const byId = new Map(entries.map((row) => [`${row.period} ${row.id}`, row]));
  for (const change of changes) {
    const key = `${change.period} ${change.id}`;
    const row = byId.get(key);
    if (!row) continue;
    if (change.version === 1) byId.delete(key);
    else {
      const restored = Object.keys(change.to).length === 0 && !change.deleted;
      byId.set(key, {
        ...row,
        cells: withoutEmpty({ ...row.cells, ...change.from }),
        version: change.version - 1,
        push: change.pushBefore ?? 0,
        deleted: restored,
      });
    }
  }
  return [...byId.values()].filter((row) => !row.deleted);
}

const withoutEmpty = (cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== null));

/** For each id, what its cells were at a version: the earliest `from` of every cell that was changed after it. */
export async function cellsBefore(
  db: Database,
  scope: RegionScope,
  sheet: string,
  period: string,
  seen: readonly { id: string; baseVersion: number }[],
): Promise<Map<string, Cells>> {
  const before = new Map<string, Cells>();
  for (const chunk of jsonChunks(seen.map(({ id, baseVersion }) => [id, baseVersion]))) {
    // A cross join keeps SQLite to this order: each id by the key of history, never all of history for each id.
    const rows = await db
      .select({ id: history.id, from: history.from, to: history.to })
      .from(sql`json_each(${chunk}) as seen`)
      .crossJoin(history)
      .innerJoin(entry, sameRow)
      .where(
        and(
          eq(history.sheet, sheet),
          eq(history.period, period),
          sql`${history.id} = seen.value->>0`,
          sql`${history.version} > seen.value->>1`,
          within(entry.regionCode, scope),
        ),
      )
      .orderBy(sql`${history.version} desc`);
    for (const { id, from, to } of rows) {
      const emptied = Object.fromEntries(Object.keys(to).map((key) => [key, null]));
      before.set(id, { ...before.get(id), ...emptied, ...from });
    }
  }
  return before;
}
