/** GET /v1/payments/{batch}: the lines of a batch, where each stands, and how it came there. */
import { createRoute, z } from "@hono/zod-openapi";
import { paymentBatch } from "../../../schema/paymentWire.ts";
import { labelOf } from "../../store/settings.ts";
import { readBatch } from "../../usecases/payments.ts";
import { authorise, endpoint, json, problems, signedIn, workOf } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/payments/{batch}",
  tags: ["发放"],
  summary: "一批发放",
  security: signedIn,
  request: { params: z.object({ batch: z.string() }) },
  responses: {
    200: json(paymentBatch, "各行的状态和历次办理"),
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const getPayments = endpoint(route, async (c) => {
  const scope = authorise(c, "payment:read");
  const found = await readBatch(workOf(c), scope, c.req.valid("param").batch);
  return c.json({ ...found, label: await labelOf(c.get("db")) }, 200);
});
