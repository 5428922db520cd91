/** GET /v1/notices/{notice}/objections: the objections to a notice, those without an answer first. */
import { createRoute, z } from "@hono/zod-openapi";
import { objectionList } from "../../../schema/publicationWire.ts";
import { scopeOf } from "../../auth/permissions.ts";
import { objectionsOf } from "../../store/notices.ts";
import { labelOf } from "../../store/settings.ts";
import { requireNotice, withoutObjectors } from "../../usecases/objections.ts";
import { authorise, endpoint, json, problems, signedIn } from "../endpoint.ts";
import { presentObjection } from "./present.ts";

const route = createRoute({
  method: "get",
  path: "/v1/notices/{notice}/objections",
  tags: ["公示"],
  summary: "异议",
  description: "反映人受保护:只给有权看个人信息的人。",
  security: signedIn,
  request: { params: z.object({ notice: z.coerce.number().int().positive() }) },
  responses: {
    200: json(objectionList, "异议,未答复的在前"),
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const listObjections = endpoint(route, async (c) => {
  const [db, scope] = [c.get("db"), authorise(c, "objection:read")];
  const { id } = await requireNotice(db, scope, c.req.valid("param").notice);
  const found = await objectionsOf(db, scope, { notice: id });
  const shown = withoutObjectors(found, scopeOf(c.get("principal"), "personal:read"));
  return c.json({ objections: shown.map(presentObjection), label: await labelOf(db) }, 200);
});
