/** DELETE /v1/credentials/{credential}: a session, key or code is worth nothing afterwards. */
import { createRoute, z } from "@hono/zod-openapi";
import { scopeOf } from "../../auth/permissions.ts";
import { refuse } from "../../refusal.ts";
import { auditStatement } from "../../store/audit.ts";
import { findCredential, revokeCredentials } from "../../store/credentials.ts";
import { commit } from "../../store/database.ts";
import { endpoint, problems, signedIn, workOf } from "../endpoint.ts";
import { requireOver } from "./administered.ts";

const route = createRoute({
  method: "delete",
  path: "/v1/credentials/{credential}",
  tags: ["账号"],
  summary: "收回一个凭证",
  description: "自己的,或所管账号的;已收回的再收回,答复相同。",
  security: signedIn,
  request: { params: z.object({ credential: z.string().max(100).describe("编号") }) },
  responses: { 204: { description: "已收回" }, 401: problems[401], 403: problems[403], 404: problems[404] },
});

export const revokeCredential = endpoint(route, async (c) => {
  const [db, own] = [c.get("db"), c.get("principal")];
  const { credential } = c.req.valid("param");
  const found = await findCredential(db, scopeOf(own, "account:write"), own.id, credential);
  if (!found) throw refuse("notFound", "/credential", "unknown", { what: "credential", value: credential });
  if (found.principal !== own.id) await requireOver(c, found.principal);
  await commit(db, [
    revokeCredentials(db, found.principal, c.get("now"), { id: found.id }),
    auditStatement(workOf(c), {
      action: "credential.revoke",
      target: found.account,
      detail: JSON.stringify({ credential: found.id }),
    }),
  ]);
  return c.body(null, 204);
});
