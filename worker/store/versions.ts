/** The versions of a policy: one sequence of numbers, of which the highest draft or active one is the working version. */
import { and, asc, desc, eq, lte, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Policy } from "../../schema/policy/policy.ts";
import type { RegionScope } from "../../schema/region.ts";
import { policy, principal, push } from "../../schema/tables.ts";
import { auditStatement, type Origin } from "./audit.ts";
import { among, type Database, requireWithin, type Statement } from "./database.ts";
import { keptBy, type PolicyVersion, presentVersion, readable, versionColumns } from "./documents.ts";
import { thisPush } from "./pushes.ts";

/** A version with what happened to it. */
export type VersionStory = Awaited<ReturnType<typeof versionsOf>>[number];

const author = alias(principal, "author");
const activator = alias(principal, "activator");
const isWorking = sql`${policy.state} in ('draft', 'active')`;
/** No push has this number yet: whoever pulled up to the last one does not know of it. */
const nextPush = sql`(select coalesce(max(${push.id}), 0) + 1 from ${push})`;

/** All versions of a policy that a scope may see, the first one first. */
export function versionsOf(db: Database, scope: RegionScope, id: string) {
  return db
    .select({
      version: policy.version,
      hash: policy.hash,
      state: policy.state,
      at: policy.at,
      principal: policy.principal,
      by: author.name,
      account: author.account,
      note: policy.note,
      activatedBy: activator.name,
      activator: policy.activatedBy,
      activatorAccount: activator.account,
      activatedAt: policy.activatedAt,
      regionCode: keptBy,
    })
    .from(policy)
    .leftJoin(author, eq(author.id, policy.principal))
    .leftJoin(activator, eq(activator.id, policy.activatedBy))
    .where(and(eq(policy.id, id), readable(scope)))
    .orderBy(asc(policy.version));
}

/** By policy who put its active version into force, and when; what came with the library is nobody's. */
export async function activationsOf(db: Database, scope: RegionScope) {
  const rows = await db
    .select({ id: policy.id, account: activator.account, name: activator.name, at: policy.activatedAt })
    .from(policy)
    .innerJoin(activator, eq(activator.id, policy.activatedBy))
    .where(and(eq(policy.state, "active"), readable(scope)));
  return new Map(rows.map(({ id, ...activation }) => [id, activation]));
}

/** The version on which the next one is made; none where there is no such policy. */
export async function workingVersion(db: Database, scope: RegionScope, id: string): Promise<PolicyVersion | undefined> {
  const [row] = await db
    .select(versionColumns)
    .from(policy)
    .where(and(eq(policy.id, id), isWorking, readable(scope)))
    .orderBy(desc(policy.version))
    .limit(1);
  return row && presentVersion(row);
}

/** Some versions of a policy by their numbers. */
export async function versionsByNumber(
  db: Database,
  scope: RegionScope,
  id: string,
  numbers: readonly number[],
): Promise<Map<number, PolicyVersion>> {
  const rows = await db
    .select(versionColumns)
    .from(policy)
    .where(and(eq(policy.id, id), sql`${policy.version} ${among(numbers)}`, readable(scope)));
  return new Map(rows.map((row) => [row.version, presentVersion(row)]));
}

/** The last version that was known up to a push. */
export async function versionUpTo(db: Database, scope: RegionScope, id: string, upTo: number) {
  const [row] = await db
    .select(versionColumns)
    .from(policy)
    .where(and(eq(policy.id, id), lte(policy.push, upTo), readable(scope)))
    .orderBy(desc(policy.version))
    .limit(1);
  return row && presentVersion(row);
}

/** Policies that no version of is active yet: of each its last draft, without the document. */
export function draftedPolicies(db: Database, scope: RegionScope) {
  return db
    .select({ id: policy.id, title: sql<string>`${policy.body}->>'title'`, regionCode: keptBy })
    .from(policy)
    .where(
      and(
        eq(policy.state, "draft"),
        sql`not exists (select 1 from policy as other where other.id = ${policy.id}
          and (other.state = 'active' or other.version > ${policy.version}))`,
        readable(scope),
      ),
    )
    .orderBy(asc(policy.id));
}

export interface Draft {
  document: Policy;
  hash: string;
  /** The version that it was made from; 0 for a policy that is new. */
  base: number;
  regionCode: string;
  at: string;
  principal: string;
  note: string | null;
}

/**
 * The statements that save a draft inside a scope, as the version after its base. They fail on `policyMoved` when the
 * base is no longer the working version.
 * @param pushed the push of a sheet that the draft comes from; it is the first statement
 */
export function draftStatements(
  db: Database,
  scope: RegionScope,
  draft: Draft,
  pushed?: { sheet: string; rows: number },
): Statement[] {
  const { document, hash, base, regionCode, at, principal, note } = draft;
  requireWithin(scope, regionCode);
  const working = sql`(select coalesce(max(version), 0) from policy as other where other.id = ${document.id}
    and other.state in ('draft', 'active'))`;
  return [
    ...(pushed ? [db.insert(push).values({ ...pushed, period: "", principal, at, note, guard: 1 })] : []),
    db.insert(policy).values({
      id: document.id,
      version: base + 1,
      hash,
      state: "draft",
      regionCode,
      body: JSON.stringify(document),
      at,
      principal,
      note,
      push: (pushed ? thisPush : nextPush) as unknown as number,
      guard: sql`${working} = ${base}` as unknown as number,
    }),
  ];
}

/**
 * The statements that put a draft inside a scope in force, and every version below it out of force. They fail on
 * `policyMoved` when it is no longer a draft, or another version is active than the one that was read.
 */
export function activationStatements(
  db: Database,
  scope: RegionScope,
  version: { id: string; version: number; regionCode: string; active: number | null },
  made: { at: string; principal: string },
): Statement[] {
  requireWithin(scope, version.regionCode);
  const active = sql`(select max(version) from policy as other where other.id = ${version.id} and other.state = 'active')`;
  const isThis = and(eq(policy.id, version.id), eq(policy.version, version.version));
  return [
    db
      .update(policy)
      .set({
        state: "active",
        activatedBy: made.principal,
        activatedAt: made.at,
        push: nextPush as unknown as number,
        guard: sql`${policy.state} = 'draft' and ${active} is ${version.active}` as unknown as number,
      })
      .where(isThis),
    db
      .update(policy)
      .set({ state: "superseded" })
      .where(and(eq(policy.id, version.id), sql`${policy.version} < ${version.version}`, isWorking)),
  ];
}

/**
 * Puts a document of the library in force as the next version, with a line of the audit: of a policy that is not there,
 * or whose last version is an older one of the library. What the office made stays.
 */
export function libraryStatements(origin: Origin, document: Policy, hash: string): Statement[] {
  const { db, now } = origin;
  const { id } = document;
  const [isNew, isOlder] = [
    sql`not exists (select 1 from ${policy} where id = ${id})`,
    sql`exists (select 1 from policy as old where old.id = ${id} and old.state = 'active' and old.principal = 'library'
      and old.hash <> ${hash}
      and not exists (select 1 from policy as later where later.id = old.id and later.version > old.version))`,
  ];
  return [
    auditStatement(origin, { action: "library.load", target: id, when: sql`${isNew} or ${isOlder}` }),
    db
      .insert(policy)
      .select(sql`select ${id}, (select coalesce(max(version), 0) + 1 from ${policy} where id = ${id}), ${hash},
        'active', ${document.region}, ${JSON.stringify(document)}, ${now}, 'library', null, 'library', ${now},
        ${nextPush}, 1 where ${isNew} or ${isOlder}`),
    db
      .update(policy)
      .set({ state: "superseded" })
      .where(sql`id = ${id} and state = 'active'
        and version < (select max(version) from ${policy} where id = ${id} and state = 'active')`),
  ];
}
