/** GET /v1/pushes/{push}: what a push did to each row of my region. */
import { createRoute, z } from "@hono/zod-openapi";
import { pushRowsQuery, pushStory } from "../../../schema/wire.ts";
import { readPush } from "../../usecases/readPushes.ts";
import { endpoint, json, problems, signedIn } from "../endpoint.ts";
import { sightOf } from "./sight.ts";

/** Which push a path names. */
export const pushParams = z.object({ push: z.coerce.number().int().positive() });

const route = createRoute({
  method: "get",
  path: "/v1/pushes/{push}",
  tags: ["提交"],
  summary: "一次提交的逐行改动",
  security: signedIn,
  request: { params: pushParams, query: pushRowsQuery },
  responses: {
    200: json(pushStory, "管辖范围内的行,从什么改成什么"),
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const getPush = endpoint(route, async (c) => {
  const { sight, catalogue } = await sightOf(c);
  const { cursor, limit = 1000 } = c.req.valid("query");
  const page = { after: cursor, limit };
  const found = await readPush(c.get("db"), sight, catalogue, c.req.valid("param").push, page);
  return c.json({ ...found, label: catalogue.label }, 200);
});
