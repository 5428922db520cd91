/** GET /v1/sheets/{sheet}: the definition and the rows of a sheet. */
import { createRoute, z } from "@hono/zod-openapi";
import { pullQuery, sheetRows } from "../../../schema/wire.ts";
import { writableScope } from "../../auth/permissions.ts";
import { refuse } from "../../refusal.ts";
import { labelOf } from "../../store/settings.ts";
import { pullRows } from "../../usecases/pullRows.ts";
import { endpoint, fromCursor, json, problems, requirePeriod, requireRegion, signedIn, toCursor } from "../endpoint.ts";
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
  const { catalogue, sheet, scope } = await requireSheet(c, c.req.valid("param").sheet);
  const db = c.get("db");
  const { period = "", region, round, since, cursor, limit = 10_000 } = c.req.valid("query");
  if (round !== undefined && sheet.rows !== "outcomes") throw refuse("badQuery", "/round", "onlyOutcomes");
  if (round === undefined) requirePeriod(sheet, period, "badQuery");
  requireRegion(scope, region, "/region");
  const query = { period, region, round, since, after: fromCursor(cursor), limit };
  const [pulled, label] = await Promise.all([pullRows(db, scope, catalogue, sheet, query), labelOf(db)]);
  const definition = {
    id: sheet.id,
    title: sheet.title,
    group: sheet.group,
    key: sheet.key,
    period: sheet.period,
    editable: writableScope(c.get("principal"), sheet).length > 0,
    columns: sheet.columns,
    ...(sheet.rules && { rules: [...sheet.rules] }),
  };
  return c.json({ definition, rows: pulled.rows, push: pulled.push, next: toCursor(pulled.next), label }, 200);
});
