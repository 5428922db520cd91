/** GET /v1/funds: the funds of a period's rounds, what is due, approved, paid and left of each. */
import { createRoute } from "@hono/zod-openapi";
import { fundList, fundQuery } from "../../../schema/paymentWire.ts";
import { parsePeriod } from "../../../schema/period.ts";
import { refuse } from "../../refusal.ts";
import { labelOf } from "../../store/settings.ts";
import { listFunds as read } from "../../usecases/listFunds.ts";
import { authorise, endpoint, json, problems, signedIn, workOf } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/funds",
  tags: ["发放"],
  summary: "专项资金",
  description: "本期各批次的专项资金:预算、结转、应付、已批、已发、退回、结余。只列整个批次都在管辖范围内的。",
  security: signedIn,
  request: { query: fundQuery },
  responses: { 200: json(fundList, "各专项资金"), 400: problems[400], 401: problems[401], 403: problems[403] },
});

export const listFunds = endpoint(route, async (c) => {
  const scope = authorise(c, "payment:read");
  const { period } = c.req.valid("query");
  if (!parsePeriod(period)?.kind || period === "")
    throw refuse("badQuery", "/period", "badPeriod", { value: period, kind: "year" });
  return c.json({ ...(await read(workOf(c), scope, period)), label: await labelOf(c.get("db")) }, 200);
});
