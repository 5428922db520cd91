/** POST /v1/policies: a policy document as a draft. */
import { createRoute } from "@hono/zod-openapi";
import { newPolicyVersion, policyDraft } from "../../../schema/wire.ts";
import { draftPolicy } from "../../usecases/draftPolicy.ts";
import { authorise, body, bodyProblems, endpoint, json, problems, requestKey, signedIn, workOf } from "../endpoint.ts";
import { readPolicyDocument } from "../policyDocument.ts";

const route = createRoute({
  method: "post",
  path: "/v1/policies",
  tags: ["办法"],
  summary: "存草案",
  description: "新办法,或在最新一版(baseVersion)上修改的办法。算例不符也可以存,但不能启用。",
  security: signedIn,
  request: { body: body(newPolicyVersion) },
  responses: {
    201: json(policyDraft, "已存为草案"),
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

export const createPolicy = endpoint(route, async (c) => {
  const writable = authorise(c, "policy:write");
  const { document, baseVersion, note } = c.req.valid("json");
  const version = { document: readPolicyDocument(document, "/document"), baseVersion, note };
  const drafted = await draftPolicy(workOf(c), writable, version, await requestKey(c));
  c.header("location", `/v1/policies/${drafted.id}/versions/${drafted.version}`);
  return c.json(drafted, 201);
});
