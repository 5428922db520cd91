/** What the worker goes by now: all registers, the active policies, and policies that are drafts as yet. */
import { and, asc, eq, sql } from "drizzle-orm";
import type { Policy } from "../../schema/policy/policy.ts";
import type { RegionScope } from "../../schema/region.ts";
import type { Register } from "../../schema/register.ts";
import { policy, register } from "../../schema/tables.ts";
import { among, type Database } from "./database.ts";
import { type PolicyVersion, readable, versionHead } from "./documents.ts";
import { lastPush } from "./pushes.ts";
import { labelRow } from "./settings.ts";
import { draftedPolicies } from "./versions.ts";

export interface Current {
  registers: readonly Register[];
  policies: readonly PolicyVersion[];
  /** Policies that no version of is active yet. */
  drafted: readonly { id: string; title: string; regionCode: string }[];
  /** The last push by then: it names a state of all entries that whatever is read later holds. */
  push: number;
  /** What everything from this database is labelled with. */
  label: string | undefined;
}

/** Documents by the hash of their content; they never change under it, so each is read and parsed once. */
const known = new Map<string, Policy | Register>();
/** So many documents are kept; an office has some fifty. */
const mostKnown = 500;

/**
 * Reads which documents are current, and those of them that are not known yet. Registers tell what can be recorded, not
 * what was, and so are for every scope that sees anything.
 */
export async function currentDocuments(db: Database, scope: RegionScope): Promise<Current> {
  const [registers, active, drafted, [last], [label]] = await db.batch([
    db.select({ hash: register.hash }).from(register).where(sql`${scope.length} > 0`).orderBy(asc(register.id)),
    db
      .select(versionHead)
      .from(policy)
      .where(and(eq(policy.state, "active"), readable(scope)))
      .orderBy(asc(policy.id)),
    draftedPolicies(db, scope),
    lastPush(db),
    labelRow(db),
  ]);
  const unknown = [...registers, ...active].flatMap(({ hash }) => (known.has(hash) ? [] : hash));
  if (unknown.length > 0) {
    await learn(db, unknown);
    // By now others may be current.
    return currentDocuments(db, scope);
  }
  return {
    registers: registers.map(({ hash }) => known.get(hash) as Register),
    policies: active.map((head) => ({ ...head, document: known.get(head.hash) as Policy })),
    drafted,
    push: last?.id ?? 0,
    label: label?.value,
  };
}

async function learn(db: Database, hashes: readonly string[]) {
  if (known.size + hashes.length > mostKnown) known.clear();
  const wanted = among(hashes);
  const found = await db.batch([
    db.select({ hash: register.hash, body: register.body }).from(register).where(sql`${register.hash} ${wanted}`),
    db.select({ hash: policy.hash, body: policy.body }).from(policy).where(sql`${policy.hash} ${wanted}`),
  ]);
  for (const { hash, body } of found.flat()) known.set(hash, frozen(JSON.parse(body)));
}

/** A document for all requests to come: nobody may change it. */
function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
