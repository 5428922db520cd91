/** POST /v1/principals/{account}/codes: a one-time code by which somebody sets their password. */
import { createRoute, z } from "@hono/zod-openapi";
import { madeCode } from "../../../schema/wire.ts";
import { newCode, plainCode } from "../../auth/oneTimeCode.ts";
import { newId } from "../../auth/secret.ts";
import { sha256 } from "../../hash.ts";
import { auditStatement } from "../../store/audit.ts";
import { insertCredential, revokeCredentials } from "../../store/credentials.ts";
import { commit } from "../../store/database.ts";
import { endpoint, json, problems, signedIn, workOf } from "../endpoint.ts";
import { administeredAccount, requireSession } from "./administered.ts";

const hours = 72;

const route = createRoute({
  method: "post",
  path: "/v1/principals/{account}/codes",
  tags: ["账号"],
  summary: "开一次性码",
  description: "新账号、忘了密码的账号凭它设置密码(POST /v1/password/reset)。以前开的没有用过的随之作废。",
  security: signedIn,
  request: { params: z.object({ account: z.string().max(100).describe("账号") }) },
  responses: { 201: json(madeCode, "已开"), 401: problems[401], 403: problems[403], 404: problems[404] },
});

export const createCode = endpoint(route, async (c) => {
  const { account } = c.req.valid("param");
  const { id: principal } = await administeredAccount(c, account, "account:write");
  requireSession(c);
  const [db, now, own] = [c.get("db"), c.get("now"), c.get("principal")];
  const [id, code] = [newId(), newCode()];
  const expiresAt = new Date(Date.parse(now) + hours * 3_600_000).toISOString();
  const row = { id, principal, kind: "code" as const, at: now, expiresAt, madeBy: own.id };
  await commit(db, [
    revokeCredentials(db, principal, now, { kinds: ["code"] }),
    insertCredential(db, { ...row, hash: await sha256(plainCode(code)) }),
    auditStatement(workOf(c), { action: "code.create", target: account, detail: JSON.stringify({ credential: id }) }),
  ]);
  return c.json({ id, code, expiresAt }, 201);
});
