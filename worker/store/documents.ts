/** Policies and registers: the documents that the worker works by. */
import { and, eq, sql } from "drizzle-orm";
import type { Policy, PolicyState } from "../../schema/policy/policy.ts";
import type { RegionScope } from "../../schema/region.ts";
import type { Register } from "../../schema/register.ts";
import { policy, register } from "../../schema/tables.ts";
import { auditStatement, type Origin } from "./audit.ts";
import { type Database, type Statement, smallestBetween, touching, within } from "./database.ts";

export interface PolicyVersion {
  id: string;
  version: number;
  hash: string;
  state: PolicyState;
  at: string;
  principal: string;
  /** The region whose office keeps the policy: see `keptBy`. */
  regionCode: string;
  /** The push from which on the version is known; see the table. */
  push: number;
  document: Policy;
}

const places = sql`from entry where sheet = 'regions' and period = '' and deleted = 0`;
/** The smallest region that holds every place of the roster of regions. */
export const wholeInstallation = smallestBetween(sql`(select min(id) ${places})`, sql`(select max(id) ${places})`);

/**
 * The region whose office keeps a policy: the one in its row. A document of the library comes from some other
 * place: what is no place here is kept by whoever covers the whole installation, for all of it lives by that policy.
 */
export const keptBy = sql<string>`case when exists (select 1 ${places} and id = policy.regionCode) then policy.regionCode
  else coalesce(${wholeInstallation}, policy.regionCode) end`;

/** What is said of a version beside its document. */
export const versionHead = {
  id: policy.id,
  version: policy.version,
  hash: policy.hash,
  state: policy.state,
  at: policy.at,
  principal: policy.principal,
  regionCode: keptBy,
  push: policy.push,
};

export const versionColumns = { ...versionHead, body: policy.body };

export const presentVersion = ({
  body,
  ...row
}: Omit<PolicyVersion, "document"> & { body: string }): PolicyVersion => ({
  ...row,
  document: JSON.parse(body) as Policy,
});

/**
 * Active versions are for everyone who may read policies; older ones for whoever lives where the policy is kept; drafts
 * only for the office that keeps it: whom it will judge does not read it before it is in force.
 */
export const readable = (scope: RegionScope) =>
  sql`(${scope.length > 0 ? 1 : 0} and (${policy.state} = 'active'
    or ${policy.state} = 'superseded' and ${touching(keptBy, scope)} or ${within(keptBy, scope)}))`;

/** One policy: its active version, or the given one. */
export async function findPolicy(
  db: Database,
  scope: RegionScope,
  id: string,
  version?: number,
): Promise<PolicyVersion | undefined> {
  const which = version === undefined ? eq(policy.state, "active") : eq(policy.version, version);
  const [row] = await db
    .select(versionColumns)
    .from(policy)
    .where(and(eq(policy.id, id), which, readable(scope)));
  return row && presentVersion(row);
}

/** What the versions of some policies are: their kind and title. */
export function kindsOfPolicies(db: Database, scope: RegionScope, ids: readonly string[]) {
  return db
    .select({
      id: policy.id,
      version: policy.version,
      kind: sql<Policy["kind"]>`${policy.body}->>'kind'`,
      title: sql<string>`${policy.body}->>'title'`,
    })
    .from(policy)
    .where(and(sql`${policy.id} in (select value from json_each(${JSON.stringify(ids)}))`, readable(scope)));
}

/** Keeps a register document, with a line of the audit; the same one again writes nothing. */
export function registerStatements(origin: Origin, document: Register, hash: string): Statement[] {
  const { id } = document;
  const when = sql`not exists (select 1 from ${register} where ${register.id} = ${id} and ${register.hash} = ${hash})`;
  return [
    auditStatement(origin, { action: "library.load", target: id, when }),
    origin.db
      .insert(register)
      .values({ id, hash, body: JSON.stringify(document) })
      .onConflictDoUpdate({
        target: register.id,
        set: { hash: sql`excluded.hash`, body: sql`excluded.body` },
        setWhere: sql`${register.hash} <> excluded.hash`,
      }),
  ];
}
