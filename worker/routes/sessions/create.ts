/** POST /v1/sessions: account and password for a token. */
import { createRoute } from "@hono/zod-openapi";
import { newSession, session } from "../../../schema/wire.ts";
import { verifyPassword } from "../../auth/secret.ts";
import { countedTry } from "../../auth/tries.ts";
import { Refusal } from "../../refusal.ts";
import { findByAccount } from "../../store/principals.ts";
import { body, bodyProblems, endpoint, json, problems, requestOf } from "../endpoint.ts";
import { beginSession } from "./begin.ts";

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
  return c.json(await beginSession(c, found, right), 201);
});
