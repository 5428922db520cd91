/** POST /v1/rounds/{round}/next: carries a final round into the next period. */
import { createRoute, z } from "@hono/zod-openapi";
import { carriedForward } from "../../../schema/carryForwardWire.ts";
import { scopeOf } from "../../auth/permissions.ts";
import { labelOf } from "../../store/settings.ts";
import { carryForward } from "../../usecases/carryForward.ts";
import { authorise, endpoint, json, problems, signedIn, workOf } from "../endpoint.ts";
import { presentRound } from "./present.ts";

const route = createRoute({
  method: "post",
  path: "/v1/rounds/{round}/next",
  tags: ["批次"],
  summary: "结转到下一期",
  description:
    "把审定了的批次结转到下一期:新批次为草稿,名册、台账和没有销号的整顿照旧跟着走;专项资金的结余起草进办法,由另一人启用之后再开启草稿。",
  security: signedIn,
  request: { params: z.object({ round: z.string() }) },
  responses: {
    201: json(carriedForward, "下一期的批次和结转的内容"),
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
    422: problems[422],
  },
});

export const createNextRound = endpoint(route, async (c) => {
  const [db, scope] = [c.get("db"), authorise(c, "round:create")];
  const { round, ...carried } = await carryForward(
    workOf(c),
    scope,
    scopeOf(c.get("principal"), "policy:write"),
    c.req.valid("param").round,
  );
  const label = await labelOf(db);
  c.header("location", `/v1/rounds/${round.id}`);
  return c.json({ round: presentRound(round), ...carried, label }, 201);
});
