/** GET /v1/rounds/{round}/notices: the notices of a round. */
import { createRoute, z } from "@hono/zod-openapi";
import { noticeList } from "../../../schema/publicationWire.ts";
import { noticesOf } from "../../store/notices.ts";
import { labelOf } from "../../store/settings.ts";
import { requireRound } from "../../usecases/requireRound.ts";
import { authorise, endpoint, json, problems, signedIn } from "../endpoint.ts";
import { presentNotice } from "./present.ts";

const route = createRoute({
  method: "get",
  path: "/v1/rounds/{round}/notices",
  tags: ["公示"],
  summary: "批次的各次公示",
  security: signedIn,
  request: { params: z.object({ round: z.string() }) },
  responses: { 200: json(noticeList, "各次公示"), 401: problems[401], 403: problems[403], 404: problems[404] },
});

export const listNotices = endpoint(route, async (c) => {
  const [db, scope] = [c.get("db"), authorise(c, "round:read")];
  const { id } = await requireRound(db, scope, c.req.valid("param").round);
  const notices = (await noticesOf(db, scope, { round: id })).map(presentNotice);
  return c.json({ notices, label: await labelOf(db) }, 200);
});
