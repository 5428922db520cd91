/** GET /v1/sheets/{sheet}/rows/{id}/history: who changed a row when, cell by cell. */
import { createRoute, z } from "@hono/zod-openapi";
import { historyQuery, rowHistory } from "../../../schema/wire.ts";
import { sheetReader } from "../../auth/permissions.ts";
import { rowHistory as readHistory } from "../../usecases/rowHistory.ts";
import { endpoint, json, problems, requirePeriod, signedIn } from "../endpoint.ts";
import { requireSheet } from "./requireSheet.ts";

const route = createRoute({
  method: "get",
  path: "/v1/sheets/{sheet}/rows/{id}/history",
  tags: ["表"],
  summary: "一行的历次改动",
  description: "何人何时在哪次提交中把哪一格从什么改成什么;参数表、算例表为各版的改动,何人起草、何人启用。",
  security: signedIn,
  request: { params: z.object({ sheet: z.string(), id: z.string() }), query: historyQuery },
  responses: {
    200: json(rowHistory, "最近的在前"),
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const getRowHistory = endpoint(route, async (c) => {
  const { sheet: name, id } = c.req.valid("param");
  const { catalogue, sheet, scope } = await requireSheet(c, name);
  const { period = "", column, cursor, limit = 100 } = c.req.valid("query");
  if (sheet.rows !== "ofRound") requirePeriod(sheet, period, "badQuery");
  const reader = sheetReader(c.get("principal"));
  const query = { period, id, column, before: cursor, limit, reader };
  const found = await readHistory(c.get("db"), scope, catalogue, sheet, query);
  return c.json({ ...found, label: catalogue.label }, 200);
});
