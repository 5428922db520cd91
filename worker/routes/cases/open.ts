/** POST /v1/rounds/{round}/cases: opens a case of rectification for every organization on a final backward list. */
import { createRoute, z } from "@hono/zod-openapi";
import { newCases, openedCases } from "../../../schema/rectificationWire.ts";
import { labelOf } from "../../store/settings.ts";
import { openCases as openAll } from "../../usecases/openCases.ts";
import { authorise, body, bodyProblems, endpoint, json, problems, requestKey, signedIn, workOf } from "../endpoint.ts";

const route = createRoute({
  method: "post",
  path: "/v1/rounds/{round}/cases",
  tags: ["集中整顿"],
  summary: "按审定的后进名单立案",
  description: "名单上管辖范围内的每个党组织立一件;再次办理只补立还没有的。",
  security: signedIn,
  request: { params: z.object({ round: z.string() }), body: body(newCases) },
  responses: {
    200: json(openedCases, "名单上各件"),
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

export const openCases = endpoint(route, async (c) => {
  const scope = authorise(c, "case:review");
  const asked = { ...c.req.valid("param"), ...c.req.valid("json") };
  const opened = await openAll(workOf(c), scope, asked, await requestKey(c));
  return c.json({ ...opened, label: await labelOf(c.get("db")) }, 200);
});
