/** What a query pulls of a sheet: its definition as the caller may use it, and its rows. */

import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { readCell } from "../../../schema/sheet/cell.ts";
import type { Sheet } from "../../../schema/sheet/source.ts";
import type { pullQuery } from "../../../schema/wire.ts";
import { sheetReader, writableScope } from "../../auth/permissions.ts";
import type { AppEnv } from "../../env.ts";
import { Refusal, refuse } from "../../refusal.ts";
import { pullRows } from "../../usecases/pullRows.ts";
import { fromCursor, requirePeriod, requireRegion } from "../endpoint.ts";
import type { requireSheet } from "./requireSheet.ts";

/** @throws Refusal badQuery for what does not fit the sheet, notFound for a region beyond the scope */
export async function pulled(
  c: Context<AppEnv>,
  { catalogue, sheet, scope }: Awaited<ReturnType<typeof requireSheet>>,
  asked: z.infer<typeof pullQuery>,
) {
  const { period = "", region, round, since, asOf, filter, cursor, limit = 10_000 } = asked;
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
    ...(sheet.policyId !== undefined && { policyId: sheet.policyId }),
    key: sheet.key,
    period: sheet.period,
    editable: writableScope(c.get("principal"), sheet).length > 0,
    ...(pulled.masked && { masked: true as const }),
    columns: sheet.columns,
    ...(sheet.rules && { rules: [...sheet.rules] }),
  };
  return { definition, rows: pulled.rows, push: pulled.push, next: pulled.next };
}

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
