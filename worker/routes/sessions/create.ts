/** POST /v1/sessions: account and password for a token. */
import { createRoute } from "@hono/zod-openapi";
import { newSession, session } from "../../../schema/wire.ts";
import { newToken, verifyPassword } from "../../auth/secret.ts";
import { sha256 } from "../../hash.ts";
import { Refusal } from "../../refusal.ts";
import { auditStatement } from "../../store/audit.ts";
import { commit } from "../../store/database.ts";
import { findByAccount, grantsOf, insertCredential } from "../../store/principals.ts";
import { labelOf } from "../../store/settings.ts";
import { body, bodyProblems, endpoint, json, problems, requestOf } from "../endpoint.ts";

const hours = 12;

const route = createRoute({
  method: "post",
  path: "/v1/sessions",
  tags: ["登录"],
  summary: "登录",
  request: { body: body(newSession) },
  responses: { 201: json(session, "已登录"), ...bodyProblems, 401: problems[401] },
});

export const createSession = endpoint(route, async (c) => {
  const { account, password } = c.req.valid("json");
  const [db, now] = [c.get("db"), c.get("now")];
  const found = await findByAccount(db, account);
  const fits = await verifyPassword(password, found?.password);
  if (!found || !fits || found.locked) throw new Refusal("wrongPassword");

  const token = newToken();
  const expiresAt = new Date(Date.parse(now) + hours * 3_600_000).toISOString();
  await commit(db, [
    insertCredential(db, { hash: await sha256(token), principal: found.id, kind: "session", at: now, expiresAt }),
    auditStatement({ ...requestOf(c), principal: { id: found.id } }, { action: "session.create", target: account }),
  ]);
  const [grants, label] = await Promise.all([grantsOf(db, found.id), labelOf(db)]);
  return c.json({ token, expiresAt, grants, label }, 201);
});
