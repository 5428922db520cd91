/** POST /v1/sessions: account and password for a token. */
import { createRoute } from "@hono/zod-openapi";
import { newSession, session } from "../../../schema/wire.ts";
import { newId, newToken, verifyPassword } from "../../auth/secret.ts";
import { countedTry } from "../../auth/tries.ts";
import { sha256 } from "../../hash.ts";
import { Refusal } from "../../refusal.ts";
import { auditStatement } from "../../store/audit.ts";
import { insertCredential } from "../../store/credentials.ts";
import { commit } from "../../store/database.ts";
import { findByAccount, grantsOf } from "../../store/principals.ts";
import { labelOf } from "../../store/settings.ts";
import { body, bodyProblems, endpoint, json, problems, requestOf } from "../endpoint.ts";

const hours = 12;

const route = createRoute({
  method: "post",
  path: "/v1/sessions",
  tags: ["登录"],
  summary: "登录",
  request: { body: body(newSession) },
  responses: { 201: json(session, "已登录"), ...bodyProblems, 401: problems[401], 429: problems[429] },
});

export const createSession = endpoint(route, async (c) => {
  const { account, password } = c.req.valid("json");
  const [db, now, request] = [c.get("db"), c.get("now"), requestOf(c)];
  const right = await countedTry(db, account, request.address, now);
  const found = await findByAccount(db, account);
  const fits = await verifyPassword(password, found?.password);
  if (!found || !fits || found.locked) throw new Refusal("wrongPassword");

  const [id, token] = [newId(), newToken()];
  const expiresAt = new Date(Date.parse(now) + hours * 3_600_000).toISOString();
  const row = { id, principal: found.id, kind: "session" as const, at: now, expiresAt, madeBy: found.id };
  await commit(db, [
    insertCredential(db, { ...row, hash: await sha256(token) }),
    ...right,
    auditStatement(
      { ...request, principal: { id: found.id, credential: id } },
      { action: "session.create", target: account },
    ),
  ]);
  const [grants, label] = await Promise.all([grantsOf(db, found.id), labelOf(db)]);
  return c.json({ token, expiresAt, grants, label }, 201);
});
