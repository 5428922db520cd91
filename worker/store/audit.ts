/** The audit line: who did what to what; it goes into the batch of the write that it tells of. */
import type { SQL } from "drizzle-orm";
import { audit } from "../../schema/tables.ts";
import type { Database, Statement } from "./database.ts";

export interface AuditLine {
  at: string;
  principal: string;
  action: string;
  target: string;
  regionCode?: string | undefined;
  push?: SQL | undefined;
  requestId: string;
  /** What was asked for, as JSON. */
  detail?: string | undefined;
}

export function auditStatement(db: Database, line: AuditLine): Statement {
  const { push, regionCode, detail, ...rest } = line;
  return db.insert(audit).values({
    ...rest,
    regionCode: regionCode ?? null,
    push: (push ?? null) as unknown as number | null,
    detail: detail ?? null,
  });
}
