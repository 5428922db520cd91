/** GET /v1/rounds/{round}/outcomes/{subject}: one result with its trace. */
import { createRoute, z } from "@hono/zod-openapi";
import { explainedOutcome } from "../../../schema/wire.ts";
import { labelOf } from "../../store/settings.ts";
import { explainOutcome } from "../../usecases/explainOutcome.ts";
import { authorise, endpoint, json, problems, signedIn, workOf } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/rounds/{round}/outcomes/{subject}",
  tags: ["批次"],
  summary: "得分明细",
  security: signedIn,
  request: { params: z.object({ round: z.string(), subject: z.string() }) },
  responses: {
    200: json(explainedOutcome, "结果和得分明细"),
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const getOutcome = endpoint(route, async (c) => {
  const scope = authorise(c, "outcome:read");
  const { round: roundId, subject } = c.req.valid("param");
  const { round, run, policy, result, trace } = await explainOutcome(workOf(c), scope, roundId, subject);
  const { id, version, hash } = policy;
  return c.json(
    {
      ...result,
      round: round.id,
      run: run.id,
      push: run.push,
      policy: { id, version, hash, title: policy.document.title },
      label: await labelOf(c.get("db")),
      trace,
    },
    200,
  );
});
