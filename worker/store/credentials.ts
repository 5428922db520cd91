/** Sessions, API keys and one-time codes. They are found by their hash before any scope is known, else by their account. */
import { and, desc, eq, gt, inArray, isNull, lt, ne, type SQL, sql } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import { credential, grant, principal } from "../../schema/tables.ts";
import { type Database, type Statement, within } from "./database.ts";

type CredentialRow = typeof credential.$inferSelect;

/**
 * Who a valid token belongs to, a row for each grant; nobody when it is unknown, expired, revoked, a one-time code, or
 * the account locked. `narrowed` is what a key may do at most.
 */
export const findByToken = (db: Database, hash: string, now: string) =>
  db
    .select({
      id: principal.id,
      account: principal.account,
      name: principal.name,
      person: principal.person,
      credential: credential.id,
      kind: credential.kind,
      narrowed: credential.grants,
      usedAt: credential.usedAt,
      role: grant.role,
      regionCode: grant.regionCode,
    })
    .from(credential)
    .innerJoin(principal, eq(principal.id, credential.principal))
    .leftJoin(grant, eq(grant.principal, principal.id))
    .where(
      and(
        eq(credential.hash, hash),
        inArray(credential.kind, ["session", "key"]),
        gt(credential.expiresAt, now),
        isNull(credential.revokedAt),
        eq(principal.locked, false),
      ),
    );

/** Notes when a credential was last of use. */
export async function noteUse(db: Database, id: string, at: string) {
  await db.update(credential).set({ usedAt: at }).where(eq(credential.id, id));
}

export const insertCredential = (
  db: Database,
  values: Omit<typeof credential.$inferInsert, "revokedAt" | "usedAt">,
): Statement => db.insert(credential).values({ ...values, usedAt: values.kind === "session" ? values.at : null });

/** A one-time code for an account by its name, in place of those that it had. */
export const insertCodeFor = (
  db: Database,
  account: string,
  { id, hash, at, expiresAt, madeBy }: Pick<CredentialRow, "id" | "hash" | "at" | "expiresAt" | "madeBy">,
): Statement[] => {
  const whose = sql`(select ${principal.id} from ${principal} where ${principal.account} = ${account})`;
  return [
    db
      .update(credential)
      .set({ revokedAt: at })
      .where(
        sql`${credential.principal} = ${whose} and ${credential.kind} = 'code' and ${credential.revokedAt} is null`,
      ),
    db.insert(credential).select(sql`select ${hash}, ${whose}, 'code', ${at}, ${expiresAt}, null, ${id}, null, null,
      ${madeBy}, null`),
  ];
};

const shown = {
  id: credential.id,
  account: principal.account,
  kind: credential.kind,
  label: credential.label,
  at: credential.at,
  expiresAt: credential.expiresAt,
  usedAt: credential.usedAt,
  revokedAt: credential.revokedAt,
  grants: credential.grants,
};

/** The credentials of an account, the newest first. */
export const credentialsOf = (db: Database, principalId: string) =>
  db
    .select(shown)
    .from(credential)
    .innerJoin(principal, eq(principal.id, credential.principal))
    .where(eq(credential.principal, principalId))
    .orderBy(desc(credential.at), desc(credential.id))
    .limit(1000);

/** A credential with whose it is: one's own, or of an account that belongs inside the scope. */
export async function findCredential(db: Database, scope: RegionScope, own: string, id: string) {
  const [row] = await db
    .select({ id: credential.id, principal: credential.principal, account: principal.account })
    .from(credential)
    .innerJoin(principal, eq(principal.id, credential.principal))
    .where(and(eq(credential.id, id), sql`(${eq(principal.id, own)} or ${within(principal.regionCode, scope)})`));
  return row;
}

/** Which credentials of an account a statement is about; all of them where nothing is said. */
export interface Which {
  id?: string;
  except?: string;
  kinds?: readonly CredentialRow["kind"][];
  when?: SQL;
}

/** Ends credentials of an account that have not ended. */
export const revokeCredentials = (
  db: Database,
  principalId: string,
  at: string,
  { id, except, kinds, when }: Which = {},
): Statement =>
  db
    .update(credential)
    .set({ revokedAt: at })
    .where(
      and(
        eq(credential.principal, principalId),
        isNull(credential.revokedAt),
        id === undefined ? undefined : eq(credential.id, id),
        except === undefined ? undefined : ne(credential.id, except),
        kinds && inArray(credential.kind, [...kinds]),
        when,
      ),
    );

/** Removes credentials that ended before a moment. */
export const removeCredentials = (db: Database, before: string): Statement =>
  db.delete(credential).where(lt(credential.expiresAt, before));

/** That a one-time code of an account is still good. */
export const codeStands = (principalId: string, hash: string, now: string): SQL<number> =>
  sql`exists (select 1 from ${credential} as code where code.hash = ${hash} and code.principal = ${principalId}
    and code.kind = 'code' and code.revokedAt is null and code.expiresAt > ${now})`;

export async function isGoodCode(db: Database, principalId: string, hash: string, now: string): Promise<boolean> {
  const [row] = await db.select({ stands: codeStands(principalId, hash, now) }).from(sql`(select 1)`);
  return row?.stands === 1;
}
