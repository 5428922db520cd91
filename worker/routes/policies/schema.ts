/** GET /v1/policies/schema: the policy language as JSON Schema. */
import { createRoute, z } from "@hono/zod-openapi";
import { policy } from "../../../schema/policy/policy.ts";
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

export const getPolicySchema = endpoint(route, (c) => {
  authorise(c, "policy:read");
  return c.json({ ...z.toJSONSchema(policy, { io: "input" }) }, 200);
});
