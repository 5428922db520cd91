/** GET /v1/sheets/{sheet}: the definition and the rows of a sheet. */
import { createRoute, z } from "@hono/zod-openapi";
import { readCell } from "../../../schema/sheet/cell.ts";
import type { Sheet } from "../../../schema/sheet/source.ts";
import { pullQuery, sheetRows } from "../../../schema/wire.ts";
import { sheetReader, writableScope } from "../../auth/permissions.ts";
import { Refusal, refuse } from "../../refusal.ts";
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
  const { period = "", region, round, since, asOf, filter, cursor, limit = 10_000 } = c.req.valid("query");
  if (round !== undefined && sheet.rows !== "ofRound") throw refuse("badQuery", "/round", "onlyOfRound");
  if (round === undefined) requirePeriod(sheet, period, "badQuery");
  requireRegion(scope, region, "/region");
  if (since !== undefined && asOf !== undefined) throw refuse("badQuery", "/since", "pastOrSince");
  const filters = readFilters(sheet, filter);
  const reader = sheetReader(c.get("principal"));
  const query = {
    period,
    region,
    round,
    since,
    asOf,
    after: fromCursor(cursor),
    limit,
    filters,
    reader,
    now: c.get("now"),
  };
  const pulled = await pullRows(c.get("db"), scope, catalogue, sheet, query);
  const definition = {
    id: sheet.id,
    title: sheet.title,
    group: sheet.group,
    key: sheet.key,
    period: sheet.period,
    editable: writableScope(c.get("principal"), sheet).length > 0,
    ...(pulled.masked && { masked: true }),
    columns: sheet.columns,
    ...(sheet.rules && { rules: [...sheet.rules] }),
  };
  const rest = { push: pulled.push, asOf, next: toCursor(pulled.next), label: catalogue.label };
  // The rows are JSON already.
  const text = `{"definition":${JSON.stringify(definition)},"rows":[${pulled.rows.join()}],${JSON.stringify(rest).slice(1)}`;
  return c.body(text, 200, { "content-type": "application/json" }) as never;
});

/** `column:value` of the query as columns and the values that their cells must have; nothing after the colon is an empty cell. */
function readFilters({ columns }: Sheet, filter: string | readonly string[] = []) {
  return [filter].flat().map((text) => {
    const [key, typed] = [text.split(":", 1)[0]!, text.slice(text.indexOf(":") + 1)];
    const column = columns.find((one) => one.key === key);
    if (!column || !text.includes(":")) {
      const choices = columns.map((one) => one.key).join("、");
      throw refuse("badQuery", "/filter", "unknownColumn", { value: key, choices });
    }
    const reading = readCell(column, typed);
    if ("fault" in reading) throw new Refusal("badQuery", [{ pointer: "/filter", ...reading.fault }]);
    return { key, value: reading.value };
  });
}
