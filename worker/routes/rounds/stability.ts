/** GET /v1/rounds/{round}/stability: how stable ranks and lists are when weights are a little different. */
import { createRoute, z } from "@hono/zod-openapi";
import { stability, stabilityQuery } from "../../../schema/stability.ts";
import { labelOf } from "../../store/settings.ts";
import { roundStability } from "../../usecases/roundStability.ts";
import { authorise, endpoint, json, problems, requireRegion, signedIn, workOf } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/rounds/{round}/stability",
  tags: ["批次"],
  summary: "名次的稳定性",
  description:
    "最近一次运算:评分项的权重上下浮动时,各对象的名次在哪个范围。倒排的批次,排名依据须是某一星级评定办法的得分:按当时的数据重新评分、重抽权重、再倒排,并给出各对象列入的百分比。不保存任何内容。",
  security: signedIn,
  request: { params: z.object({ round: z.string() }), query: stabilityQuery },
  responses: {
    200: json(stability, "名次的范围"),
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    422: problems[422],
  },
});

export const getStability = endpoint(route, async (c) => {
  const scope = authorise(c, "stability:read");
  const query = c.req.valid("query");
  requireRegion(scope, query.region, "/region");
  const answer = await roundStability(workOf(c), scope, c.req.valid("param").round, query);
  return c.json({ ...answer, label: await labelOf(c.get("db")) }, 200);
});
