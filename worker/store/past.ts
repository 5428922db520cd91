/** Past states: the entries as they stood after a push, and what the cells of a row were at a version. */
import { and, eq, gt, inArray, lte, not, type SQL, sql } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import { entry, past, push } from "../../schema/tables.ts";
import { type Database, jsonChunks, within } from "./database.ts";
import { type Entry, rowsAsArrays } from "./entries.ts";
import { readLayouts } from "./layouts.ts";

/** Which entries of a sheet are wanted: of some periods; of another scope than the others; the deleted ones too. */
export interface Wanted {
  id: string;
  periods: readonly string[];
  reach?: RegionScope;
  deletedToo?: boolean;
}

/**
 * The living entries of some sheets in some periods inside a scope as they stood after a push, in one statement: those
 * that no later push has touched, and the versions that later pushes have replaced.
 */
export async function entriesAsOf(
  db: Database,
  scope: RegionScope,
  sheets: readonly Wanted[],
  upTo: number,
): Promise<Entry[][]> {
  const wanted = (table: typeof entry | typeof past, { id, periods, reach = scope, deletedToo }: Wanted) =>
    and(
      eq(table.sheet, id),
      inArray(table.period, [...periods]),
      within(table.regionCode, reach),
      lte(table.push, upTo),
      deletedToo ? undefined : eq(table.deleted, false),
    );
  const [first, ...rest] = sheets.map((one) =>
    db
      .select(columnsOf(entry))
      .from(entry)
      .where(wanted(entry, one))
      .unionAll(
        db
          .select(columnsOf(past))
          .from(past)
          .where(and(wanted(past, one), gt(past.until, upTo))),
      )
      .orderBy(sql`regionCode, id`),
  );
  if (!first) return [];
  const found = await db.batch([first, ...rest]);
  return Promise.all(found.map((rows) => readLayouts(db, rows)));
}

/** The past is read by its rows: without statistics SQLite would read all the past of a sheet for each of them. */
export const byRow = sql`pastByRow`;

/** Versions after which the row went to another region, by the index that holds only these. */
const moved = sql`${past.movedTo} is not null and ${past.regionCode} > ''`;

const columnsOf = <T extends typeof entry | typeof past>(table: T) => ({
  period: table.period,
  regionCode: table.regionCode,
  id: table.id,
  subjectId: table.subjectId,
  cells: table.cells,
  layout: table.layout,
  version: table.version,
  push: table.push,
  deleted: table.deleted,
});

/** For each id that stood at a version, all its cells then; nothing where it has no such version. */
export async function cellsAt(
  db: Database,
  scope: RegionScope,
  sheet: string,
  period: string,
  seen: readonly { id: string; baseVersion: number }[],
): Promise<Map<string, Cells>> {
  const before = new Map<string, Cells>();
  for (const chunk of jsonChunks(seen.map(({ id, baseVersion }) => [id, baseVersion]))) {
    // A cross join keeps SQLite to this order: each id by the index, never all of the past for each id.
    const rows = await rowsAsArrays<[string, string, number | null]>(
      db,
      sql`select ${past.id}, ${past.cells}, ${past.layout} from json_each(${chunk}) as seen cross join ${past}
        where ${past.sheet} = ${sheet} and ${past.period} = ${period} and ${past.id} = seen.value->>0
          and ${past.version} = seen.value->>1 and ${within(past.regionCode, scope)}`,
    );
    const read = await readLayouts(
      db,
      rows.map(([id, cells, layout]) => ({ id, cells, layout })),
    );
    for (const { id, cells } of read) before.set(id, cells);
  }
  return before;
}

/** One version of an entry, with the push that made it and whose that was. */
export interface EntryVersion {
  id: string;
  regionCode: string;
  version: number;
  push: number;
  principal: string;
  cells: Cells;
  deleted: boolean;
}

/** All versions of some entries inside a scope, by id, the newest first. */
export async function versionsOfEntries(
  db: Database,
  scope: RegionScope,
  sheet: string,
  period: string,
  ids: readonly string[],
): Promise<Map<string, EntryVersion[]>> {
  const versions = new Map<string, EntryVersion[]>();
  const from = (table: typeof entry | typeof past) =>
    sql`select ${table.id}, ${table.regionCode}, ${table.version}, ${table.push}, ${push.principal}, ${table.deleted},
        ${table.cells}, ${table.layout}
      from chunk, json_each(chunk.ids) as wanted cross join ${table} inner join ${push} on ${push.id} = ${table.push}
      where ${table.sheet} = ${sheet} and ${table.period} = ${period} and ${table.id} = wanted.value
        and ${within(table.regionCode, scope)}`;
  for (const chunk of jsonChunks(ids)) {
    const rows = await rowsAsArrays<[string, string, number, number, string, number, string, number | null]>(
      db,
      sql`with chunk (ids) as (select ${chunk}) ${from(entry)} union all ${from(past)} order by 3 desc`,
    );
    const read = await readLayouts(
      db,
      rows.map(([id, regionCode, version, push, principal, deleted, cells, layout]) => ({
        id,
        regionCode,
        version,
        push,
        principal,
        deleted: deleted === 1,
        cells,
        layout,
      })),
    );
    for (const row of read) versions.set(row.id, [...(versions.get(row.id) ?? []), row]);
  }
  return versions;
}

/** Where a subject stood before it moved: what was recorded there about it is its own still. */
export interface FormerPlace {
  id: string;
  regionCode: string;
}

/** The places outside a scope at which rows of some rosters stood up to a push, of those that were ever inside it. */
export function formerPlaces(
  db: Database,
  scope: RegionScope,
  rosterSheets: readonly string[],
  upTo: number,
): Promise<FormerPlace[]> {
  return db
    .selectDistinct({ id: past.id, regionCode: past.regionCode })
    .from(past)
    .where(
      and(
        inArray(past.sheet, [...rosterSheets]),
        eq(past.period, ""),
        moved,
        sql`+${past.until} <= ${upTo}`,
        not(within(past.regionCode, scope)),
        sql`exists (select 1 from past as own indexed by ${byRow} where own.sheet = ${past.sheet} and own.period = '' and own.id = ${past.id}
          and own.movedTo is not null
          and (${within(sql`own.regionCode`, scope)} or ${within(sql`own.movedTo`, scope)}))`,
      ),
    );
}

/** The rows of a sheet that stood inside a scope and have moved out of it after a push, with their version now. */
export function movedOut(db: Database, scope: RegionScope, sheet: string, period: string, after: number) {
  return db
    .selectDistinct({ id: entry.id, version: entry.version })
    .from(past)
    .innerJoin(entry, and(eq(entry.sheet, past.sheet), eq(entry.period, past.period), eq(entry.id, past.id)))
    .where(
      and(
        eq(past.sheet, sheet),
        eq(past.period, period),
        moved,
        gt(past.until, after),
        within(past.regionCode, scope),
        not(within(entry.regionCode, scope)),
      ),
    );
}

/** By code, the one that the row had before, where it once got a new one. */
export async function formerCodes(
  db: Database,
  scope: RegionScope,
  sheet: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const former = new Map<string, string>();
  const from = (table: typeof entry | typeof past, index: SQL) =>
    sql`select ${table.id}, ${table.other}, ${table.version} from chunk, json_each(chunk.ids) as wanted
      cross join ${table} indexed by ${index} where ${table.sheet} = ${sheet} and ${table.period} = '' and ${table.id} = wanted.value
        and ${table.other} is not null and not ${table.deleted} and ${within(table.regionCode, scope)}`;
  for (const chunk of jsonChunks(ids)) {
    const rows = await rowsAsArrays<[string, string]>(
      db,
      sql`with chunk (ids) as (select ${chunk}) ${from(entry, sql`entryById`)} union all ${from(past, byRow)} order by 3`,
    );
    for (const [id, other] of rows) former.set(id, other);
  }
  return former;
}
