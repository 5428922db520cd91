/** GET /v1/sessions/current: whose the token of this request is, and what it may do. */
import { createRoute } from "@hono/zod-openapi";
import { signedInAs } from "../../../schema/sessionWire.ts";
import { labelOf } from "../../store/settings.ts";
import { endpoint, json, problems, signedIn } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/sessions/current",
  tags: ["登录"],
  summary: "我是谁",
  security: signedIn,
  responses: { 200: json(signedInAs, "账号和授权"), 401: problems[401] },
});

export const getSession = endpoint(route, async (c) => {
  const { account, name, grants } = c.get("principal");
  return c.json({ account, name, grants: [...grants], label: await labelOf(c.get("db")) }, 200);
});
