/** GET /v1/policies/{policy}/versions: who made and who activated which version. */
import { createRoute, z } from "@hono/zod-openapi";
import { policyVersions } from "../../../schema/wire.ts";
import { requireVersions } from "../../usecases/readVersions.ts";
import { authorise, endpoint, json, problems, signedIn } from "../endpoint.ts";
import { presentStory } from "./present.ts";

const route = createRoute({
  method: "get",
  path: "/v1/policies/{policy}/versions",
  tags: ["办法"],
  summary: "各版",
  security: signedIn,
  request: { params: z.object({ policy: z.string() }) },
  responses: { 200: json(policyVersions, "各版"), 401: problems[401], 403: problems[403], 404: problems[404] },
});

export const listPolicyVersions = endpoint(route, async (c) => {
  const { policy } = c.req.valid("param");
  const versions = await requireVersions(c.get("db"), authorise(c, "policy:read"), policy);
  return c.json({ versions: versions.map(presentStory) }, 200);
});
