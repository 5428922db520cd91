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

/**
 * `versions`, for a `with recursive`: the versions of some entries of a sheet inside a scope, followed from each to the
 * one that it replaced. Cross joins keep SQLite to that way.
 * @param wanted a JSON array of ids, each with the oldest version that is wanted
 */
export const lineage = (scope: RegionScope, sheet: string, period: string, wanted: string): SQL => sql`line
    (id, version, push, regionCode, deleted, other, cells, layout, oldest) as (
  select ${told(entry)}, wanted.value->>1 from json_each(${wanted}) as wanted cross join ${entry}
  where ${entry.sheet} = ${sheet} and ${entry.period} = ${period} and ${entry.id} = wanted.value->>0
  union all
  select ${told(past)}, line.oldest from line cross join ${past}
  where ${past.sheet} = ${sheet} and ${past.period} = ${period} and ${past.until} = line.push and ${past.id} = line.id
    and line.version > line.oldest),
  versions as (select * from line where ${within(sql`regionCode`, scope)})`;

const told = (
  table: typeof entry | typeof past,
) => sql`${table.id}, ${table.version}, ${table.push}, ${table.regionCode},
    ${table.deleted}, ${table.other}, ${table.cells}, ${table.layout}`;

/** Ids for `lineage`, in parts; all versions are wanted. */
export const wholly = (ids: readonly string[]): string[] => jsonChunks(ids.map((id) => [id, 1]));

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
    const rows = await rowsAsArrays<[string, string, number | null]>(
      db,
      sql`with recursive ${lineage(scope, sheet, period, chunk)} select id, cells, layout from versions where version = oldest`,
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
  for (const chunk of wholly(ids)) {
    const rows = await rowsAsArrays<[string, string, number, number, string, number, string, number | null]>(
      db,
      sql`with recursive ${lineage(scope, sheet, period, chunk)}
        select versions.id, regionCode, version, push, ${push.principal}, deleted, cells, layout
        from versions cross join ${push} where ${push.id} = versions.push order by version desc`,
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
        sql`exists (select 1 from past as own where own.sheet = ${past.sheet} and own.period = '' and own.id = ${past.id}
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
  for (const chunk of wholly(ids)) {
    const rows = await rowsAsArrays<[string, string]>(
      db,
      sql`with recursive ${lineage(scope, sheet, "", chunk)} select id, other from versions
        where other is not null and not deleted order by version`,
    );
    for (const [id, other] of rows) former.set(id, other);
  }
  return former;
}
