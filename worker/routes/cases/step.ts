/** POST /v1/cases/{case}: the township plans and accepts; the county reviews, returns, extends; another person closes. */
import { createRoute, z } from "@hono/zod-openapi";
import { caseActions } from "../../../schema/rectification.ts";
import { caseDetail, caseStep } from "../../../schema/rectificationWire.ts";
import { labelOf } from "../../store/settings.ts";
import { readCases } from "../../usecases/readCases.ts";
import { stepCase as takeStep } from "../../usecases/stepCase.ts";
import { authorise, body, bodyProblems, endpoint, json, problems, requestKey, signedIn, workOf } from "../endpoint.ts";
import { presentCase } from "./present.ts";

const route = createRoute({
  method: "post",
  path: "/v1/cases/{case}",
  tags: ["集中整顿"],
  summary: "报方案、验收、复核、销号、退回、延期",
  description: "措施都有完成日期才能验收;复核由验收以外的人,销号由验收、复核以外的人;同时办理的只有一个生效。",
  security: signedIn,
  request: { params: z.object({ case: z.string() }), body: body(caseStep) },
  responses: {
    200: json(caseDetail, "办理之后的状态和历次办理"),
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

export const stepCase = endpoint(route, async (c) => {
  const asked = c.req.valid("json");
  const scope = authorise(c, caseActions[asked.action].permission);
  const { account, name } = c.get("principal");
  const step = { id: c.req.valid("param").case, ...asked, by: { account, name } };
  const { id } = await takeStep(workOf(c), scope, step, await requestKey(c));
  const db = c.get("db");
  const [found] = await readCases(db, scope, { id }, c.get("now"));
  return c.json({ ...presentCase(found!), label: await labelOf(db) }, 200);
});
