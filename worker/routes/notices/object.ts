/** POST /v1/notices/{notice}/objections: logs an objection. */
import { createRoute, z } from "@hono/zod-openapi";
import { newObjection, objection } from "../../../schema/publicationWire.ts";
import { scopeOf } from "../../auth/permissions.ts";
import { labelOf } from "../../store/settings.ts";
import { logObjection, withoutObjectors } from "../../usecases/objections.ts";
import { authorise, body, bodyProblems, endpoint, json, problems, requestKey, signedIn, workOf } from "../endpoint.ts";
import { presentObjection } from "./present.ts";

const route = createRoute({
  method: "post",
  path: "/v1/notices/{notice}/objections",
  tags: ["公示"],
  summary: "登记异议",
  security: signedIn,
  request: { params: z.object({ notice: z.coerce.number().int().positive() }), body: body(newObjection) },
  responses: {
    201: json(objection, "已登记"),
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

export const createObjection = endpoint(route, async (c) => {
  const scope = authorise(c, "objection:write");
  const made = await logObjection(
    workOf(c),
    scope,
    c.req.valid("param").notice,
    c.req.valid("json"),
    await requestKey(c),
  );
  const [shown] = withoutObjectors([made], scopeOf(c.get("principal"), "personal:read"));
  return c.json({ ...presentObjection(shown!), label: await labelOf(c.get("db")) }, 201);
});
