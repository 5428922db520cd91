/** GET /v1/cases/{case}: a case of rectification, all that was done, and how the earlier ones ended. */
import { createRoute, z } from "@hono/zod-openapi";
import { caseDetail } from "../../../schema/rectificationWire.ts";
import { labelOf } from "../../store/settings.ts";
import { readCases, requireCase } from "../../usecases/readCases.ts";
import { authorise, endpoint, json, problems, signedIn } from "../endpoint.ts";
import { presentCase } from "./present.ts";

const route = createRoute({
  method: "get",
  path: "/v1/cases/{case}",
  tags: ["集中整顿"],
  summary: "一个党组织的整顿",
  security: signedIn,
  request: { params: z.object({ case: z.string() }) },
  responses: {
    200: json(caseDetail, "现在的状态、历次办理和以前年度的整顿"),
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const getCase = endpoint(route, async (c) => {
  const scope = authorise(c, "case:read");
  const db = c.get("db");
  const { id } = await requireCase(db, scope, c.req.valid("param").case);
  const [found] = await readCases(db, scope, { id }, c.get("now"));
  return c.json({ ...presentCase(found!), label: await labelOf(db) }, 200);
});
