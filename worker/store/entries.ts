/** Entries: all that clerks edit, read by sheet, period and region. */
import { type AnyColumn, and, eq, inArray, not, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { RegionScope } from "../../schema/region.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import { entry } from "../../schema/tables.ts";
import { among, type Database, failedOn, jsonChunks, within } from "./database.ts";
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
  if (since !== undefined)
    return or(sql`${touchedAt} > ${since}`, relisted.length > 0 ? sql`${subject.id} ${among(relisted)}` : undefined);
  return and(eq(subject.deleted, false), absent.length > 0 ? not(sql`${subject.id} ${among(absent)}`) : undefined);
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
): Promise<Entry[]> {
  const where = and(
    eq(entry.sheet, sheet),
    eq(entry.period, period),
    within(entry.regionCode, scope),
    since === undefined ? eq(entry.deleted, false) : sql`${entry.push} > ${since}`,
    after && later(entry, after),
  );
  return readEntries(db, sql`${where} order by ${entry.regionCode}, ${entry.id} limit ${limit}`);
}

/** So many rows make one text of the database, which must stay below its 2 MB for any value. */
const textRows = 2500;

/**
 * One page of a roster as JSON texts of its rows, parted by commas: the database puts them together faster than it hands
 * them over one by one. Nothing where a row keeps its cells otherwise than in the layout `own`, or the rows are too long.
 */
export async function textOfEntries(
  db: Database,
  scope: RegionScope,
  sheet: string,
  period: string,
  own: number,
  { after, limit }: Cut,
): Promise<{ rows: string[]; next?: Position } | undefined> {
  const where = and(
    eq(entry.sheet, sheet),
    eq(entry.period, period),
    within(entry.regionCode, scope),
    eq(entry.deleted, false),
    after && later(entry, after),
  );
  const rows = (selected: SQL, from: number, count: number) =>
    sql`select ${selected} from ${entry} where ${where} order by ${entry.regionCode}, ${entry.id} limit ${count} offset ${from}`;
  const row = sql`${entry.layout} is ${own} as own,
    '{"id":' || json_quote(${entry.id}) || ',"version":' || ${entry.version} || ',"cells":' || ${entry.cells} || '}' as text`;
  const starts = Array.from({ length: Math.ceil(limit / textRows) }, (_, i) => i * textRows);
  const parts = starts.map((from) =>
    db
      .select({ text: sql<string | null>`group_concat(text)`, own: sql<number | null>`min(own)` })
      .from(sql`(${rows(row, from, Math.min(textRows, limit - from))})`),
  );
  const last = db
    .select({ regionCode: sql<string>`regionCode`, id: sql<string>`id` })
    .from(sql`(${rows(sql`${entry.regionCode}, ${entry.id}`, limit - 1, 2)})`);
  const read = await db.batch([last, ...parts]).catch((error) => {
    if (failedOn(error, "too big")) return undefined;
    throw error;
  });
  if (!read) return undefined;
  const [ends, ...texts] = read;
  if (texts.some((part) => part[0]?.own === 0)) return undefined;
  return { rows: texts.flatMap(([part]) => part?.text ?? []), ...(ends.length === 2 && { next: ends[0]! }) };
}

/** A subject with its row of a sheet that has one row a subject; no cells and version 0 while nothing is filled in. */
export interface SubjectRow extends Position {
  subject: Cells;
  version: number;
  /** The subject is no longer on its roster; only `since` brings such rows. */
  deleted: boolean;
  cells: Cells;
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
  const own = await cellsOfRows(
    db,
    rows.map(([, , , , , , cells, layout]) => ({ cells: cells ?? "{}", layout })),
  );
  return rows.map(([regionCode, id, deleted, , , version], i) => ({
    regionCode,
    id,
    deleted: deleted === 1,
    subject: subjects[i]!,
    version: version ?? 0,
    cells: own[i]!,
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
