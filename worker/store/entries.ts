/** Entries: all that clerks edit, read by sheet, period and region. */
import { type AnyColumn, and, eq, inArray, not, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { RegionScope } from "../../schema/region.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import { entry } from "../../schema/tables.ts";
import { type Database, jsonChunks, within } from "./database.ts";
import { cellsOfRows } from "./layouts.ts";

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

/** A row of a page with its cells as they are kept. */
interface KeptEntry extends Position {
  subjectId: string;
  version: number;
  deleted: boolean;
  cells: string;
  layout: number | null;
}

/** What a page is cut by; with `since` only what later pushes touched, deleted rows too. */
export interface Cut {
  after?: Position | undefined;
  since?: number | undefined;
  limit: number;
  /** Subjects that the period does not list; `since` brings those that it lists otherwise than it did, all the same. */
  absent?: readonly string[] | undefined;
  relisted?: readonly string[] | undefined;
}

const roster = alias(entry, "roster");

const later = (table: typeof entry | typeof roster, after: Position) =>
  sql`(${table.regionCode}, ${table.id}) > (${after.regionCode}, ${after.id})`;

/** The subjects of a cut, but for its place: those of the period, or what pushes have touched and what it lists otherwise. */
export function cutSubjects(
  subject: { id: AnyColumn; deleted: AnyColumn },
  touchedAt: SQL,
  { since, absent = [], relisted = [] }: Cut,
): SQL | undefined {
  const among = (ids: readonly string[]) => sql`${subject.id} in (select value from json_each(${JSON.stringify(ids)}))`;
  if (since !== undefined) return or(sql`${touchedAt} > ${since}`, relisted.length > 0 ? among(relisted) : undefined);
  return and(eq(subject.deleted, false), absent.length > 0 ? not(among(absent)) : undefined);
}

/** Rows as arrays, which are read twice as fast as rows by column. */
export async function rowsAsArrays<T>(db: Database, query: SQL): Promise<T[]> {
  return (await db.values(query)) as T[];
}

/** One page of a roster or of a ledger with many rows. */
export async function pageOfEntries(
  db: Database,
  scope: RegionScope,
  sheet: string,
  period: string,
  { after, since, limit }: Cut,
): Promise<KeptEntry[]> {
  const where = and(
    eq(entry.sheet, sheet),
    eq(entry.period, period),
    within(entry.regionCode, scope),
    since === undefined ? eq(entry.deleted, false) : sql`${entry.push} > ${since}`,
    after && later(entry, after),
  );
  const rows = await rowsAsArrays<[string, string, string, number, number, string, number | null]>(
    db,
    sql`select ${entry.regionCode}, ${entry.id}, ${entry.subjectId}, ${entry.version}, ${entry.deleted}, ${entry.cells}, ${entry.layout}
      from ${entry} where ${where} order by ${entry.regionCode}, ${entry.id} limit ${limit}`,
  );
  return rows.map(([regionCode, id, subjectId, version, deleted, cells, layout]) => ({
    regionCode,
    id,
    subjectId,
    version,
    deleted: deleted === 1,
    cells,
    layout,
  }));
}

/** A subject with its row of a sheet that has one row a subject; cells null and version 0 while nothing is filled in. */
export interface SubjectRow extends Position {
  subject: Cells;
  version: number;
  /** The subject is no longer on its roster; only `since` brings such rows. */
  deleted: boolean;
  cells: string | null;
  layout: number | null;
}

/** One page of a sheet that has one row for every subject of its rosters, whether filled in or not. */
export async function pageOfSubjects(
  db: Database,
  scope: RegionScope,
  sheet: string,
  period: string,
  rosterSheets: readonly string[],
  cut: Cut,
): Promise<SubjectRow[]> {
  const { after, limit } = cut;
  const where = and(
    inArray(roster.sheet, [...rosterSheets]),
    eq(roster.period, ""),
    within(roster.regionCode, scope),
    cutSubjects(roster, sql`max(${roster.push}, coalesce(${entry.push}, 0))`, cut),
    after && later(roster, after),
  );
  const rows = await rowsAsArrays<
    [string, string, number, string, number | null, number | null, string | null, number | null]
  >(
    db,
    sql`select ${roster.regionCode}, ${roster.id}, ${roster.deleted}, ${roster.cells}, ${roster.layout},
        ${entry.version}, ${entry.cells}, ${entry.layout}
      from ${entry} as roster
      left join ${entry} on ${entry.sheet} = ${sheet} and ${entry.period} = ${period} and ${entry.id} = ${roster.id}
      where ${where} order by ${roster.regionCode}, ${roster.id} limit ${limit}`,
  );
  const subjects = await cellsOfRows(
    db,
    rows.map(([, , , cells, layout]) => ({ cells, layout })),
  );
  return rows.map(([regionCode, id, deleted, , , version, cells, layout], i) => ({
    regionCode,
    id,
    deleted: deleted === 1,
    subject: subjects[i]!,
    version: version ?? 0,
    cells,
    layout,
  }));
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
    const where = and(
      eq(entry.sheet, sheet),
      eq(entry.period, period),
      sql`${entry.id} in (select value from json_each(${chunk}))`,
      within(entry.regionCode, scope),
    );
    for (const row of await readEntries(db, where)) found.set(row.id, row);
  }
  return found;
}

async function readEntries(db: Database, where: SQL | undefined): Promise<Entry[]> {
  const rows = await rowsAsArrays<[string, string, string, string, number | null, string, number, number, number]>(
    db,
    sql`select ${entry.regionCode}, ${entry.id}, ${entry.subjectId}, ${entry.cells}, ${entry.layout}, ${entry.period},
      ${entry.version}, ${entry.push}, ${entry.deleted} from ${entry} where ${where}`,
  );
  const cells = await cellsOfRows(
    db,
    rows.map((row) => ({ cells: row[3], layout: row[4] })),
  );
  return rows.map(([regionCode, id, subjectId, , , period, version, push, deleted], i) => ({
    period,
    regionCode,
    id,
    subjectId,
    cells: cells[i]!,
    version,
    push,
    deleted: deleted === 1,
  }));
}
