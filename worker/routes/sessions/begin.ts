/** Begins a session of an account that has shown who it is. */
import type { Context } from "hono";
import { newId, newToken } from "../../auth/secret.ts";
import type { AppEnv } from "../../env.ts";
import { sha256 } from "../../hash.ts";
import { auditStatement } from "../../store/audit.ts";
import { insertCredential } from "../../store/credentials.ts";
import { commit, type Statement } from "../../store/database.ts";
import { grantsOf } from "../../store/principals.ts";
import { labelOf } from "../../store/settings.ts";
import { requestOf } from "../endpoint.ts";

const hours = 12;

/**
 * Begins it, with its line of the audit.
 * @param more what else belongs into the batch; @param detail how it was shown, where not by the password
 * @returns the body of the answer; its token is told this once
 */
export async function beginSession(
  c: Context<AppEnv>,
  { id: principal, account }: { id: string; account: string },
  more: readonly Statement[] = [],
  detail?: object,
) {
  const [db, now, request] = [c.get("db"), c.get("now"), requestOf(c)];
  const [id, token] = [newId(), newToken()];
  const expiresAt = new Date(Date.parse(now) + hours * 3_600_000).toISOString();
  const row = { id, principal, kind: "session" as const, at: now, expiresAt, madeBy: principal };
  const said = {
    action: "session.create" as const,
    target: account,
    ...(detail && { detail: JSON.stringify(detail) }),
  };
  await commit(db, [
    insertCredential(db, { ...row, hash: await sha256(token) }),
    ...more,
    auditStatement({ ...request, principal: { id: principal, credential: id } }, said),
  ]);
  const [grants, label] = await Promise.all([grantsOf(db, principal), labelOf(db)]);
  return { token, expiresAt, grants, label };
}
