/** DELETE /v1/credentials: every session, key and code of an account is worth nothing afterwards. */
import { createRoute } from "@hono/zod-openapi";
import { credentialQuery } from "../../../schema/wire.ts";
import { auditStatement } from "../../store/audit.ts";
import { revokeCredentials } from "../../store/credentials.ts";
import { commit } from "../../store/database.ts";
import { endpoint, problems, signedIn, workOf } from "../endpoint.ts";
import { administeredAccount } from "./administered.ts";

const route = createRoute({
  method: "delete",
  path: "/v1/credentials",
  tags: ["账号"],
  summary: "收回一个账号的全部凭证",
  description: "不写 account 为自己的,连同本次所用的。",
  security: signedIn,
  request: { query: credentialQuery },
  responses: {
    204: { description: "已收回" },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const revokeAllCredentials = endpoint(route, async (c) => {
  const [db, own] = [c.get("db"), c.get("principal")];
  const { account = own.account } = c.req.valid("query");
  const { id } = account === own.account ? own : await administeredAccount(c, account, "account:write");
  await commit(db, [
    revokeCredentials(db, id, c.get("now")),
    auditStatement(workOf(c), { action: "credential.revoke", target: account }),
  ]);
  return c.body(null, 204);
});
