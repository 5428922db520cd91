/** POST /v1/objections/{objection}/answer: answers an objection. */
import { createRoute, z } from "@hono/zod-openapi";
import { newAnswer, objection } from "../../../schema/publicationWire.ts";
import { scopeOf } from "../../auth/permissions.ts";
import { labelOf } from "../../store/settings.ts";
import { answerOne, withoutObjectors } from "../../usecases/objections.ts";
import { authorise, body, bodyProblems, endpoint, json, problems, signedIn, workOf } from "../endpoint.ts";
import { presentObjection } from "./present.ts";

const route = createRoute({
  method: "post",
  path: "/v1/objections/{objection}/answer",
  tags: ["公示"],
  summary: "答复异议",
  description: "一件只答复一次;成立的,须重开批次更正。",
  security: signedIn,
  request: { params: z.object({ objection: z.coerce.number().int().positive() }), body: body(newAnswer) },
  responses: {
    200: json(objection, "已答复"),
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

export const answerObjection = endpoint(route, async (c) => {
  const scope = authorise(c, "objection:answer");
  const answered = await answerOne(workOf(c), scope, c.req.valid("param").objection, c.req.valid("json"));
  const [shown] = withoutObjectors([answered], scopeOf(c.get("principal"), "personal:read"));
  return c.json({ ...presentObjection(shown!), label: await labelOf(c.get("db")) }, 200);
});
