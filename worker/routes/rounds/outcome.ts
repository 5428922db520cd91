/** GET /v1/rounds/{round}/outcomes/{subject}: one result of a run with its trace. */
import { createRoute, z } from "@hono/zod-openapi";
import { explainedOutcome, explainQuery } from "../../../schema/wire.ts";
import { explainOutcome } from "../../usecases/explainOutcome.ts";
import { endpoint, json, problems, signedIn, workOf } from "../endpoint.ts";
import { visibleTrace } from "../visibleTrace.ts";
import { outcomeScope } from "./outcomeScope.ts";

const route = createRoute({
  method: "get",
  path: "/v1/rounds/{round}/outcomes/{subject}",
  tags: ["批次"],
  summary: "得分明细",
  description: "默认为最近一次运算,可用 run 指明任一次;按当时的数据和办法。审定的那次运算,明细取自存证。",
  security: signedIn,
  request: { params: z.object({ round: z.string(), subject: z.string() }), query: explainQuery },
  responses: {
    200: json(explainedOutcome, "结果和得分明细"),
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    500: problems[500],
  },
});

export const getOutcome = endpoint(route, async (c) => {
  const { round, subject } = c.req.valid("param");
  const scope = await outcomeScope(c, round);
  const explained = await explainOutcome(workOf(c), scope, round, subject, c.req.valid("query").run);
  return c.json({ ...explained, trace: visibleTrace(c, explained.trace, explained.regionCode) }, 200);
});
