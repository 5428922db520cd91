/** POST /v1/rounds/{round}/compute: computes a round over the data as it stands. */
import { createRoute, z } from "@hono/zod-openapi";
import { computed } from "../../../schema/wire.ts";
import { computeRound as compute } from "../../usecases/computeRound.ts";
import { requireWholeRound } from "../../usecases/requireRound.ts";
import { authorise, endpoint, json, problems, signedIn, workOf } from "../endpoint.ts";

const route = createRoute({
  method: "post",
  path: "/v1/rounds/{round}/compute",
  tags: ["批次"],
  summary: "重算",
  description: "只写有变化的结果;数据没有变动时写 0 条。",
  security: signedIn,
  request: { params: z.object({ round: z.string() }) },
  responses: {
    200: json(computed, "已算"),
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
    422: problems[422],
  },
});

export const computeRound = endpoint(route, async (c) => {
  const scope = authorise(c, "round:compute");
  const round = await requireWholeRound(c.get("db"), scope, c.req.valid("param").round);
  return c.json(await compute(workOf(c), round), 200);
});
