/** DELETE /v1/sessions/current: the token of this request is worth nothing afterwards. */
import { createRoute } from "@hono/zod-openapi";
import { bearerOf } from "../../auth/authenticate.ts";
import { sha256 } from "../../hash.ts";
import { auditStatement } from "../../store/audit.ts";
import { commit } from "../../store/database.ts";
import { revokeCredential } from "../../store/principals.ts";
import { endpoint, problems, signedIn, workOf } from "../endpoint.ts";

const route = createRoute({
  method: "delete",
  path: "/v1/sessions/current",
  tags: ["登录"],
  summary: "退出",
  security: signedIn,
  responses: { 204: { description: "已退出" }, 401: problems[401] },
});

export const revokeSession = endpoint(route, async (c) => {
  const [db, now, principal] = [c.get("db"), c.get("now"), c.get("principal")];
  await commit(db, [
    revokeCredential(db, await sha256(bearerOf(c)!), now),
    auditStatement(workOf(c), { action: "session.revoke", target: principal.account }),
  ]);
  return c.body(null, 204);
});
