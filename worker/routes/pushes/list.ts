/** GET /v1/pushes: who pushed what to which sheet, as far as it touched my region. */
import { createRoute } from "@hono/zod-openapi";
import { pushList, pushQuery } from "../../../schema/wire.ts";
import { readPushes } from "../../usecases/readPushes.ts";
import { endpoint, json, problems, signedIn } from "../endpoint.ts";
import { sightOf } from "./sight.ts";

const route = createRoute({
  method: "get",
  path: "/v1/pushes",
  tags: ["提交"],
  summary: "历次提交",
  description: "改动了管辖范围内的行的提交;何人何时提交到哪张表,是否已撤销。",
  security: signedIn,
  request: { query: pushQuery },
  responses: { 200: json(pushList, "最近的在前"), 400: problems[400], 401: problems[401], 403: problems[403] },
});

export const listPushes = endpoint(route, async (c) => {
  const { sight, catalogue } = await sightOf(c);
  const { cursor, limit = 100, ...filter } = c.req.valid("query");
  const query = { ...filter, before: cursor };
  const found = await readPushes(c.get("db"), sight, catalogue, query, limit);
  return c.json({ ...found, label: catalogue.label }, 200);
});
