/** GET /healthz: the worker answers and its database is there. */
import { createRoute } from "@hono/zod-openapi";
import { health } from "../../../schema/wire.ts";
import { labelOf } from "../../store/settings.ts";
import { endpoint, json } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/healthz",
  tags: ["系统"],
  summary: "是否正常",
  responses: { 200: json(health, "正常") },
});

export const getHealth = endpoint(route, async (c) => {
  const label = await labelOf(c.get("db"));
  return c.json({ status: "ok" as const, label }, 200);
});
