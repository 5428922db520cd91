/** GET /v1/policies/schema: the policy language as JSON Schema, which the build has written. */
import { createRoute } from "@hono/zod-openapi";
import { policySchema } from "../../../schema/wire.ts";
import { authorise, endpoint, json, problems, signedIn } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/policies/schema",
  tags: ["办法"],
  summary: "办法的格式",
  security: signedIn,
  responses: { 200: json(policySchema, "JSON Schema"), 401: problems[401], 403: problems[403] },
});

export const getPolicySchema = endpoint(route, async (c) => {
  authorise(c, "policy:read");
  const found = await c.env.ASSETS.fetch(new URL("/policy.schema.json", c.req.url));
  return c.json(await found.json<Record<string, unknown>>(), 200);
});
