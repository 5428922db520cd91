/** What offices have said of tables of their own, by the titles of the tables. */
import { and, desc, eq, inArray } from "drizzle-orm";
import { ancestorAt, type RegionScope, regionLevels, smallestAround } from "../../schema/region.ts";
import { mapping } from "../../schema/tables.ts";
import type { Database, Statement } from "./database.ts";

/** What was said: by letter which of ours a column is, or none; by what is written whose name it is. */
export interface Mapping {
  columns: Record<string, string | null>;
  names: Record<string, string>;
}

/** The office of whoever acts in a scope: the smallest region that holds it all. */
const officeOf = (scope: RegionScope) => smallestAround(scope.map(({ from }) => from)) ?? "";

/**
 * What the office, or else one above it, has said of a table.
 * @param scope where whoever asks may write the sheet
 */
export async function findMapping(
  db: Database,
  scope: RegionScope,
  sheet: string,
  titles: string,
): Promise<Mapping | undefined> {
  const office = officeOf(scope);
  const offices = [office, ...regionLevels.map((level) => ancestorAt(office, level))];
  const [found] = await db
    .select({ columns: mapping.columns, names: mapping.names })
    .from(mapping)
    .where(and(eq(mapping.sheet, sheet), eq(mapping.titles, titles), inArray(mapping.regionCode, offices)))
    .orderBy(desc(mapping.regionCode))
    .limit(1);
  return found;
}

/** Keeps what the office has said of a table, instead of what it said before. */
export function keepMapping(
  db: Database,
  scope: RegionScope,
  sheet: string,
  titles: string,
  { columns, names }: Mapping,
  { principal, at }: { principal: string; at: string },
): Statement {
  const said = { columns, names, principal, at };
  return db
    .insert(mapping)
    .values({ sheet, titles, regionCode: officeOf(scope), ...said })
    .onConflictDoUpdate({ target: [mapping.sheet, mapping.titles, mapping.regionCode], set: said });
}
