/** POST /v1/rounds/{round}/steps: opens a draft, or opens again what is published or final. */
import { createRoute, z } from "@hono/zod-openapi";
import { roundStep } from "../../../schema/publicationWire.ts";
import { roundActions } from "../../../schema/round.ts";
import { round } from "../../../schema/wire.ts";
import { labelOf } from "../../store/settings.ts";
import { stepRound as take } from "../../usecases/stepRound.ts";
import { authorise, body, bodyProblems, endpoint, json, problems, signedIn, workOf } from "../endpoint.ts";
import { presentRound } from "./present.ts";

const route = createRoute({
  method: "post",
  path: "/v1/rounds/{round}/steps",
  tags: ["批次"],
  summary: "开启草稿、改用现行办法、重开",
  description:
    "办法有误的,启用更正的一版之后,没有公示的批次可以改用,须写原因,再重算。已公示、已审定的批次可以重开,须写原因:公示随之结束,以前的运算、存证都留着;更正、重算之后再公示、再审定。",
  security: signedIn,
  request: { params: z.object({ round: z.string() }), body: body(roundStep) },
  responses: {
    200: json(round, "办理之后的批次"),
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

export const stepRound = endpoint(route, async (c) => {
  const asked = c.req.valid("json");
  const scope = authorise(c, roundActions[asked.action].permission);
  const moved = await take(workOf(c), scope, c.req.valid("param").round, asked);
  return c.json({ ...presentRound(moved), label: await labelOf(c.get("db")) }, 200);
});
