/** The database handle, and the pieces of SQL that every store file shares: scopes and bulk rows. */
import { type AnyColumn, or, type SQL, sql } from "drizzle-orm";
import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";
import { ancestorAt, covers, digits, type RegionScope, regionLevels } from "../../schema/region.ts";

export type Database = DrizzleD1Database;
export type Statement = Parameters<Database["batch"]>[0][number];

/** The handle on a D1 binding. */
export const open = (d1: D1Database): Database => drizzle(d1);

const none = sql`0`;

/** More ranges than this would not fit the parameters of a query; they are looked up in one JSON value instead. */
const mostRanges = 8;

/** Rows whose region lies inside the scope. */
export function within(column: AnyColumn | SQL, scope: RegionScope): SQL {
  if (scope.length > mostRanges)
    return sql`exists (select 1 from json_each(${JSON.stringify(scope)}) as range
      where ${column} >= range.value->>'from' and ${column} < range.value->>'to')`;
  return or(...scope.map(({ from, to }) => sql`(${column} >= ${from} and ${column} < ${to})`)) ?? none;
}

/** Rows whose region lies inside the scope or holds a part of it: a township sees its county's round. */
export function touching(column: AnyColumn | SQL, scope: RegionScope): SQL {
  const above = scope.flatMap(({ from }) => regionLevels.map((level) => ancestorAt(from, level)));
  return or(within(column, scope), sql`${column} ${among(above)}`) ?? none;
}

const levels = [...regionLevels].reverse().map((level) => {
  const [named, zeros] = [digits[level], "0".repeat(12 - digits[level])];
  return `when substr(first, 1, ${named}) = substr(last, 1, ${named}) then substr(first, 1, ${named}) || '${zeros}'`;
});

/** SQL that follows a column: its value is one of a list of any length. */
export const among = (list: readonly unknown[]): SQL => sql`in (select value from json_each(${JSON.stringify(list)}))`;

/** The smallest region that holds all codes from the first to the last one; null where no province does. */
export const smallestBetween = (first: SQL, last: SQL): SQL<string | null> =>
  sql`(select case ${sql.raw(levels.join(" "))} end from (select ${first} as first, ${last} as last))`;

/** Stops a write outside the scope: whoever decided it has made a mistake. */
export function requireWithin(scope: RegionScope, regionCode: string) {
  if (!covers(scope, regionCode)) throw new Error(`write outside the scope: ${regionCode}`);
}

/** Characters of JSON that as UTF-8 stay below the 2 MB of a bound value, whatever they are. */
const mostCharacters = 600_000;
const mostRows = 2500;

/** Rows as JSON arrays that each fit a bound value, for `json_each`. */
export const jsonChunks = (rows: readonly unknown[]): string[] => chunksOf(rows, JSON.stringify);

/** Values by name as JSON objects that each fit a bound value, for `json_each`: its key and value need no reading. */
export const jsonObjects = (members: readonly (readonly [name: string, value: unknown])[]): string[] =>
  chunksOf(members, (part) => JSON.stringify(Object.fromEntries(part)));

function chunksOf<T>(rows: readonly T[], textOf: (part: readonly T[]) => string): string[] {
  const chunks: string[] = [];
  for (let at = 0; at < rows.length; at += mostRows) chunks.push(...fitting(rows.slice(at, at + mostRows), textOf));
  return chunks;
}

function fitting<T>(rows: readonly T[], textOf: (part: readonly T[]) => string): string[] {
  const text = textOf(rows);
  if (text.length <= mostCharacters || rows.length === 1) return [text];
  const half = rows.length >> 1;
  return [...fitting(rows.slice(0, half), textOf), ...fitting(rows.slice(half), textOf)];
}

/** Runs a batch of any length as one transaction; an empty one does nothing. */
export async function commit(db: Database, statements: Statement[]) {
  const [first, ...rest] = statements;
  return first ? db.batch([first, ...rest]) : [];
}

/** Whether a batch failed on a named constraint, or on the uniqueness of a table's key. */
export function failedOn(error: unknown, constraint: string): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) if (at.message.includes(constraint)) return true;
  return false;
}
