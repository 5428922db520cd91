/** POST /v1/rounds/{round}/payments: prepares what is due by a final subsidy round and not prepared yet. */
import { createRoute, z } from "@hono/zod-openapi";
import { prepared } from "../../../schema/paymentWire.ts";
import { labelOf } from "../../store/settings.ts";
import { preparePayments as prepare } from "../../usecases/preparePayments.ts";
import { authorise, endpoint, json, problems, requestKey, signedIn, workOf } from "../endpoint.ts";

const route = createRoute({
  method: "post",
  path: "/v1/rounds/{round}/payments",
  tags: ["发放"],
  summary: "编制发放",
  description: "按审定的结果,减去以前各批已写的:首次为应发,其后为补发、扣回,写明所更正的行和原因。没有差额的不编。",
  security: signedIn,
  request: { params: z.object({ round: z.string() }) },
  responses: {
    200: json(prepared, "没有可编制的"),
    201: json(prepared, "已编制一批"),
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
    422: problems[422],
  },
});

export const preparePayments = endpoint(route, async (c) => {
  const scope = authorise(c, "payment:prepare");
  const made = await prepare(workOf(c), scope, c.req.valid("param").round, await requestKey(c));
  const answer = { ...made, label: await labelOf(c.get("db")) };
  return made.batch === null ? c.json(answer, 200) : c.json(answer, 201);
});
