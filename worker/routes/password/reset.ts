/** POST /v1/password/reset: a one-time code for a new password. */
import { createRoute } from "@hono/zod-openapi";
import { resetPasswordBody } from "../../../schema/wire.ts";
import { plainCode } from "../../auth/oneTimeCode.ts";
import { passwordFault } from "../../auth/passwordRules.ts";
import { hashPassword } from "../../auth/secret.ts";
import { countedTry } from "../../auth/tries.ts";
import { sha256 } from "../../hash.ts";
import { Refusal } from "../../refusal.ts";
import { auditStatement } from "../../store/audit.ts";
import { codeStands, isGoodCode, revokeCredentials } from "../../store/credentials.ts";
import { commit } from "../../store/database.ts";
import { findByAccount, passwordStatement } from "../../store/principals.ts";
import { body, bodyProblems, endpoint, problems, requestOf } from "../endpoint.ts";

const route = createRoute({
  method: "post",
  path: "/v1/password/reset",
  tags: ["账号"],
  summary: "凭一次性码设置密码",
  description: "一次性码由管理员开出,只用一次;该账号以前的登录、密钥随之作废。设好以后用新密码登录。",
  request: { body: body(resetPasswordBody) },
  responses: { 204: { description: "已设置" }, ...bodyProblems, 401: problems[401], 429: problems[429] },
});

export const resetPassword = endpoint(route, async (c) => {
  const { account, code, password } = c.req.valid("json");
  const [db, now, request] = [c.get("db"), c.get("now"), requestOf(c)];
  const fault = passwordFault(password, account);
  if (fault) throw new Refusal("invalid", [{ pointer: "/password", ...fault }]);
  const right = await countedTry(db, account, request.address, now);
  const found = await findByAccount(db, account);
  // The password is hashed whether the code is right or not, and so it takes as long.
  const [hash, stored] = [await sha256(plainCode(code)), await hashPassword(password)];
  if (!found || found.locked || !(await isGoodCode(db, found.id, hash, now))) throw new Refusal("wrongCode");
  // Whoever comes second with the same code finds it gone when this is written.
  const when = codeStands(found.id, hash, now);
  const [written] = await commit(db, [
    passwordStatement(db, found.id, stored, when),
    auditStatement({ ...request, principal: { id: found.id } }, { action: "password.reset", target: account, when }),
    revokeCredentials(db, found.id, now, { when }),
    ...right,
  ]);
  if ((written as D1Result).meta.changes === 0) throw new Refusal("wrongCode");
  return c.body(null, 204);
});
