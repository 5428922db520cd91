/** PUT /v1/password: one's own password, by the old one; it ends all other sessions. */
import { createRoute } from "@hono/zod-openapi";
import { changedPassword } from "../../../schema/wire.ts";
import { passwordFault } from "../../auth/passwordRules.ts";
import { hashPassword, verifyPassword } from "../../auth/secret.ts";
import { countedTry } from "../../auth/tries.ts";
import { Refusal } from "../../refusal.ts";
import { auditStatement } from "../../store/audit.ts";
import { revokeCredentials } from "../../store/credentials.ts";
import { commit } from "../../store/database.ts";
import { findByAccount, passwordStatement } from "../../store/principals.ts";
import { requireSession } from "../credentials/administered.ts";
import { body, bodyProblems, endpoint, problems, signedIn, workOf } from "../endpoint.ts";

const route = createRoute({
  method: "put",
  path: "/v1/password",
  tags: ["账号"],
  summary: "修改自己的密码",
  description: "其他登录和没有用过的一次性码随之作废。",
  security: signedIn,
  request: { body: body(changedPassword) },
  responses: {
    204: { description: "已修改" },
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    429: problems[429],
  },
});

export const changePassword = endpoint(route, async (c) => {
  requireSession(c);
  const { current, password } = c.req.valid("json");
  const [db, now, own, work] = [c.get("db"), c.get("now"), c.get("principal"), workOf(c)];
  const fault = passwordFault(password, own.account);
  if (fault) throw new Refusal("invalid", [{ pointer: "/password", ...fault }]);
  const right = await countedTry(db, own.account, work.address, now);
  const found = await findByAccount(db, own.account);
  if (!(await verifyPassword(current, found?.password))) throw new Refusal("wrongPassword");
  await commit(db, [
    passwordStatement(db, own.id, await hashPassword(password)),
    revokeCredentials(db, own.id, now, { kinds: ["session", "code"], except: own.credential }),
    ...right,
    auditStatement(work, { action: "password.change", target: own.account }),
  ]);
  return c.body(null, 204);
});
