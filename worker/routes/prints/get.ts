/** GET /v1/prints/{file}: a print (打印件), as a page of A4 or as a workbook. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Print } from "../../../schema/print/print.ts";
import { type PrintForm, type PrintName, printTitles } from "../../../schema/print/prints.ts";
import { type PrintQuery, printParams, printQuery } from "../../../schema/printWire.ts";
import type { RegionScope } from "../../../schema/region.ts";
import type { Permission } from "../../../schema/roles.ts";
import { scopeOf, sheetReader } from "../../auth/permissions.ts";
import type { AppEnv } from "../../env.ts";
import { printBook } from "../../files/printBook.ts";
import { printPage } from "../../files/printPage.tsx";
import { appraisalSummary } from "../../usecases/prints/appraisal.ts";
import { casePlan } from "../../usecases/prints/casePlan.ts";
import { attendance, ballotForms, tallyForms } from "../../usecases/prints/meeting.ts";
import { notice } from "../../usecases/prints/notice.ts";
import { payroll } from "../../usecases/prints/payroll.ts";
import { plaques } from "../../usecases/prints/plaques.ts";
import { townshipSummary } from "../../usecases/prints/townshipSummary.ts";
import { villageFile } from "../../usecases/prints/villageFile.ts";
import type { Work } from "../../usecases/work.ts";
import { authorise, endpoint, problems, requireRegion, signedIn, workOf } from "../endpoint.ts";
import { outcomeScope } from "../rounds/outcomeScope.ts";

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

/** What makes a print, where its caller may see what it tells of. */
type Making = (c: Context<AppEnv>, query: PrintQuery) => Promise<Print[]>;

/** A print that tells of what one permission lets one see. */
const by =
  (permission: Permission, make: (work: Work, scope: RegionScope, query: PrintQuery) => Promise<Print[]>): Making =>
  (c, query) => {
    const scope = authorise(c, permission);
    requireRegion(scope, query.region, "/region");
    return make(workOf(c), scope, query);
  };
const holding = (c: Context<AppEnv>, permission: Permission) => scopeOf(c.get("principal"), permission);

const makings: Record<PrintName, Making> = {
  payroll: (c, query) =>
    by("payment:read", (work, scope) => payroll(work, scope, query, holding(c, "personal:read")))(c, query),
  "township-summary": by("payment:read", townshipSummary),
  notice: async (c, query) => {
    const scope = await outcomeScope(c, query.round ?? "");
    requireRegion(scope, query.region, "/region");
    return notice(workOf(c), scope, query);
  },
  "ballot-form": by("sheet:read", ballotForms),
  attendance: by("sheet:read", attendance),
  "tally-form": (c, query) =>
    by("tally:read", (work, scope) => tallyForms(work, scope, query, sheetReader(c.get("principal"))))(c, query),
  appraisal: by("outcome:read", appraisalSummary),
  plaques: by("outcome:read", plaques),
  "case-plan": by("case:read", casePlan),
  "village-file": (c, query) =>
    by("outcome:read", (work, outcomes) =>
      villageFile(work, { outcomes, payments: holding(c, "payment:read"), cases: holding(c, "case:read") }, query),
    )(c, query),
};

export const getPrint = endpoint(route, async (c) => {
  const [name, form] = c.req.valid("param").file.split(".") as [PrintName, PrintForm];
  const query = c.req.valid("query");
  const prints = await makings[name](c, query);
  if (form === "html") return c.html(printPage(prints)) as never;
  const file = encodeURIComponent(`${prints[0]?.title ?? printTitles[name]}.xlsx`);
  return c.body(new Uint8Array(await printBook(prints)), 200, {
    "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "content-disposition": `attachment; filename="${name}.xlsx"; filename*=UTF-8''${file}`,
  }) as never;
});
