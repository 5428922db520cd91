/** Entries: reading sheets by scope, by page, by ids. Writing them is in `pushes.ts`. */
import { and, asc, eq, gt, inArray, not, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { RegionScope } from "../../schema/region.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import { entry } from "../../schema/tables.ts";
import { type Database, jsonChunks, within } from "./database.ts";

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

/** The entries of a sheet in some periods inside a scope, the deleted ones too: `rewind` may need them. */
export function entriesOf(db: Database, scope: RegionScope, sheet: string, periods: readonly string[]) {
  return db
    .select(columns)
    .from(entry)
    .where(and(eq(entry.sheet, sheet), inArray(entry.period, [...periods]), within(entry.regionCode, scope)))
    .orderBy(asc(entry.regionCode), asc(entry.id));
}

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
  /** The subject is no longer on its roster; only `since` brings such rows. */
  gone: boolean;
}

/**
 * One page of a sheet that has one row for every subject of its rosters, whether filled in or not.
 * @param page.absent subjects that are not listed in the period; `since` brings those that it touched all the same
 */
export function pageOfSubjects(
  db: Database,
  scope: RegionScope,
  sheet: string,
  period: string,
  rosterSheets: readonly string[],
  page: {
    after?: Position | undefined;
    since?: number | undefined;
    limit: number;
    absent?: readonly string[] | undefined;
    touched?: readonly string[] | undefined;
  },
): Promise<SubjectRow[]> {
  const { after, since, limit, absent = [], touched = [] } = page;
  const among = (ids: readonly string[]) => sql`${roster.id} in (select value from json_each(${JSON.stringify(ids)}))`;
  return db
    .select({
      id: roster.id,
      regionCode: roster.regionCode,
      subject: roster.cells,
      cells: entry.cells,
      version: entry.version,
      gone: roster.deleted,
    })
    .from(roster)
    .leftJoin(entry, and(eq(entry.sheet, sheet), eq(entry.period, period), eq(entry.id, roster.id)))
    .where(
      and(
        inArray(roster.sheet, [...rosterSheets]),
        eq(roster.period, ""),
        within(roster.regionCode, scope),
        since === undefined
          ? and(eq(roster.deleted, false), absent.length > 0 ? not(among(absent)) : undefined)
          : or(
              sql`${entry.push} > ${since}`,
              sql`${roster.push} > ${since}`,
              touched.length > 0 ? among(touched) : undefined,
            ),
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
  const found = new Map<string, Entry>();
  for (const chunk of jsonChunks(ids)) {
    const rows = await db
      .select(columns)
      .from(entry)
      .where(
        and(
          eq(entry.sheet, sheet),
          eq(entry.period, period),
          sql`${entry.id} in (select value from json_each(${chunk}))`,
          within(entry.regionCode, scope),
        ),
      );
    for (const row of rows) found.set(row.id, row);
  }
  return found;
}

/** The entries of a roster that have one of some values in a column, deleted ones too: their ids, each with the value. */
export async function idsWhere(
  db: Database,
  scope: RegionScope,
  sheet: string,
  column: string,
  values: readonly string[],
): Promise<[id: string, value: string][]> {
  const value = sql<string>`${entry.cells} ->> ${`$.${column}`}`;
  const found: [string, string][] = [];
  for (const chunk of jsonChunks(values)) {
    const rows = await db
      .select({ id: entry.id, value })
      .from(entry)
      .where(
        and(
          eq(entry.sheet, sheet),
          eq(entry.period, ""),
          sql`${value} in (select value from json_each(${chunk}))`,
          within(entry.regionCode, scope),
        ),
      );
    for (const row of rows) found.push([row.id, row.value]);
  }
  return found;
}
