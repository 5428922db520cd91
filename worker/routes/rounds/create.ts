/** POST /v1/rounds: opens a round. */
import { createRoute } from "@hono/zod-openapi";
import { newRound, round } from "../../../schema/wire.ts";
import { labelOf } from "../../store/settings.ts";
import { openRound } from "../../usecases/openRound.ts";
import { authorise, body, bodyProblems, endpoint, json, problems, requestKey, signedIn, workOf } from "../endpoint.ts";
import { presentRound } from "./present.ts";

const route = createRoute({
  method: "post",
  path: "/v1/rounds",
  tags: ["批次"],
  summary: "开一个批次",
  security: signedIn,
  request: { body: body(newRound) },
  responses: {
    201: json(round, "已开"),
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

export const createRound = endpoint(route, async (c) => {
  const scope = authorise(c, "round:create");
  const opened = await openRound(workOf(c), scope, c.req.valid("json"), await requestKey(c));
  c.header("location", `/v1/rounds/${opened.id}`);
  return c.json({ ...presentRound(opened), label: await labelOf(c.get("db")) }, 201);
});
