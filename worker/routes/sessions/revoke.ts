/** DELETE /v1/sessions/current: the token of this request is worth nothing afterwards. */
import { createRoute } from "@hono/zod-openapi";
import { auditStatement } from "../../store/audit.ts";
import { revokeCredentials } from "../../store/credentials.ts";
import { commit } from "../../store/database.ts";
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
    revokeCredentials(db, principal.id, now, { id: principal.credential }),
    auditStatement(workOf(c), { action: "session.revoke", target: principal.account }),
  ]);
  return c.body(null, 204);
});
