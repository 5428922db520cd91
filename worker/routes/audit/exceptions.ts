/** GET /v1/audit/exceptions: the rows that an auditor asks about. */
import { createRoute } from "@hono/zod-openapi";
import { exceptionList, exceptionQuery } from "../../../schema/exceptions.ts";
import { narrow } from "../../../schema/region.ts";
import { readCatalogue } from "../../usecases/catalogue.ts";
import { listExceptions as find } from "../../usecases/listExceptions.ts";
import { authorise, endpoint, json, problems, requireRegion, signedIn } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/audit/exceptions",
  tags: ["审计"],
  summary: "疑点",
  description:
    "审计要问的几种情形,逐项说明哪张表、哪一行、哪些列、何人何时、为什么列出。只是线索:列出不等于有错。号码只显示末四位,票数不显示。",
  security: signedIn,
  request: { query: exceptionQuery },
  responses: {
    200: json(exceptionList, "疑点,最近的在前"),
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const listExceptions = endpoint(route, async (c) => {
  const all = authorise(c, "audit:read");
  const { kind, region, limit = 1000 } = c.req.valid("query");
  requireRegion(all, region, "/region");
  const db = c.get("db");
  const scope = region === undefined ? all : narrow(all, region);
  const catalogue = await readCatalogue(db, scope);
  return c.json({ ...(await find({ db, scope, catalogue }, kind, limit)), label: catalogue.label }, 200);
});
