/** GET /v1/sheets/{sheet}.xlsx: sheets as a workbook, to be filled in without the add-in. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Cell } from "../../../schema/sheet/definition.ts";
import { snapshotOf } from "../../../schema/sheet/workbook/snapshot.ts";
import { pullQuery } from "../../../schema/wire.ts";
import type { AppEnv } from "../../env.ts";
import { type FileSheet, fileName, fitting, sheetBook } from "../../files/sheetBook.ts";
import { writeBook } from "../../files/writeBook.ts";
import { fileEndpoint, problems, signedIn, toCursor } from "../endpoint.ts";
import { fileHeaders, fileType, sheetsOfFile } from "./fileRequest.ts";
import { pulled } from "./pulled.ts";
import { requireSheet } from "./requireSheet.ts";

const route = createRoute({
  method: "get",
  path: "/v1/sheets/{sheet}.xlsx",
  tags: ["表"],
  summary: "取数成工作簿文件",
  description:
    "没有插件的单位用:一个 .xlsx,各表一张工作表,改好后以 POST 交回同一地址。几张表用 , 相连,如 organizations,persons.xlsx;不分期的表不看 period。",
  security: signedIn,
  request: {
    params: z.object({ sheet: z.string().describe("表,几张以 , 相连") }),
    query: pullQuery,
  },
  responses: {
    200: {
      description: "工作簿",
      content: { [fileType]: { schema: z.string().meta({ format: "binary" }) } },
      headers: z.object({
        "content-disposition": z.string().describe("文件名"),
        link: z.string().optional().describe('行太多时下一部分的地址,rel="next"'),
      }),
    },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const pullSheetFile = fileEndpoint(route, "sheet", ".xlsx", async (c) => {
  const query = c.req.valid("query");
  const sheets: FileSheet[] = [];
  let label: string | undefined;
  let rest: string | null = null;
  for (const id of sheetsOfFile(c)) {
    const found = await requireSheet(c, id);
    label = found.catalogue.label;
    const asked = found.sheet.period === "none" ? { ...query, period: undefined } : query;
    const { definition, rows, push, next } = await pulled(c, found, asked);
    const read = JSON.parse(`[${rows.join()}]`) as { id: string; version: number; cells: Cell[]; deleted?: true }[];
    const { region, round, asOf } = asked;
    const place = {
      period: asked.period ?? "",
      ...(region !== undefined && { region }),
      ...(round !== undefined && { round }),
    };
    const shown = { ...definition, editable: definition.editable && asOf === undefined };
    const snapshot = fitting(snapshotOf({ definition: shown, rows: read, push }, place, c.get("requestId")));
    sheets.push({ snapshot, asOf, isCut: next !== undefined });
    rest ??= toCursor(next);
  }
  const book = sheetBook(sheets, c.get("now"), c.get("principal").name, label);
  return fileAnswer(c, await writeBook(book, c.get("now")), fileName(sheets), rest) as never;
});

function fileAnswer(c: Context<AppEnv>, file: Uint8Array, name: string, next: string | null): Response {
  const url = new URL(c.req.url);
  if (next !== null) url.searchParams.set("cursor", next);
  return c.body(file as Uint8Array<ArrayBuffer>, 200, {
    ...fileHeaders(name),
    ...(next !== null && { link: `<${url.pathname}${url.search}>; rel="next"` }),
  });
}
