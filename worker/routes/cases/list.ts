/** GET /v1/cases: the cases of rectification in my region, the overdue ones first. */
import { createRoute } from "@hono/zod-openapi";
import { caseList, caseQuery } from "../../../schema/rectificationWire.ts";
import { labelOf } from "../../store/settings.ts";
import { readCases } from "../../usecases/readCases.ts";
import { authorise, endpoint, json, problems, requireRegion, signedIn } from "../endpoint.ts";
import { presentStanding } from "./present.ts";

const route = createRoute({
  method: "get",
  path: "/v1/cases",
  tags: ["集中整顿"],
  summary: "集中整顿的各件",
  description: "不写 round、state 时列出没有销号的各件,不论哪一年立案;超期的在前,remind 为可以直接发出的催办文字。",
  security: signedIn,
  request: { query: caseQuery },
  responses: {
    200: json(caseList, "各件"),
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const listCases = endpoint(route, async (c) => {
  const scope = authorise(c, "case:read");
  const { overdue, ...query } = c.req.valid("query");
  requireRegion(scope, query.region, "/region");
  const db = c.get("db");
  const isOverdue = overdue === undefined ? undefined : overdue === "true";
  const cases = await readCases(db, scope, { ...query, overdue: isOverdue }, c.get("now"));
  return c.json({ cases: cases.map(presentStanding), label: await labelOf(db) }, 200);
});
