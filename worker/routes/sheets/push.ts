/** PATCH /v1/sheets/{sheet}: rows that were changed, row by row answered. */
import { createRoute, z } from "@hono/zod-openapi";
import { pushAnswer, pushBody } from "../../../schema/wire.ts";
import { pushRows } from "../../usecases/pushRows.ts";
import { body, bodyProblems, endpoint, json, problems, requestKey, signedIn, workOf } from "../endpoint.ts";
import { pushAccess } from "./pushAccess.ts";
import { requireSheet } from "./requireSheet.ts";

const route = createRoute({
  method: "patch",
  path: "/v1/sheets/{sheet}",
  tags: ["表"],
  summary: "提交",
  description: "逐行答复;带 Idempotency-Key 重发同一请求只保存一次。",
  security: signedIn,
  request: { params: z.object({ sheet: z.string() }), body: body(pushBody) },
  responses: {
    200: json(pushAnswer, "逐行的结果"),
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

export const pushSheet = endpoint(route, async (c) => {
  const found = await requireSheet(c, c.req.valid("param").sheet);
  const { mode, period, region, round, note, rows } = c.req.valid("json");
  const access = pushAccess(c, found, { period, region, round });
  const { catalogue, sheet } = found;
  const push = { mode, period, note, rows };
  return c.json(await pushRows(workOf(c), catalogue, sheet, push, access, await requestKey(c)), 200);
});
