/** What rules need of the database: the rows beside those of a push, and that nothing of it has moved when the push is written. */
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import type { Cell, Cells } from "../../schema/sheet/definition.ts";
import { entry, layout, push } from "../../schema/tables.ts";
import { type Database, jsonChunks, within } from "./database.ts";
import { rowsAsArrays } from "./entries.ts";
import { readLayouts } from "./layouts.ts";
import { thisPush } from "./pushes.ts";

/** A sheet in one period. */
interface Place {
  sheet: string;
  period: string;
}

/** A living row. */
interface LivingRow {
  id: string;
  regionCode: string;
  subjectId: string;
  cells: Cells;
}

/** Entries with the places of some columns in the layouts of their cells. */
const placed = (keys: readonly string[]): SQL => {
  const seats = keys.map(
    (key, i) => sql`max(case seat.value when ${key} then seat.key end) as ${sql.identifier(`at${i}`)}`,
  );
  return sql`${entry} left join (select ${layout.id} as layout, ${sql.join(seats, sql`, `)}
    from ${layout}, json_each(${layout.keys}) as seat group by ${layout.id}) as seats on seats.layout = ${entry.layout}`;
};

/** The cells of `placed` entries in those columns have one of the given values. */
const holds = (keys: readonly string[], chunk: string): SQL => {
  const cells = keys.map(
    (key, i) => sql`case when ${entry.layout} is null then ${entry.cells}->>${`$."${key}"`}
      else ${entry.cells}->>seats.${sql.identifier(`at${i}`)} end`,
  );
  const values = keys.map((_, i) => sql`value->>${sql.raw(String(i))}`);
  return sql`(${sql.join(cells, sql`, `)}) in (select ${sql.join(values, sql`, `)} from json_each(${chunk}))`;
};

const at = ({ sheet, period }: Place) => and(eq(entry.sheet, sheet), eq(entry.period, period));

async function readLiving(db: Database, from: SQL, where: SQL | undefined): Promise<LivingRow[]> {
  const rows = await rowsAsArrays<[string, string, string, string, number | null]>(
    db,
    sql`select ${entry.id}, ${entry.regionCode}, ${entry.subjectId}, ${entry.cells}, ${entry.layout}
      from ${from} where ${where} and ${entry.deleted} = 0`,
  );
  return readLayouts(
    db,
    rows.map(([id, regionCode, subjectId, cells, order]) => ({ id, regionCode, subjectId, cells, layout: order })),
  );
}

/** The living entries of a sheet that have one of the given values in some columns. It goes over the sheet once. */
export async function entriesHolding(
  db: Database,
  scope: RegionScope,
  place: Place,
  keys: readonly string[],
  values: readonly Cell[][],
): Promise<LivingRow[]> {
  const found = await Promise.all(
    jsonChunks(values).map((chunk) =>
      readLiving(db, placed(keys), and(at(place), within(entry.regionCode, scope), holds(keys, chunk))),
    ),
  );
  return found.flat();
}

/** The living entries of a sheet about some subjects; about all of them where none are named. */
export async function entriesAbout(
  db: Database,
  scope: RegionScope,
  place: Place,
  subjects?: readonly string[],
): Promise<LivingRow[]> {
  const found = await Promise.all(
    (subjects ? jsonChunks(subjects) : [undefined]).map((chunk) =>
      readLiving(
        db,
        sql`${entry}`,
        and(
          at(place),
          within(entry.regionCode, scope),
          chunk === undefined ? undefined : sql`${entry.subjectId} in (select value from json_each(${chunk}))`,
        ),
      ),
    ),
  );
  return found.flat();
}

/** Guards of a push: no entry of a sheet has one of these ids, a deleted one neither. */
export const stillFree = ({ sheet, period }: Place, ids: readonly string[]): SQL<number>[] =>
  jsonChunks(ids).map(
    (chunk) => sql<number>`not exists (select 1 from json_each(${chunk}) as wanted
      join ${entry} on ${entry.sheet} = ${sheet} and ${entry.period} = ${period} and ${entry.id} = wanted.value)`,
  );

/** Guards of a push: no living row that a later push has touched has one of these values in the columns. */
export const stillUnheld = (
  place: Place & { after: number },
  keys: readonly string[],
  values: readonly Cell[][],
): SQL<number>[] =>
  jsonChunks(values).map((chunk) =>
    unlessLater(
      place,
      sql`not exists (select 1 from ${placed(keys)}
        where ${touched(place)} and ${entry.deleted} = 0 and ${holds(keys, chunk)})`,
    ),
  );

/** Guards of a push: no later push has touched the sheet; with subjects, no row about one of them. */
export const stillUntouched = (place: Place & { after: number }, subjects?: readonly string[]): SQL<number>[] =>
  (subjects ? jsonChunks(subjects) : [undefined]).map((chunk) => {
    const about = chunk === undefined ? sql`1` : sql`${entry.subjectId} in (select value from json_each(${chunk}))`;
    return unlessLater(place, sql`not exists (select 1 from ${entry} where ${touched(place)} and ${about})`);
  });

const touched = (place: Place & { after: number }) => and(sql`${entry.push} > ${place.after}`, at(place));

/** A guard that goes over the sheet only where another push to it came after what was read; the own one is there already. */
const unlessLater = ({ sheet, period, after }: Place & { after: number }, guard: SQL): SQL<number> =>
  sql<number>`case when exists (select 1 from ${push} as later where later.id > ${after} and later.id < ${thisPush}
    and later.sheet = ${sheet} and later.period = ${period}) then ${guard} else 1 end`;
