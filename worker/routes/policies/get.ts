/** GET /v1/policies/{policy}: a policy in full. */
import { createRoute, z } from "@hono/zod-openapi";
import { policyVersion } from "../../../schema/wire.ts";
import { checkPolicy } from "../../core/checks.ts";
import { refuse } from "../../refusal.ts";
import { findPolicy } from "../../store/documents.ts";
import { authorise, endpoint, json, problems, signedIn } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/policies/{policy}",
  tags: ["办法"],
  summary: "办法全文",
  security: signedIn,
  request: { params: z.object({ policy: z.string() }) },
  responses: { 200: json(policyVersion, "办法全文"), 401: problems[401], 403: problems[403], 404: problems[404] },
});

export const getPolicy = endpoint(route, async (c) => {
  const { policy } = c.req.valid("param");
  const found = await findPolicy(c.get("db"), authorise(c, "policy:read"), policy);
  if (!found) throw refuse("notFound", "/policy", "unknown", { what: "policy", value: policy });
  const { id, version, hash, state, document } = found;
  c.header("etag", `"v${version}"`);
  const warnings = checkPolicy(document);
  return c.json({ id, version, hash, state, document: document as unknown as { id: string }, warnings }, 200);
});
