/** POST /v1/policies/{policy}/versions/{version}/activate: a second person puts a draft in force. */
import { createRoute } from "@hono/zod-openapi";
import { policyActivated } from "../../../schema/wire.ts";
import { activatePolicy } from "../../usecases/activatePolicy.ts";
import { authorise, endpoint, json, problems, requestKey, signedIn, workOf } from "../endpoint.ts";
import { versionParams } from "./version.ts";

const route = createRoute({
  method: "post",
  path: "/v1/policies/{policy}/versions/{version}/activate",
  tags: ["办法"],
  summary: "启用",
  description: "算例须全部相符,启用人不能是现行版之后任何一版的起草人。已开的批次仍按原来的一版。",
  security: signedIn,
  request: { params: versionParams },
  responses: {
    200: json(policyActivated, "已启用"),
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
    422: problems[422],
  },
});

export const activatePolicyVersion = endpoint(route, async (c) => {
  const scope = authorise(c, "policy:activate");
  const { policy: id, version } = c.req.valid("param");
  return c.json(await activatePolicy(workOf(c), scope, { id, version }, await requestKey(c)), 200);
});
