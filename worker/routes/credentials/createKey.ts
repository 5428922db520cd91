/** POST /v1/keys: a token for a program, of the own permissions or fewer. */
import { createRoute } from "@hono/zod-openapi";
import { holdsAll, roleTitles } from "../../../schema/roles.ts";
import { madeKey, newKey } from "../../../schema/wire.ts";
import { newId, newToken } from "../../auth/secret.ts";
import { sha256 } from "../../hash.ts";
import { Refusal, refuse } from "../../refusal.ts";
import { auditStatement } from "../../store/audit.ts";
import { insertCredential } from "../../store/credentials.ts";
import { commit } from "../../store/database.ts";
import { body, bodyProblems, endpoint, json, problems, signedIn, workOf } from "../endpoint.ts";
import { requireSession } from "./administered.ts";

const longest = 2 * 366 * 86_400_000;

const route = createRoute({
  method: "post",
  path: "/v1/keys",
  tags: ["账号"],
  summary: "开接口密钥",
  description: "密钥只显示一次。账号以后失去的权限,密钥也随之失去。",
  security: signedIn,
  request: { body: body(newKey) },
  responses: { 201: json(madeKey, "已开"), ...bodyProblems, 401: problems[401], 403: problems[403] },
});

export const createKey = endpoint(route, async (c) => {
  requireSession(c);
  const { name, expiresAt, grants } = c.req.valid("json");
  const [db, now, own] = [c.get("db"), c.get("now"), c.get("principal")];
  const life = Date.parse(expiresAt) - Date.parse(now);
  if (life <= 0 || life > longest) throw refuse("invalid", "/expiresAt", "notLater");
  const more = (grants ?? []).flatMap((grant, i) => (holdsAll(own.grants, grant) ? [] : [{ i, grant }]));
  if (more.length > 0)
    throw new Refusal(
      "forbidden",
      more.map(({ i, grant: { role, regionCode: region } }) => ({
        pointer: `/grants/${i}`,
        code: "moreThanOwn",
        params: { role: roleTitles[role], region },
      })),
    );
  const [id, token] = [newId(), newToken()];
  const until = new Date(expiresAt).toISOString();
  const row = { id, principal: own.id, kind: "key" as const, label: name, at: now, expiresAt: until, madeBy: own.id };
  await commit(db, [
    insertCredential(db, { ...row, hash: await sha256(token), grants: grants ?? null }),
    auditStatement(workOf(c), {
      action: "key.create",
      target: own.account,
      detail: JSON.stringify({ credential: id, name, expiresAt: until, grants: grants ?? null }),
    }),
  ]);
  return c.json({ id, token, expiresAt: until }, 201);
});
