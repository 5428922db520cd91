/** What rules need of the database: the rows beside those of a push, and that nothing of it has moved when the push is written. */
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import type { Cell } from "../../schema/sheet/definition.ts";
import { entry, history } from "../../schema/tables.ts";
import { type Database, jsonChunks, within } from "./database.ts";

const columns = { id: entry.id, regionCode: entry.regionCode, subjectId: entry.subjectId, cells: entry.cells };

/** Rows whose cells in some columns have one of the given values. */
const holds = (keys: readonly string[], chunk: string): SQL => {
  const cells = keys.map((key) => sql`${entry.cells}->>${`$."${key}"`}`);
  const values = keys.map((_, i) => sql`value->>${sql.raw(String(i))}`);
  return sql`(${sql.join(cells, sql`, `)}) in (select ${sql.join(values, sql`, `)} from json_each(${chunk}))`;
};

/** The living entries of a sheet that have one of the given values in some columns. It reads the sheet once. */
export async function entriesHolding(
  db: Database,
  scope: RegionScope,
  { sheet, period }: { sheet: string; period: string },
  keys: readonly string[],
  values: readonly Cell[][],
) {
  const found = await Promise.all(
    jsonChunks(values).map((chunk) =>
      db
        .select(columns)
        .from(entry)
        .where(
          and(
            eq(entry.sheet, sheet),
            eq(entry.period, period),
            eq(entry.deleted, false),
            within(entry.regionCode, scope),
            holds(keys, chunk),
          ),
        ),
    ),
  );
  return found.flat();
}

/** The living entries of a sheet about some subjects; about all of them where none are named. */
export async function entriesAbout(
  db: Database,
  scope: RegionScope,
  { sheet, period }: { sheet: string; period: string },
  subjects?: readonly string[],
) {
  const found = await Promise.all(
    (subjects ? jsonChunks(subjects) : [undefined]).map((chunk) =>
      db
        .select(columns)
        .from(entry)
        .where(
          and(
            eq(entry.sheet, sheet),
            eq(entry.period, period),
            eq(entry.deleted, false),
            within(entry.regionCode, scope),
            chunk === undefined ? undefined : sql`${entry.subjectId} in (select value from json_each(${chunk}))`,
          ),
        ),
    ),
  );
  return found.flat();
}

/** What must still be so when a push is written, beside the versions of its rows. */
export type Condition =
  /** No entry of the sheet has one of these ids, a deleted one neither. */
  | { free: { sheet: string; period: string; ids: readonly string[] } }
  /** No living row that was touched after a push has one of these values in the columns. */
  | { noneHolds: { sheet: string; period: string; after: number; keys: readonly string[]; values: readonly Cell[][] } }
  /** Nothing of the sheet, or nothing about some of its subjects, was touched after a push. */
  | { untouched: { sheet: string; period: string; after: number; subjects?: readonly string[] | undefined } };

/** A condition in SQL: each expression is 1 while it holds. Expressions, not statements: a push checks them with its own. */
export function guardsOf(condition: Condition): SQL<number>[] {
  if ("free" in condition) {
    const { sheet, period, ids } = condition.free;
    return jsonChunks(ids).map(
      (chunk) => sql`not exists (select 1 from json_each(${chunk}) as wanted
        join ${entry} on ${entry.sheet} = ${sheet} and ${entry.period} = ${period} and ${entry.id} = wanted.value)`,
    );
  }
  if ("noneHolds" in condition) {
    const { keys, values, ...since } = condition.noneHolds;
    return jsonChunks(values).map(
      (chunk) => sql`not exists (${touchedRows(since)} and ${entry.deleted} = 0 and ${holds(keys, chunk)})`,
    );
  }
  const { subjects, ...since } = condition.untouched;
  if (subjects === undefined) return [sql`not exists (${touchedRows(since)})`];
  return jsonChunks(subjects).map(
    (chunk) => sql`not exists (${touchedRows(since)}
      and ${entry.subjectId} in (select value from json_each(${chunk})))`,
  );
}

/**
 * The rows of a sheet that pushes after a given one touched, by the index of the history, which the batch that is
 * being written does not stand in yet.
 */
const touchedRows = ({ sheet, period, after }: { sheet: string; period: string; after: number }): SQL =>
  sql`select 1 from ${history} cross join ${entry} on ${entry.sheet} = ${history.sheet}
    and ${entry.period} = ${history.period} and ${entry.id} = ${history.id}
    where ${history.sheet} = ${sheet} and ${history.period} = ${period} and ${history.push} > ${after}`;
