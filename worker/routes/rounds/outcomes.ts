/** GET /v1/rounds/{round}/outcomes: the results of a round's last run inside my region. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Outcome, Unscored } from "../../../schema/outcome.ts";
import { narrow } from "../../../schema/region.ts";
import { outcomeList, outcomeQuery } from "../../../schema/wire.ts";
import { lastRun, outcomesOf } from "../../store/rounds.ts";
import { labelOf } from "../../store/settings.ts";
import { requireRound } from "../../usecases/requireRound.ts";
import { authorise, endpoint, fromCursor, json, problems, requireRegion, signedIn, toCursor } from "../endpoint.ts";

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
  const scope = authorise(c, "outcome:read");
  const db = c.get("db");
  const { region, selected, cursor, limit = 10_000 } = c.req.valid("query");
  requireRegion(scope, region, "/region");
  const round = await requireRound(db, scope, c.req.valid("param").round);
  const [run, label] = await Promise.all([lastRun(db, scope, round.id), labelOf(db)]);
  const inside = region === undefined ? scope : narrow(scope, region);
  const page = {
    after: fromCursor(cursor),
    limit: limit + 1,
    selected: selected === undefined ? undefined : selected === "true",
  };
  const found = run ? await outcomesOf(db, inside, round.id, run.id, page) : [];
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const next = found.length > rows.length && last ? { regionCode: last.regionCode, id: last.subjectId } : undefined;
  return c.json(
    {
      round: round.id,
      run: run?.id ?? null,
      outcomes: rows.filter(({ scored }) => scored).map(({ body }) => JSON.parse(body) as Outcome),
      unscored: rows.filter(({ scored }) => !scored).map(({ body }) => JSON.parse(body) as Unscored),
      next: toCursor(next),
      label,
    },
    200,
  );
});
