/** The lines of the audit as they are told of: filtered, inside a scope, the newest first. */
import { and, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { AuditAction } from "../../schema/auditActions.ts";
import type { RegionScope } from "../../schema/region.ts";
import { audit, principal } from "../../schema/tables.ts";
import { type Database, within } from "./database.ts";
import { wholeInstallation } from "./documents.ts";
import { whose } from "./principals.ts";

export interface AuditFilter {
  /** An account. */
  principal?: string | undefined;
  action?: AuditAction | undefined;
  target?: string | undefined;
  push?: number | undefined;
  /** Moments as ISO times: from the first on, before the second. */
  since?: string | undefined;
  until?: string | undefined;
  /** Only lines before this number. */
  before?: number | undefined;
}

/** What belongs to no region is told to whoever covers the whole installation. */
export const auditedWithin = (scope: RegionScope): SQL =>
  within(sql`coalesce(${audit.regionCode}, ${wholeInstallation})`, scope);

export function auditLines(db: Database, scope: RegionScope, filter: AuditFilter, limit: number) {
  const { principal: account, action, target, push, since, until, before } = filter;
  const id = sql`coalesce((select id from principal where account = ${account}), ${account})`;
  return db
    .select({
      line: audit.id,
      at: audit.at,
      ...whose(audit.principal),
      action: sql<AuditAction>`${audit.action}`,
      target: audit.target,
      regionCode: audit.regionCode,
      push: audit.push,
      credential: audit.credential,
      address: audit.address,
      requestId: audit.requestId,
      detail: audit.detail,
    })
    .from(audit)
    .leftJoin(principal, eq(principal.id, audit.principal))
    .where(
      and(
        auditedWithin(scope),
        account === undefined ? undefined : sql`${audit.principal} = ${id}`,
        action === undefined ? undefined : eq(audit.action, action),
        target === undefined ? undefined : eq(audit.target, target),
        push === undefined ? undefined : eq(audit.push, push),
        since === undefined ? undefined : gte(audit.at, since),
        until === undefined ? undefined : lt(audit.at, until),
        before === undefined ? undefined : lt(audit.id, before),
      ),
    )
    .orderBy(desc(audit.id))
    .limit(limit);
}
