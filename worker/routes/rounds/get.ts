/** GET /v1/rounds/{round}: one round. */
import { createRoute, z } from "@hono/zod-openapi";
import { round } from "../../../schema/wire.ts";
import { labelOf } from "../../store/settings.ts";
import { requireRound } from "../../usecases/requireRound.ts";
import { authorise, endpoint, json, problems, signedIn } from "../endpoint.ts";
import { presentRound } from "./present.ts";

const route = createRoute({
  method: "get",
  path: "/v1/rounds/{round}",
  tags: ["批次"],
  summary: "一个批次",
  security: signedIn,
  request: { params: z.object({ round: z.string() }) },
  responses: { 200: json(round, "批次"), 401: problems[401], 403: problems[403], 404: problems[404] },
});

export const getRound = endpoint(route, async (c) => {
  const found = await requireRound(c.get("db"), authorise(c, "round:read"), c.req.valid("param").round);
  return c.json({ ...presentRound(found), label: await labelOf(c.get("db")) }, 200);
});
