/** POST /v1/calculate: a policy and facts in, results with traces out; nothing is stored. */
import { createRoute } from "@hono/zod-openapi";
import type { Policy } from "../../../schema/policy/policy.ts";
import type { RegionScope } from "../../../schema/region.ts";
import type { TraceStep } from "../../../schema/trace.ts";
import { calculated, calculation } from "../../../schema/wire.ts";
import { refuse } from "../../refusal.ts";
import type { Database } from "../../store/database.ts";
import { findPolicy } from "../../store/documents.ts";
import { calculate } from "../../usecases/calculate.ts";
import { authorise, body, bodyProblems, endpoint, json, problems, signedIn } from "../endpoint.ts";
import { readPolicyDocument } from "../policyDocument.ts";
import { visibleTrace } from "../visibleTrace.ts";

const route = createRoute({
  method: "post",
  path: "/v1/calculate",
  tags: ["测算"],
  summary: "测算",
  description: "办法(编号或全文)和各对象的指标值 → 结果和明细;不保存任何内容。",
  security: signedIn,
  request: { body: body(calculation) },
  responses: {
    200: json(calculated, "结果和明细"),
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

async function policyOf(db: Database, scope: RegionScope, id: string | undefined, inline: unknown): Promise<Policy> {
  if ((id === undefined) === (inline === undefined)) throw refuse("invalid", "/policyId", "policyOrId");
  if (id !== undefined) {
    const found = await findPolicy(db, scope, id);
    if (!found) throw refuse("notFound", "/policyId", "unknown", { what: "policy", value: id });
    return found.document;
  }
  return readPolicyDocument(inline, "/policy");
}

export const createCalculation = endpoint(route, async (c) => {
  const scope = authorise(c, "calculate");
  const { policyId, policy, period, subjects } = c.req.valid("json");
  const document = await policyOf(c.get("db"), scope, policyId, policy);
  const { outcomes, unscored, ...rest } = calculate(document, period, subjects);
  const visible = <T extends { trace: TraceStep[] }>(one: T) => ({ ...one, trace: visibleTrace(c, one.trace) });
  return c.json({ outcomes: outcomes.map(visible), unscored: unscored.map(visible), ...rest }, 200);
});
