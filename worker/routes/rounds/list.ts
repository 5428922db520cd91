/** GET /v1/rounds: the rounds that I take part in. */
import { createRoute } from "@hono/zod-openapi";
import { roundList, roundQuery } from "../../../schema/wire.ts";
import { listRounds as readRounds } from "../../store/rounds.ts";
import { labelOf } from "../../store/settings.ts";
import { authorise, endpoint, json, problems, signedIn } from "../endpoint.ts";
import { presentRound } from "./present.ts";

const route = createRoute({
  method: "get",
  path: "/v1/rounds",
  tags: ["批次"],
  summary: "各批次",
  security: signedIn,
  request: { query: roundQuery },
  responses: { 200: json(roundList, "各批次"), 400: problems[400], 401: problems[401], 403: problems[403] },
});

export const listRounds = endpoint(route, async (c) => {
  const scope = authorise(c, "round:read");
  const [rounds, label] = await Promise.all([
    readRounds(c.get("db"), scope, c.req.valid("query")),
    labelOf(c.get("db")),
  ]);
  return c.json({ rounds: rounds.map(presentRound), label }, 200);
});
