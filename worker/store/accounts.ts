/** Accounts and grants as their sheets make them, written in the batch of the rows. Who they are is no secret of a region. */
import { and, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import { ancestorAt, regionLevels } from "../../schema/region.ts";
import type { Grant } from "../../schema/roles.ts";
import { credential, grant, principal } from "../../schema/tables.ts";
import { among, type Database, jsonChunks, type Statement } from "./database.ts";

/** A grant with the account that it is for. */
export interface AccountGrant extends Grant {
  account: string;
}

/** An account as its sheet tells of it. */
export interface AccountRow {
  account: string;
  name: string;
  regionCode: string;
  person: string | null;
  locked: boolean;
}

/** What is granted to some accounts. */
export const grantsOfAccounts = (db: Database, accounts: readonly string[]): Promise<AccountGrant[]> =>
  db
    .select({ account: principal.account, role: grant.role, regionCode: grant.regionCode })
    .from(grant)
    .innerJoin(principal, eq(principal.id, grant.principal))
    .where(sql`${principal.account} ${among(accounts)}`);

const canSignIn = and(eq(principal.locked, false), isNotNull(principal.password));

/** The administrators that can sign in, everywhere. */
export const administrators = (db: Database): Promise<AccountGrant[]> =>
  db
    .select({ account: principal.account, role: grant.role, regionCode: grant.regionCode })
    .from(grant)
    .innerJoin(principal, eq(principal.id, grant.principal))
    .where(and(eq(grant.role, "admin"), canSignIn));

/** That somebody is left who administers a region and can sign in. */
export const isAdministered = (regionCode: string): SQL<number> => {
  const around = regionLevels.map((level) => ancestorAt(regionCode, level));
  return sql<number>`exists (select 1 from ${grant} join ${principal} on ${principal.id} = ${grant.principal}
    where ${grant.role} = 'admin' and ${canSignIn}
      and ${grant.regionCode} ${among(around)})`;
};

/**
 * Makes accounts what their rows say. A new one has no password, and an account that is locked has nothing left by which
 * it came in.
 */
export const accountStatements = (db: Database, rows: readonly AccountRow[], now: string): Statement[] => {
  const values = rows.map(({ account, name, regionCode, person, locked }) => [
    crypto.randomUUID(),
    account,
    name,
    locked ? 1 : 0,
    regionCode,
    person,
  ]);
  const cell = (index: number) => sql`value->>${sql.raw(String(index))}`;
  const locked = rows.filter((row) => row.locked).map(({ account }) => account);
  return [
    ...jsonChunks(values).map((chunk) =>
      db
        .insert(principal)
        .select(
          sql`select ${cell(0)}, ${cell(1)}, ${cell(2)}, null, ${cell(3)}, 0, ${cell(4)}, ${cell(5)}
            from json_each(${chunk}) where true`,
        )
        .onConflictDoUpdate({
          target: principal.account,
          set: {
            name: sql`excluded.name`,
            locked: sql`excluded.locked`,
            regionCode: sql`excluded.regionCode`,
            person: sql`excluded.person`,
          },
        }),
    ),
    ...jsonChunks(locked).map((chunk) =>
      db
        .update(credential)
        .set({ revokedAt: now })
        .where(
          sql`${credential.revokedAt} is null and ${credential.principal} in (select ${principal.id} from ${principal}
            where ${principal.account} in (select value from json_each(${chunk})))`,
        ),
    ),
  ];
};

/** Takes grants away and gives others. */
export const grantStatements = (
  db: Database,
  taken: readonly AccountGrant[],
  given: readonly AccountGrant[],
): Statement[] => {
  const values = (list: readonly AccountGrant[]) =>
    jsonChunks(list.map(({ account, role, regionCode }) => [account, role, regionCode]));
  const rows = (chunk: string) => sql`select ${principal.id}, value->>1, value->>2 from json_each(${chunk})
    join ${principal} on ${principal.account} = value->>0 where true`;
  return [
    ...values(taken).map((chunk) =>
      db.delete(grant).where(sql`(${grant.principal}, ${grant.role}, ${grant.regionCode}) in (${rows(chunk)})`),
    ),
    ...values(given).map((chunk) => db.insert(grant).select(rows(chunk)).onConflictDoNothing()),
  ];
};
