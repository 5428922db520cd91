/** GET /v1/prints/{file}: a print (打印件), as a page of A4 or as a workbook. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Print } from "../../../schema/print/print.ts";
import { type PrintForm, type PrintName, printTitles } from "../../../schema/print/prints.ts";
import { type PrintQuery, printParams, printQuery } from "../../../schema/printWire.ts";
import type { RegionScope } from "../../../schema/region.ts";
import type { Permission } from "../../../schema/roles.ts";
import { scopeOf } from "../../auth/permissions.ts";
import type { AppEnv } from "../../env.ts";
import { printBook } from "../../files/printBook.ts";
import { printPage } from "../../files/printPage.tsx";
import { payroll } from "../../usecases/prints/payroll.ts";
import { townshipSummary } from "../../usecases/prints/townshipSummary.ts";
import type { Work } from "../../usecases/work.ts";
import { authorise, endpoint, problems, requireRegion, signedIn, workOf } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/prints/{file}",
  tags: ["打印"],
  summary: "打印件",
  description: `A4 表格,盖章、签字用:${Object.entries(printTitles)
    .map(([name, title]) => `${name} ${title}`)
    .join(",")}。身份证号一律脱敏;没有数据的印空行。`,
  security: signedIn,
  request: { params: printParams, query: printQuery },
  responses: {
    200: {
      description: "打印件",
      content: {
        "text/html": { schema: z.string() },
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {
          schema: z.string().meta({ format: "binary" }),
        },
      },
    },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    422: problems[422],
  },
});

interface Making {
  permission: Permission;
  make(work: Work, scope: RegionScope, query: PrintQuery, c: Context<AppEnv>): Promise<Print[]>;
}
const makings: Record<PrintName, Making> = {
  payroll: {
    permission: "payment:read",
    make: (work, scope, query, c) => payroll(work, scope, query, scopeOf(c.get("principal"), "personal:read")),
  },
  "township-summary": { permission: "payment:read", make: townshipSummary },
};

export const getPrint = endpoint(route, async (c) => {
  const [name, form] = c.req.valid("param").file.split(".") as [PrintName, PrintForm];
  const query = c.req.valid("query");
  const { permission, make } = makings[name];
  const scope = authorise(c, permission);
  requireRegion(scope, query.region, "/region");
  const prints = await make(workOf(c), scope, query, c);
  if (form === "html") return c.html(printPage(prints)) as never;
  const file = encodeURIComponent(`${prints[0]?.title ?? printTitles[name]}.xlsx`);
  return c.body(new Uint8Array(await printBook(prints)), 200, {
    "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "content-disposition": `attachment; filename="${name}.xlsx"; filename*=UTF-8''${file}`,
  }) as never;
});
