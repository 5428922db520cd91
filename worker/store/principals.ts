/** Principals, their grants and their credentials. They are found by account or token, before any scope is known. */
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { credential, grant, principal } from "../../schema/tables.ts";
import type { Database, Statement } from "./database.ts";

export type PrincipalRow = typeof principal.$inferSelect;

export async function findByAccount(db: Database, account: string): Promise<PrincipalRow | undefined> {
  const [row] = await db.select().from(principal).where(eq(principal.account, account));
  return row;
}

/** Who a valid token belongs to, with all grants; nobody when it is unknown, expired, revoked, or the account locked. */
export async function findByToken(db: Database, hash: string, now: string) {
  const rows = await db
    .select({
      id: principal.id,
      account: principal.account,
      name: principal.name,
      role: grant.role,
      regionCode: grant.regionCode,
    })
    .from(credential)
    .innerJoin(principal, eq(principal.id, credential.principal))
    .innerJoin(grant, eq(grant.principal, principal.id))
    .where(
      and(
        eq(credential.hash, hash),
        gt(credential.expiresAt, now),
        isNull(credential.revokedAt),
        eq(principal.locked, false),
      ),
    );
  return rows;
}

export const grantsOf = (db: Database, principalId: string) =>
  db.select({ role: grant.role, regionCode: grant.regionCode }).from(grant).where(eq(grant.principal, principalId));

/** The names of accounts by their ids. */
export async function namesOf(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: principal.id, name: principal.name })
    .from(principal)
    .where(sql`${principal.id} in (select value from json_each(${JSON.stringify(ids)}))`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export const insertCredential = (db: Database, values: typeof credential.$inferInsert): Statement =>
  db.insert(credential).values(values);

export const revokeCredential = (db: Database, hash: string, at: string): Statement =>
  db
    .update(credential)
    .set({ revokedAt: at })
    .where(and(eq(credential.hash, hash), isNull(credential.revokedAt)));

export const insertPrincipal = (
  db: Database,
  values: PrincipalRow,
  grants: readonly { role: string; regionCode: string }[],
): Statement[] => [
  db.insert(principal).values(values),
  ...grants.map((one) => db.insert(grant).values({ ...one, principal: values.id })),
];
