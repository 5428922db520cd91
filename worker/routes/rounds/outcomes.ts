/** GET /v1/rounds/{round}/outcomes: the results of a round's last run inside my region. */
import { createRoute, z } from "@hono/zod-openapi";
import { outcomeList, outcomeQuery } from "../../../schema/wire.ts";
import { labelOf } from "../../store/settings.ts";
import { listOutcomes as readOutcomes } from "../../usecases/listOutcomes.ts";
import { endpoint, fromCursor, json, problems, requireRegion, signedIn, toCursor } from "../endpoint.ts";
import { outcomeScope } from "./outcomeScope.ts";

const route = createRoute({
  method: "get",
  path: "/v1/rounds/{round}/outcomes",
  tags: ["批次"],
  summary: "结果",
  security: signedIn,
  request: { params: z.object({ round: z.string() }), query: outcomeQuery },
  responses: {
    200: json(outcomeList, "结果;未评分的单列"),
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const listOutcomes = endpoint(route, async (c) => {
  const { round } = c.req.valid("param");
  const scope = await outcomeScope(c, round);
  const db = c.get("db");
  const { region, selected, cursor, limit = 10_000 } = c.req.valid("query");
  requireRegion(scope, region, "/region");
  const query = {
    region,
    selected: selected === undefined ? undefined : selected === "true",
    after: fromCursor(cursor),
    limit,
  };
  const [{ next, ...page }, label] = await Promise.all([readOutcomes(db, scope, round, query), labelOf(db)]);
  return c.json({ ...page, next: toCursor(next), label }, 200);
});
