/** Principals and their grants. They are found by account before any scope is known. */
import { type AnyColumn, and, eq, type SQL, sql } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import type { Grant } from "../../schema/roles.ts";
import { grant, principal } from "../../schema/tables.ts";
import { among, type Database, type Statement, within } from "./database.ts";

type PrincipalRow = typeof principal.$inferSelect;

export async function findByAccount(db: Database, account: string): Promise<PrincipalRow | undefined> {
  const [row] = await db.select().from(principal).where(eq(principal.account, account));
  return row;
}

/** An account that belongs inside the scope. */
export async function findAccount(
  db: Database,
  scope: RegionScope,
  account: string,
): Promise<PrincipalRow | undefined> {
  const [row] = await db
    .select()
    .from(principal)
    .where(and(eq(principal.account, account), within(principal.regionCode, scope)));
  return row;
}

export const grantsOf = (db: Database, principalId: string) =>
  db.select({ role: grant.role, regionCode: grant.regionCode }).from(grant).where(eq(grant.principal, principalId));

/** The names of accounts by their ids. */
export async function namesOf(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: principal.id, name: principal.name })
    .from(principal)
    .where(sql`${principal.id} ${among(ids)}`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/**
 * Who is meant by a column of principals, in a read that joins them: the account and the name. The clock, the library and
 * the demo have no account and are told of as they are kept.
 */
export const whose = (column: AnyColumn) => ({
  account: sql<string>`coalesce(${principal.account}, ${column})`,
  name: sql<string>`coalesce(${principal.name}, ${column})`,
});

/** All accounts of the person whose an account is, itself among them. */
export async function accountsOfPerson(db: Database, id: string): Promise<Set<string>> {
  const rows = await db
    .select({ id: principal.id })
    .from(principal)
    .where(
      sql`coalesce(${principal.person}, ${principal.id}) = coalesce((select who.person from principal as who where who.id = ${id}), ${id})`,
    );
  return new Set([id, ...rows.map((row) => row.id)]);
}

/** Sets a password, if the condition holds. */
export const passwordStatement = (db: Database, id: string, password: string, when: SQL = sql`true`): Statement =>
  db
    .update(principal)
    .set({ password })
    .where(and(eq(principal.id, id), when));

/** A new account with its grants, unless it is there; it belongs where the first of them is. */
export const insertPrincipal = (
  db: Database,
  values: Omit<PrincipalRow, "regionCode" | "person">,
  grants: readonly Grant[],
): Statement[] => [
  db
    .insert(principal)
    .values({ ...values, regionCode: grants[0]?.regionCode ?? "", person: null })
    .onConflictDoNothing(),
  ...grants.map((one) =>
    db
      .insert(grant)
      .values({ ...one, principal: values.id })
      .onConflictDoNothing(),
  ),
];
