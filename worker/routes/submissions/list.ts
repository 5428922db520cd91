/** GET /v1/rounds/{round}/submissions: how far the townships of a round are, and whom to remind (报送进度). */
import { createRoute, z } from "@hono/zod-openapi";
import { submissionProgress } from "../../../schema/submissionWire.ts";
import { labelOf } from "../../store/settings.ts";
import { readProgress } from "../../usecases/readProgress.ts";
import { authorise, endpoint, json, problems, signedIn } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/rounds/{round}/submissions",
  tags: ["批次"],
  summary: "报送进度",
  description: "管辖范围内各乡镇一行,未报的在前;remind 为可以直接发出的催报文字。",
  security: signedIn,
  request: { params: z.object({ round: z.string() }) },
  responses: {
    200: json(submissionProgress, "各乡镇的报送"),
    401: problems[401],
    403: problems[403],
    404: problems[404],
    422: problems[422],
  },
});

export const listSubmissions = endpoint(route, async (c) => {
  const { round } = c.req.valid("param");
  const db = c.get("db");
  const progress = await readProgress(db, authorise(c, "round:read"), round, c.get("now"));
  return c.json({ round, ...progress, label: await labelOf(db) }, 200);
});
