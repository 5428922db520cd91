/** GET /v1/rounds/{round}/archive: what the archive of a round holds, with the SHA-256 of every file. */
import { createRoute, z } from "@hono/zod-openapi";
import { archiveHead } from "../../../schema/archiveWire.ts";
import { requireArchive } from "../../usecases/archiveRound.ts";
import { authorise, endpoint, json, problems, signedIn } from "../endpoint.ts";
import { presentArchive } from "./present.ts";

const route = createRoute({
  method: "get",
  path: "/v1/rounds/{round}/archive",
  tags: ["归档"],
  summary: "归档的目录",
  security: signedIn,
  request: { params: z.object({ round: z.string() }) },
  responses: { 200: json(archiveHead, "目录"), 401: problems[401], 403: problems[403], 404: problems[404] },
});

export const getArchive = endpoint(route, async (c) =>
  c.json(
    presentArchive(c, await requireArchive(c.get("db"), authorise(c, "round:read"), c.req.valid("param").round)),
    200,
  ),
);
