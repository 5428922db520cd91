/** The audit line: who did what to what; it goes into the batch of the write that it tells of. */
import { type SQL, sql } from "drizzle-orm";
import type { AuditAction } from "../../schema/auditActions.ts";
import { audit, grant } from "../../schema/tables.ts";
import { type Database, type Statement, smallestBetween } from "./database.ts";

/** Whose request it is, and from where it comes. */
export interface Origin {
  db: Database;
  /** The account, and the public name of the session or key by which it came. */
  principal: { id: string; credential?: string | undefined };
  /** ISO time; handed in, so that tests and jobs set the clock. */
  now: string;
  requestId: string;
  /** The network address; absent for what is done on the machine itself. */
  address?: string | undefined;
}

export interface AuditLine {
  action: AuditAction;
  target: string;
  /** The smallest region that holds all that was touched; where nothing is given, the one over which the account is set. */
  regionCode?: string | SQL<string | null> | undefined;
  push?: SQL | undefined;
  /** What was asked for, as JSON. */
  detail?: string | undefined;
  /** Only where this holds when the line is written. */
  when?: SQL | undefined;
}

/** The statement that writes a line about a request. */
export function auditStatement(
  { db, principal, now, requestId, address }: Origin,
  { action, target, push, detail, when, regionCode = ownRegion(principal.id) }: AuditLine,
): Statement {
  return db.insert(audit).select(sql`select null, ${now}, ${principal.id}, ${action}, ${target}, ${regionCode},
    ${push ?? null}, ${requestId}, ${detail ?? null}, ${principal.credential ?? null}, ${address ?? null}
    where ${when ?? sql`true`}`);
}

/** The smallest region that holds all over which an account is set. */
function ownRegion(principal: string): SQL<string | null> {
  const grants = sql`from ${grant} where ${grant.principal} = ${principal})`;
  return smallestBetween(
    sql`(select min(${grant.regionCode}) ${grants}`,
    sql`(select max(${grant.regionCode}) ${grants}`,
  );
}
