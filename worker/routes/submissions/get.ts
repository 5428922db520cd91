/** GET /v1/rounds/{round}/submissions/{region}: where a township's submission stands, and how it came there. */
import { createRoute, z } from "@hono/zod-openapi";
import { submission } from "../../../schema/submissionWire.ts";
import { labelOf } from "../../store/settings.ts";
import { readSubmission, type Submission } from "../../usecases/readSubmission.ts";
import { authorise, endpoint, json, problems, signedIn } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/rounds/{round}/submissions/{region}",
  tags: ["批次"],
  summary: "一个乡镇的报送",
  security: signedIn,
  request: { params: z.object({ round: z.string(), region: z.string() }) },
  responses: {
    200: json(submission, "现在的状态和历次办理"),
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

/** A submission as it is shown. */
export const presentSubmission = ({ steps, ...head }: Submission) => ({
  ...head,
  steps: steps.map(({ step, state, at, account, name, reason }) => ({
    ...{ step, state, at, principal: { account, name }, reason },
  })),
});

export const getSubmission = endpoint(route, async (c) => {
  const scope = authorise(c, "round:read");
  const { round, region } = c.req.valid("param");
  const found = await readSubmission(c.get("db"), scope, round, region);
  return c.json({ ...presentSubmission(found), label: await labelOf(c.get("db")) }, 200);
});
