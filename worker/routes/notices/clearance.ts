/** GET /v1/notices/{notice}/clearance: the statement that no objection stands (无异议证明). */
import { createRoute, z } from "@hono/zod-openapi";
import { clearance } from "../../../schema/publicationWire.ts";
import { labelOf } from "../../store/settings.ts";
import { clearanceOf, requireNotice } from "../../usecases/objections.ts";
import { authorise, endpoint, json, problems, signedIn, workOf } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/notices/{notice}/clearance",
  tags: ["公示"],
  summary: "无异议证明",
  security: signedIn,
  request: { params: z.object({ notice: z.coerce.number().int().positive() }) },
  responses: {
    200: json(clearance, "无异议证明"),
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

export const getClearance = endpoint(route, async (c) => {
  const [db, scope] = [c.get("db"), authorise(c, "objection:read")];
  const found = await clearanceOf(workOf(c), await requireNotice(db, scope, c.req.valid("param").notice));
  return c.json({ ...found, label: await labelOf(db) }, 200);
});
