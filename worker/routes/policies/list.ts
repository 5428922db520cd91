/** GET /v1/policies: the policies in force. */
import { createRoute } from "@hono/zod-openapi";
import { periodsOf, subjectsOf } from "../../../schema/policy/policy.ts";
import { policyList } from "../../../schema/wire.ts";
import { assumedIn } from "../../core/assumed.ts";
import { currentDocuments } from "../../store/current.ts";
import { authorise, endpoint, json, problems, signedIn } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/policies",
  tags: ["办法"],
  summary: "现行办法",
  security: signedIn,
  responses: { 200: json(policyList, "现行办法"), 401: problems[401], 403: problems[403] },
});

export const listPolicies = endpoint(route, async (c) => {
  const current = await currentDocuments(c.get("db"), authorise(c, "policy:read"));
  const policies = current.policies.map(({ document, id, version, hash, state }) => {
    const { title, kind, issuer } = document;
    const [subject, period] = [subjectsOf(document), periodsOf(document)];
    return { id, version, hash, state, title, kind, issuer, subject, period, assumed: assumedIn(document).length };
  });
  return c.json({ policies }, 200);
});
