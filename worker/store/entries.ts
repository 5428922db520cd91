/** Entries and their history: reading sheets by scope, by ids, as of a past push; writing a push in one batch. */
import { and, asc, eq, gt, inArray, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { RegionScope } from "../../schema/region.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import type { Change, Standing } from "../../schema/sheet/push.ts";
import { entry, history, push } from "../../schema/tables.ts";
import { type Database, jsonChunks, type Statement, within } from "./database.ts";

export interface Entry {
  id: string;
  regionCode: string;
  subjectId: string;
  period: string;
  cells: Cells;
  version: number;
  push: number;
  deleted: boolean;
}

/** Where a page of a sheet goes on: after this region and id. */
export interface Position {
  regionCode: string;
  id: string;
}

const columns = {
  id: entry.id,
  regionCode: entry.regionCode,
  subjectId: entry.subjectId,
  period: entry.period,
  cells: entry.cells,
  version: entry.version,
  push: entry.push,
  deleted: entry.deleted,
};

const jsonIn = (column: SQL | typeof entry.id, values: readonly string[]) =>
  sql`${column} in (select value from json_each(${JSON.stringify(values)}))`;

/** The entries of a sheet in some periods inside a scope, without the deleted ones. */
export function entriesOf(db: Database, scope: RegionScope, sheet: string, periods: readonly string[]) {
  return db
    .select(columns)
    .from(entry)
    .where(
      and(
        eq(entry.sheet, sheet),
        inArray(entry.period, [...periods]),
        within(entry.regionCode, scope),
        eq(entry.deleted, false),
      ),
    )
    .orderBy(asc(entry.regionCode), asc(entry.id));
}

const earlier = alias(history, "earlier");

/** What happened to a sheet after a push, the newest first, each with the push before it: so a past state is rebuilt. */
export function changesAfter(db: Database, sheet: string, periods: readonly string[], after: number) {
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
    .leftJoin(
      earlier,
      and(
        eq(earlier.sheet, history.sheet),
        eq(earlier.period, history.period),
        eq(earlier.id, history.id),
        sql`${earlier.version} = ${history.version} - 1`,
      ),
    )
    .where(and(eq(history.sheet, sheet), inArray(history.period, [...periods]), gt(history.push, after)))
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

/** One page of a roster or of a ledger with many rows; with `since` only what later pushes touched, deleted rows too. */
export function pageOfEntries(
  db: Database,
  scope: RegionScope,
  sheet: string,
  period: string,
  page: { after?: Position | undefined; since?: number | undefined; limit: number },
): Promise<Entry[]> {
  const { after, since, limit } = page;
  return db
    .select(columns)
    .from(entry)
    .where(
      and(
        eq(entry.sheet, sheet),
        eq(entry.period, period),
        within(entry.regionCode, scope),
        since === undefined ? eq(entry.deleted, false) : gt(entry.push, since),
        after && sql`(${entry.regionCode}, ${entry.id}) > (${after.regionCode}, ${after.id})`,
      ),
    )
    .orderBy(asc(entry.regionCode), asc(entry.id))
    .limit(limit);
}

const roster = alias(entry, "roster");

/** A subject with its row of a sheet that has one row a subject; `version` 0 while nothing is filled in. */
export interface SubjectRow {
  id: string;
  regionCode: string;
  subject: Cells;
  cells: Cells | null;
  version: number | null;
  deleted: boolean | null;
}

/** One page of a sheet that has one row for every subject of a roster, whether filled in or not. */
export function pageOfSubjects(
  db: Database,
  scope: RegionScope,
  sheet: string,
  period: string,
  rosterSheet: string,
  page: { after?: Position | undefined; since?: number | undefined; limit: number },
): Promise<SubjectRow[]> {
  const { after, since, limit } = page;
  return db
    .select({
      id: roster.id,
      regionCode: roster.regionCode,
      subject: roster.cells,
      cells: entry.cells,
      version: entry.version,
      deleted: entry.deleted,
    })
    .from(roster)
    .leftJoin(entry, and(eq(entry.sheet, sheet), eq(entry.period, period), eq(entry.id, roster.id)))
    .where(
      and(
        eq(roster.sheet, rosterSheet),
        eq(roster.period, ""),
        within(roster.regionCode, scope),
        eq(roster.deleted, false),
        since === undefined ? undefined : sql`(${entry.push} > ${since} or ${roster.push} > ${since})`,
        after && sql`(${roster.regionCode}, ${roster.id}) > (${after.regionCode}, ${after.id})`,
      ),
    )
    .orderBy(asc(roster.regionCode), asc(roster.id))
    .limit(limit);
}

/** The entries with the given ids inside a scope, deleted ones too. */
export async function entriesById(
  db: Database,
  scope: RegionScope,
  sheet: string,
  period: string,
  ids: readonly string[],
): Promise<Map<string, Entry>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select(columns)
    .from(entry)
    .where(
      and(eq(entry.sheet, sheet), eq(entry.period, period), jsonIn(entry.id, ids), within(entry.regionCode, scope)),
    );
  return new Map(rows.map((row) => [row.id, row]));
}

/** For each id, what its cells were at a version: the earliest `from` of every cell that was changed after it. */
export async function cellsBefore(
  db: Database,
  scope: RegionScope,
  sheet: string,
  period: string,
  seen: readonly { id: string; baseVersion: number }[],
): Promise<Map<string, Cells>> {
  const before = new Map<string, Cells>();
  if (seen.length === 0 || scope.length === 0) return before;
  const rows = await db
    .select({ id: history.id, from: history.from, to: history.to })
    .from(history)
    .innerJoin(
      sql`json_each(${JSON.stringify(seen.map(({ id, baseVersion }) => [id, baseVersion]))}) as seen`,
      sql`${history.id} = seen.value->>0 and ${history.version} > seen.value->>1`,
    )
    .where(and(eq(history.sheet, sheet), eq(history.period, period)))
    .orderBy(sql`${history.version} desc`);
  for (const { id, from, to } of rows) {
    const emptied = Object.fromEntries(Object.keys(to).map((key) => [key, null]));
    before.set(id, { ...before.get(id), ...emptied, ...from });
  }
  return before;
}

/** The number of the last push; it names the state of all entries. */
export const lastPush = (db: Database) => db.select({ id: sql<number>`coalesce(max(${push.id}), 0)` }).from(push);

/** Inside a batch, after its push was inserted: the number of that push. */
export const thisPush = sql`(select max(${push.id}) from ${push})`;

/**
 * The statements that write a push. The first one fails on `versionsMoved` when any entry is no longer at the
 * version that was read; then nothing of the batch is written.
 * @param standing what was read of each changed entry; an entry that did not exist has version 0
 */
export function pushStatements(
  db: Database,
  head: { sheet: string; period: string; principal: string; at: string; note: string | null },
  changes: readonly Change[],
  standing: ReadonlyMap<string, Pick<Standing, "version">>,
): Statement[] {
  const { sheet, period } = head;
  const versions = changes.map(({ id }) => [id, standing.get(id)?.version ?? 0]);
  const guard = sql`not exists (
    select 1 from (${sql.join(
      jsonChunks(versions).map((chunk) => sql`select value->>0 as id, value->>1 as version from json_each(${chunk})`),
      sql` union all `,
    )}) as seen
    left join ${entry} on ${entry.sheet} = ${sheet} and ${entry.period} = ${period} and ${entry.id} = seen.id
    where coalesce(${entry.version}, 0) <> seen.version)`;
  const rows = changes.map((c) => [
    c.regionCode,
    c.id,
    c.subjectId,
    c.cells,
    c.version,
    c.deleted ? 1 : 0,
    c.from,
    c.to,
  ]);
  const cell = (index: number) => sql`value->>${sql.raw(String(index))}`;
  return [
    db.insert(push).values({ ...head, rows: changes.length, guard: guard as unknown as number }),
    ...jsonChunks(rows).flatMap((chunk) => [
      db
        .insert(entry)
        .select(
          sql`select ${sheet}, ${period}, ${cell(0)}, ${cell(1)}, ${cell(2)}, ${cell(3)}, ${cell(4)}, ${thisPush}, ${cell(5)}
            from json_each(${chunk}) where true`,
        )
        .onConflictDoUpdate({
          target: [entry.sheet, entry.period, entry.id],
          set: {
            regionCode: sql`excluded.regionCode`,
            subjectId: sql`excluded.subjectId`,
            cells: sql`excluded.cells`,
            version: sql`excluded.version`,
            push: sql`excluded.push`,
            deleted: sql`excluded.deleted`,
          },
        }),
      db.insert(history).select(
        sql`select ${sheet}, ${period}, ${cell(1)}, ${cell(4)}, ${thisPush}, ${cell(6)}, ${cell(7)}, ${cell(5)}
            from json_each(${chunk}) where true`,
      ),
    ]),
  ];
}
