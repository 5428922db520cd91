/** GET /v1/rounds/{round}/payments: the batches of a round, and per subject what is due, paid, returned, outstanding. */
import { createRoute, z } from "@hono/zod-openapi";
import { roundPayments } from "../../../schema/paymentWire.ts";
import { labelOf } from "../../store/settings.ts";
import { readPayments } from "../../usecases/payments.ts";
import { authorise, endpoint, json, problems, signedIn, workOf } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/rounds/{round}/payments",
  tags: ["发放"],
  summary: "批次的发放",
  security: signedIn,
  request: { params: z.object({ round: z.string() }) },
  responses: {
    200: json(roundPayments, "各批,各对象应付、已发、退回、未发,各方分担"),
    401: problems[401],
    403: problems[403],
    404: problems[404],
    422: problems[422],
  },
});

export const listPayments = endpoint(route, async (c) => {
  const scope = authorise(c, "payment:read");
  const found = await readPayments(workOf(c), scope, c.req.valid("param").round);
  return c.json({ ...found, label: await labelOf(c.get("db")) }, 200);
});
