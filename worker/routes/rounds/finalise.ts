/** POST /v1/rounds/{round}/finalise: makes a computed round final, with its evidence. */
import { createRoute, z } from "@hono/zod-openapi";
import { round } from "../../../schema/wire.ts";
import { labelOf } from "../../store/settings.ts";
import { finaliseRound as finalise } from "../../usecases/finaliseRound.ts";
import { authorise, endpoint, json, problems, signedIn, workOf } from "../endpoint.ts";
import { presentRound } from "./present.ts";

const route = createRoute({
  method: "post",
  path: "/v1/rounds/{round}/finalise",
  tags: ["批次"],
  summary: "审定",
  description: "由最近一次运算以外的人审定;各对象的明细写成存证,此后不再重算。数据有变动的先重算。",
  security: signedIn,
  request: { params: z.object({ round: z.string() }) },
  responses: {
    200: json(round, "已审定"),
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

export const finaliseRound = endpoint(route, async (c) => {
  const scope = authorise(c, "round:finalise");
  const final = await finalise(workOf(c), scope, c.req.valid("param").round);
  return c.json({ ...presentRound(final), label: await labelOf(c.get("db")) }, 200);
});
