/** GET /v1/sheets/{sheet}: the definition and the rows of a sheet. */
import { createRoute, z } from "@hono/zod-openapi";
import { pullQuery, sheetRows } from "../../../schema/wire.ts";
import { endpoint, json, problems, signedIn, toCursor } from "../endpoint.ts";
import { pulled } from "./pulled.ts";
import { requireSheet } from "./requireSheet.ts";

const route = createRoute({
  method: "get",
  path: "/v1/sheets/{sheet}",
  tags: ["表"],
  summary: "取数",
  security: signedIn,
  request: { params: z.object({ sheet: z.string() }), query: pullQuery },
  responses: {
    200: json(sheetRows, "表的定义和行"),
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const pullSheet = endpoint(route, async (c) => {
  const found = await requireSheet(c, c.req.valid("param").sheet);
  const query = c.req.valid("query");
  const { definition, rows, push, next } = await pulled(c, found, query);
  const rest = { push, asOf: query.asOf, next: toCursor(next), label: found.catalogue.label };
  // The rows are JSON already.
  const text = `{"definition":${JSON.stringify(definition)},"rows":[${rows.join()}],${JSON.stringify(rest).slice(1)}`;
  return c.body(text, 200, { "content-type": "application/json" }) as never;
});
