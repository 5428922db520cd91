/** POST /v1/rounds/{round}/publish: publishes a computed round. */
import { createRoute, z } from "@hono/zod-openapi";
import { newNotice, notice } from "../../../schema/publicationWire.ts";
import { labelOf } from "../../store/settings.ts";
import { publishRound as publish } from "../../usecases/publishRound.ts";
import { authorise, body, bodyProblems, endpoint, json, problems, signedIn, workOf } from "../endpoint.ts";
import { presentNotice } from "./present.ts";

const route = createRoute({
  method: "post",
  path: "/v1/rounds/{round}/publish",
  tags: ["公示"],
  summary: "公示",
  description:
    "公示已算的批次:报送都已审核,计票都已确认,没有依据的假设值有人认可。公示期间不能重算;期满、异议都答复之后审定。",
  security: signedIn,
  request: { params: z.object({ round: z.string() }), body: body(newNotice) },
  responses: {
    201: json(notice, "公示"),
    ...bodyProblems,
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

export const publishRound = endpoint(route, async (c) => {
  const scope = authorise(c, "round:publish");
  const made = await publish(workOf(c), scope, c.req.valid("param").round, c.req.valid("json"));
  return c.json({ ...presentNotice(made), label: await labelOf(c.get("db")) }, 201);
});
