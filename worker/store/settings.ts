/** Facts about the database as a whole. */
import { eq, sql } from "drizzle-orm";
import { entry, principal, setting } from "../../schema/tables.ts";
import type { Database, Statement } from "./database.ts";

/** The label that everything from this database carries, such as 演示数据; none in real use. */
export async function labelOf(db: Database): Promise<string | undefined> {
  const [row] = await labelRow(db);
  return row?.value;
}

export const labelRow = (db: Database) =>
  db.select({ value: setting.value }).from(setting).where(eq(setting.key, "label"));

/** How far the loading of the demo has come; undefined where there is none. */
export async function demoState(db: Database): Promise<"loading" | "loaded" | undefined> {
  const [row] = await db.select({ value: setting.value }).from(setting).where(eq(setting.key, "demo"));
  return row?.value as "loading" | "loaded" | undefined;
}

export const setSetting = (db: Database, key: "label" | "demo", value: string): Statement =>
  db.insert(setting).values({ key, value }).onConflictDoUpdate({ target: setting.key, set: { value } });

/** Whether nobody and nothing is in the database yet, apart from the library. */
export async function isEmpty(db: Database): Promise<boolean> {
  const [row] = await db
    .select({ found: sql<number>`exists (select 1 from ${principal}) or exists (select 1 from ${entry})` })
    .from(sql`(select 1)`);
  return row?.found === 0;
}
