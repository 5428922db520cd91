/** The audit line: who did what to what; it goes into the batch of the write that it tells of. */
import { asc, desc, gt, type SQL, sql } from "drizzle-orm";
import type { AuditAction } from "../../schema/auditActions.ts";
import { markedText } from "../../schema/auditText.ts";
import { audit, auditSeal, grant } from "../../schema/tables.ts";
import { hmac } from "../hash.ts";
import { type Database, jsonChunks, type Statement, smallestBetween } from "./database.ts";

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
  /** The secret of the audit, by which lines are marked; without it they bear no mark. */
  auditSecret?: string | undefined;
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
  { db, principal, now, requestId, address, auditSecret }: Origin,
  { action, target, push, detail, when, regionCode = ownRegion(principal.id) }: AuditLine,
): Statement {
  const said = { at: now, principal: principal.id, action, target, requestId };
  const more = { detail: detail ?? null, credential: principal.credential ?? null, address: address ?? null };
  const mark = auditSecret === undefined ? null : hmac(auditSecret, markedText({ ...said, ...more }));
  return db.insert(audit).select(sql`select null, ${now}, ${principal.id}, ${action}, ${target}, ${regionCode},
    ${push ?? null}, ${requestId}, ${more.detail}, ${more.credential}, ${more.address}, ${mark}
    where ${when ?? sql`true`}`);
}

/** A line as it is kept. */
export type KeptLine = typeof audit.$inferSelect;

/** The seal of one line; `said` is the line as text. */
export type Seal = typeof auditSeal.$inferSelect;

/** The last seal: whatever bears it, a notice or a print, proves all lines up to its own. None before the first one. */
export async function latestSeal(db: Database): Promise<Pick<Seal, "line" | "seal"> | undefined> {
  const [row] = await db
    .select({ line: auditSeal.line, seal: auditSeal.seal })
    .from(auditSeal)
    .orderBy(desc(auditSeal.line))
    .limit(1);
  return row;
}

/** The lines after one, in their order. */
export const linesAfter = (db: Database, line: number, limit: number): Promise<KeptLine[]> =>
  db.select().from(audit).where(gt(audit.id, line)).orderBy(asc(audit.id)).limit(limit);

/** The statements that keep seals. They fail on the table's key where another tick has sealed the same lines. */
export const sealStatements = (db: Database, seals: readonly Seal[]): Statement[] =>
  jsonChunks(seals.map(({ line, said, seal }) => [line, said, seal])).map((chunk) =>
    db
      .insert(auditSeal)
      .select(sql`select value->>0, value->>1, value->>2 from json_each(${chunk}) where true order by key`),
  );

/** The smallest region that holds all over which an account is set. */
function ownRegion(principal: string): SQL<string | null> {
  const grants = sql`from ${grant} where ${grant.principal} = ${principal})`;
  return smallestBetween(
    sql`(select min(${grant.regionCode}) ${grants}`,
    sql`(select max(${grant.regionCode}) ${grants}`,
  );
}
