/** What auditors look through: whole sheets row by row, and pushes by when they were made and by whom. */
import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import { principal, push } from "../../schema/tables.ts";
import { among, type Database } from "./database.ts";
import { type Entry, pageOfEntries } from "./entries.ts";
import { who } from "./pushList.ts";

/** So many rows are in memory at once. */
const part = 5000;

/** Every living row of a sheet in a period inside a scope, part by part. */
export async function* everyEntry(
  db: Database,
  scope: RegionScope,
  sheet: string,
  period: string,
): AsyncGenerator<Entry> {
  for (let after: Entry | undefined; ; ) {
    const rows = await pageOfEntries(db, scope, sheet, period, { after, limit: part });
    yield* rows;
    if (rows.length < part) return;
    after = rows.at(-1);
  }
}

/** The periods of some sheets to which anything was ever pushed. */
export const placesOfPushes = (db: Database, sheets: readonly string[]) =>
  db
    .selectDistinct({ sheet: push.sheet, period: push.period })
    .from(push)
    .where(sql`${push.sheet} ${among(sheets)}`)
    .orderBy(asc(push.sheet), asc(push.period));

/** The pushes to some sheets in some periods after a moment, the earliest first. */
export const pushesSince = (db: Database, sheets: readonly string[], periods: readonly string[], at: string) =>
  db
    .select({ push: push.id, sheet: push.sheet, period: push.period, at: push.at })
    .from(push)
    .where(and(gt(push.at, at), sql`${push.sheet} ${among(sheets)}`, sql`${push.period} ${among(periods)}`))
    .orderBy(asc(push.id));

/** Who made some pushes, and when. */
export async function headsOfPushes(db: Database, ids: readonly number[]) {
  const rows = await db
    .select({ id: push.id, at: push.at, ...who })
    .from(push)
    .leftJoin(principal, eq(principal.id, push.principal))
    .where(sql`${push.id} ${among(ids)}`);
  return new Map(rows.map(({ id, at, account, name }) => [id, { at, principal: { account, name } }]));
}
