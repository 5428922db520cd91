/** POST /v1/payments/{batch}/steps: a batch is approved or rejected, and paid; lines are returned and paid again. */
import { createRoute, z } from "@hono/zod-openapi";
import { paymentActions } from "../../../schema/payment.ts";
import { paymentBatch, paymentStep } from "../../../schema/paymentWire.ts";
import { labelOf } from "../../store/settings.ts";
import { stepPayments } from "../../usecases/stepPayments.ts";
import { authorise, body, bodyProblems, endpoint, json, problems, requestKey, signedIn, workOf } from "../endpoint.ts";

const route = createRoute({
  method: "post",
  path: "/v1/payments/{batch}/steps",
  tags: ["发放"],
  summary: "批准、否决、发放、登记退回、重发",
  description: "批准由编制以外的人,发放由编制、批准以外的人(同一人的几个账号按一人算)。同时办理的只有一个生效。",
  security: signedIn,
  request: { params: z.object({ batch: z.string() }), body: body(paymentStep) },
  responses: {
    200: json(paymentBatch, "办理之后的状态和历次办理"),
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

export const stepPayment = endpoint(route, async (c) => {
  const { batch } = c.req.valid("param");
  const asked = c.req.valid("json");
  const scope = authorise(c, paymentActions[asked.action].permission);
  const { account, name } = c.get("principal");
  const taken = await stepPayments(workOf(c), scope, { ...asked, batch, by: { account, name } }, await requestKey(c));
  return c.json({ ...taken, label: await labelOf(c.get("db")) }, 200);
});
