/** POST /v1/rounds/{round}/comparison: a file with results of its own beside those of the round. */
import { createRoute, z } from "@hono/zod-openapi";
import { fileComparison, fileComparisonForm } from "../../../schema/importWire.ts";
import { labelOf } from "../../store/settings.ts";
import { readCatalogue } from "../../usecases/catalogue.ts";
import { compareFile } from "../../usecases/compareFile.ts";
import { bodyProblems, endpoint, json, problems, requireRegion, signedIn, workOf } from "../endpoint.ts";
import { formBody, readForm } from "../imports/form.ts";
import { outcomeScope } from "./outcomeScope.ts";

const route = createRoute({
  method: "post",
  path: "/v1/rounds/{round}/comparison",
  tags: ["旧表"],
  summary: "影子比对",
  description:
    "上传自己手工算的结果(村名和星级、得分、名次、等次、数额),与批次最近一次运算逐个比较:相同、不同、只有文件有、只有本系统有,差多少,各列合计。结果一个也不写,只留一行审计。",
  security: signedIn,
  request: { params: z.object({ round: z.string() }), body: formBody(fileComparisonForm) },
  responses: {
    200: json(fileComparison, "哪里不同"),
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const compareRoundFile = endpoint(route, async (c) => {
  const { round } = c.req.valid("param");
  const scope = await outcomeScope(c, round);
  const { region, ...form } = c.req.valid("form");
  requireRegion(scope, region, "/region");
  const db = c.get("db");
  const [catalogue, read, label] = await Promise.all([readCatalogue(db, scope), readForm(form), labelOf(db)]);
  const answer = await compareFile(workOf(c), scope, catalogue, round, { ...read, region }, c.get("language"));
  return c.json({ ...answer, label }, 200);
});
