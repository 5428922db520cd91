/** Policies and registers: the documents that the worker works by. */
import { and, asc, eq, sql } from "drizzle-orm";
import type { Policy } from "../../schema/policy/policy.ts";
import type { RegionScope } from "../../schema/region.ts";
import type { Register } from "../../schema/register.ts";
import { policy, register } from "../../schema/tables.ts";
import { type Database, type Statement, touching } from "./database.ts";

export interface PolicyVersion {
  id: string;
  version: number;
  hash: string;
  state: "active" | "superseded";
  at: string;
  document: Policy;
}

const present = ({ body, ...row }: typeof policy.$inferSelect): PolicyVersion => ({
  id: row.id,
  version: row.version,
  hash: row.hash,
  state: row.state,
  at: row.at,
  document: JSON.parse(body) as Policy,
});

/** Active versions are for everyone who may read policies; older ones only where the policy was made. */
const readable = (scope: RegionScope) =>
  sql`(${scope.length > 0 ? 1 : 0} and (${policy.state} = 'active' or ${touching(policy.regionCode, scope)}))`;

/** The active version of every policy. */
export async function activePolicies(db: Database, scope: RegionScope): Promise<PolicyVersion[]> {
  const rows = await db
    .select()
    .from(policy)
    .where(and(eq(policy.state, "active"), readable(scope)))
    .orderBy(asc(policy.id));
  return rows.map(present);
}

/** One policy: its active version, or the given one. */
export async function findPolicy(
  db: Database,
  scope: RegionScope,
  id: string,
  version?: number,
): Promise<PolicyVersion | undefined> {
  const which = version === undefined ? eq(policy.state, "active") : eq(policy.version, version);
  const [row] = await db
    .select()
    .from(policy)
    .where(and(eq(policy.id, id), which, readable(scope)));
  return row && present(row);
}

/** All registers. They tell what can be recorded, not what was, and so are for every scope that sees anything. */
export async function allRegisters(db: Database, scope: RegionScope): Promise<Register[]> {
  if (scope.length === 0) return [];
  const rows = await db.select({ body: register.body }).from(register).orderBy(asc(register.id));
  return rows.map(({ body }) => JSON.parse(body) as Register);
}

/** Puts a policy document in force as the next version, unless the active one has the same hash. */
export function activateStatements(
  db: Database,
  document: Policy,
  made: { hash: string; at: string; principal: string },
): Statement[] {
  const isNew = sql`not exists (select 1 from ${policy} where id = ${document.id} and hash = ${made.hash} and state = 'active')`;
  return [
    db
      .insert(policy)
      .select(sql`select ${document.id}, (select coalesce(max(version), 0) + 1 from ${policy} where id = ${document.id}),
        ${made.hash}, 'active', ${document.region}, ${JSON.stringify(document)}, ${made.at}, ${made.principal} where ${isNew}`),
    db
      .update(policy)
      .set({ state: "superseded" })
      .where(sql`id = ${document.id} and state = 'active'
        and version < (select max(version) from ${policy} where id = ${document.id})`),
  ];
}

/** Keeps a register document; the same one again writes nothing. */
export function registerStatement(db: Database, document: Register, hash: string): Statement {
  return db
    .insert(register)
    .values({ id: document.id, hash, body: JSON.stringify(document) })
    .onConflictDoUpdate({
      target: register.id,
      set: { hash: sql`excluded.hash`, body: sql`excluded.body` },
      setWhere: sql`${register.hash} <> excluded.hash`,
    });
}
