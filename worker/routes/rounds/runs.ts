/** GET /v1/rounds/{round}/runs: how often a round was computed, when and by whom. */
import { createRoute, z } from "@hono/zod-openapi";
import { runList } from "../../../schema/wire.ts";
import { listRuns as readRuns } from "../../store/rounds.ts";
import { labelOf } from "../../store/settings.ts";
import { requireRound } from "../../usecases/requireRound.ts";
import { authorise, endpoint, json, problems, signedIn } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/rounds/{round}/runs",
  tags: ["批次"],
  summary: "各次运算",
  security: signedIn,
  request: { params: z.object({ round: z.string() }) },
  responses: {
    200: json(runList, "各次运算,最近的在前"),
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const listRuns = endpoint(route, async (c) => {
  const scope = authorise(c, "round:read");
  const db = c.get("db");
  const round = await requireRound(db, scope, c.req.valid("param").round);
  const [found, label] = await Promise.all([readRuns(db, scope, round.id), labelOf(db)]);
  const runs = found.map(({ id, at, by, push, policyVersion, engine, scored, unscored, written }) => ({
    ...{ id, at, by, push, policyVersion, engine },
    ...{ scored, unscored, written },
  }));
  return c.json({ runs, label }, 200);
});
