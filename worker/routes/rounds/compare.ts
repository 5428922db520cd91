/** GET /v1/rounds/{round}/compare: who moved between two runs or two periods, and why. */
import { createRoute, z } from "@hono/zod-openapi";
import { compareQuery, comparison } from "../../../schema/moves.ts";
import { labelOf } from "../../store/settings.ts";
import { compareRuns } from "../../usecases/compareRuns.ts";
import { endpoint, json, problems, requireRegion, signedIn, workOf } from "../endpoint.ts";
import { outcomeScope } from "./outcomeScope.ts";

const route = createRoute({
  method: "get",
  path: "/v1/rounds/{round}/compare",
  tags: ["批次"],
  summary: "比较两次运算",
  description:
    "同一批次的两次运算,或同一办法两个批次(两期)的运算:谁变动了、为什么。with、withRun 为以前的一方,只列管辖范围内的对象。",
  security: signedIn,
  request: { params: z.object({ round: z.string() }), query: compareQuery },
  responses: {
    200: json(comparison, "谁变动了、为什么"),
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    422: problems[422],
  },
});

export const compareRound = endpoint(route, async (c) => {
  const { round } = c.req.valid("param");
  const scope = await outcomeScope(c, round);
  const query = c.req.valid("query");
  requireRegion(scope, query.region, "/region");
  const answer = await compareRuns(workOf(c), scope, round, query);
  return c.json({ ...answer, label: await labelOf(c.get("db")) }, 200);
});
