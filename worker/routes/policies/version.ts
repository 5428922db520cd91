/** GET /v1/policies/{policy}/versions/{version}: one version in full, and what it changes. */
import { createRoute, z } from "@hono/zod-openapi";
import { comparedVersion } from "../../../schema/wire.ts";
import { compareVersion } from "../../usecases/readVersions.ts";
import { authorise, endpoint, json, problems, signedIn } from "../endpoint.ts";

/** Which version of which policy a path names. */
export const versionParams = z.object({ policy: z.string(), version: z.coerce.number().int().positive() });

const route = createRoute({
  method: "get",
  path: "/v1/policies/{policy}/versions/{version}",
  tags: ["办法"],
  summary: "某一版和它的改动",
  security: signedIn,
  request: { params: versionParams },
  responses: {
    200: json(comparedVersion, "全文、不符的算例、与现行一版的不同"),
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const getPolicyVersion = endpoint(route, async (c) => {
  const { policy, version } = c.req.valid("param");
  const found = await compareVersion(c.get("db"), authorise(c, "policy:read"), policy, version);
  const { id, hash, state, document, failed, warnings, changed } = found;
  c.header("etag", `"v${version}"`);
  return c.json(
    { id, version, hash, state, document: document as unknown as { id: string }, failed, warnings, changed },
    200,
  );
});
