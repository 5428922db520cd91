/** POST /v1/policies/{policy}/simulate: what a round would come to with some values replaced; nothing of it is kept. */
import { createRoute, z } from "@hono/zod-openapi";
import { deeperThan, mostLevels } from "../../../schema/depth.ts";
import { simulated, simulation } from "../../../schema/moves.ts";
import { narrow } from "../../../schema/region.ts";
import { refuse } from "../../refusal.ts";
import { findPolicy } from "../../store/documents.ts";
import { labelOf } from "../../store/settings.ts";
import { requireWholeRound } from "../../usecases/requireRound.ts";
import { simulate } from "../../usecases/simulate.ts";
import {
  authorise,
  body,
  bodyProblems,
  endpoint,
  json,
  problems,
  requireRegion,
  signedIn,
  workOf,
} from "../endpoint.ts";

const route = createRoute({
  method: "post",
  path: "/v1/policies/{policy}/simulate",
  tags: ["办法"],
  summary: "试算一个批次",
  description:
    "用批次的数据,换一个版本、换几个参数或换几个指标值再评一遍,答复谁会变动;结果不保存,只留一行审计(谁、何时、试了什么)。",
  security: signedIn,
  request: { params: z.object({ policy: z.string() }), body: body(simulation) },
  responses: {
    200: json(simulated, "谁会变动"),
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const simulatePolicy = endpoint(route, async (c) => {
  const scope = authorise(c, "policy:simulate");
  const db = c.get("db");
  const { policy } = c.req.valid("param");
  const asked = c.req.valid("json");
  const tooDeep = (asked.values ?? []).findIndex(({ value }) => deeperThan(value, mostLevels));
  if (tooDeep >= 0) throw refuse("invalid", `/values/${tooDeep}/value`, "tooDeep", { limit: mostLevels });
  if (!(await findPolicy(db, scope, policy)))
    throw refuse("notFound", "/policy", "unknown", { what: "policy", value: policy });
  const round = await requireWholeRound(db, scope, asked.round);
  if (round.policyId !== policy) throw refuse("invalid", "/round", "otherPolicy", { value: round.id, policy });
  requireRegion(narrow(scope, round.regionCode), asked.region, "/region");
  const answer = await simulate(workOf(c), scope, round, asked);
  return c.json({ ...answer, label: await labelOf(db) }, 200);
});
