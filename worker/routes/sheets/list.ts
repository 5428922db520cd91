/** GET /v1/sheets: every sheet that can be pulled. */
import { createRoute } from "@hono/zod-openapi";
import { sheetList } from "../../../schema/wire.ts";
import { readableScope, writableScope } from "../../auth/permissions.ts";
import { readCatalogue } from "../../usecases/catalogue.ts";
import { authorise, endpoint, json, problems, signedIn } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/sheets",
  tags: ["表"],
  summary: "可取的表",
  security: signedIn,
  responses: { 200: json(sheetList, "各表"), 401: problems[401], 403: problems[403] },
});

export const listSheets = endpoint(route, async (c) => {
  const scope = authorise(c, "sheet:read");
  const { sheets, label } = await readCatalogue(c.get("db"), scope);
  const readable = sheets.filter((sheet) => readableScope(c.get("principal"), sheet).length > 0);
  const list = readable.map((sheet) => ({
    id: sheet.id,
    title: sheet.title,
    group: sheet.group,
    period: sheet.period,
    editable: writableScope(c.get("principal"), sheet).length > 0,
  }));
  return c.json({ sheets: list, label }, 200);
});
