/** Wrong passwords, counted by account and by address. Every try is counted before it is looked at. */
import { lt, sql } from "drizzle-orm";
import { throttle } from "../../schema/tables.ts";
import type { Database, Statement } from "./database.ts";

/** What is counted under a key: so many tries are free in a window of time, after them each waits longer. */
export interface Count {
  key: string;
  free: number;
}

const minute = 60_000;
/** Tries that are older than this are forgotten. */
const windowLength = 15 * minute;
const firstWait = 30_000;
const longestWait = 15 * minute;

/**
 * Counts a try under some keys, if all are free; else counts it under none.
 * @param now milliseconds since 1970
 * @returns how many milliseconds are to be waited; 0 where the try may be looked at
 */
export async function countTry(db: Database, counts: readonly Count[], now: number): Promise<number> {
  const keys = JSON.stringify(counts.map(({ key }) => key));
  const waiting = sql`select max(${throttle.until}) as until from ${throttle}
    where ${throttle.key} in (select value from json_each(${keys}))`;
  const failures = sql`(case when ${throttle.at} < ${now - windowLength} then 1 else ${throttle.failures} + 1 end)`;
  const statements = counts.map(({ key, free }) => {
    const over = sql`${failures} - ${free}`;
    const wait = sql`min(${firstWait} << min(${over}, 10), ${longestWait})`;
    return db
      .insert(throttle)
      .select(sql`select ${key}, 1, ${now}, 0 where not exists (select 1 from (${waiting}) where until > ${now})`)
      .onConflictDoUpdate({
        target: throttle.key,
        set: { failures, at: sql`${now}`, until: sql`case when ${over} >= 0 then ${now} + ${wait} else 0 end` },
      })
      .returning({ until: throttle.until });
  });
  const [[{ until } = { until: 0 }]] = await db.batch([
    db.select({ until: sql<number>`coalesce((select until from (${waiting})), 0)` }).from(sql`(select 1)`),
    ...statements,
  ]);
  return Math.max(0, until - now);
}

/** Removes what was counted before a moment and makes nobody wait any more. */
export const removeTries = (db: Database, before: number): Statement =>
  db.delete(throttle).where(sql`${throttle.at} < ${before} and ${throttle.until} < ${before}`);

/** Takes a try back that was no wrong password: its account starts anew, others that share its address do not. */
export const forgiveTry = (db: Database, account: string, address: string | undefined, now: number): Statement[] => [
  db.delete(throttle).where(sql`${throttle.key} = ${account} or ${lt(throttle.at, now - 24 * 60 * minute)}`),
  ...(address === undefined
    ? []
    : [
        db
          .update(throttle)
          .set({ failures: sql`max(${throttle.failures} - 1, 0)`, until: 0 })
          .where(sql`${throttle.key} = ${address}`),
      ]),
];
