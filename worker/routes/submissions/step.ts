/** POST /v1/rounds/{round}/submissions/{region}: a township submits; the county returns, accepts, locks. */
import { createRoute, z } from "@hono/zod-openapi";
import { submissionActions } from "../../../schema/submission.ts";
import { submission, submissionStep } from "../../../schema/submissionWire.ts";
import { labelOf } from "../../store/settings.ts";
import { stepSubmission as step } from "../../usecases/stepSubmission.ts";
import { authorise, body, bodyProblems, endpoint, json, problems, requestKey, signedIn, workOf } from "../endpoint.ts";
import { presentSubmission } from "./get.ts";

const route = createRoute({
  method: "post",
  path: "/v1/rounds/{round}/submissions/{region}",
  tags: ["批次"],
  summary: "上报、退回、审核、锁定",
  description: "乡镇上报以后不能再改本期各表,退回以后才能再改;退回须写原因;县里审核、锁定。同时办理的只有一个生效。",
  security: signedIn,
  request: { params: z.object({ round: z.string(), region: z.string() }), body: body(submissionStep) },
  responses: {
    200: json(submission, "办理之后的状态和历次办理"),
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

export const stepSubmission = endpoint(route, async (c) => {
  const { round, region } = c.req.valid("param");
  const { action, reason } = c.req.valid("json");
  const scope = authorise(c, submissionActions[action].permission);
  const { account, name } = c.get("principal");
  const asked = { round, regionCode: region, action, reason, by: { account, name } };
  const taken = await step(workOf(c), scope, asked, await requestKey(c));
  return c.json({ ...presentSubmission(taken), label: await labelOf(c.get("db")) }, 200);
});
