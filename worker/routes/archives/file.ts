/** GET /v1/rounds/{round}/archive/file: the archive of a round as one .zip. */
import { createRoute, z } from "@hono/zod-openapi";
import { covers } from "../../../schema/region.ts";
import { refuse } from "../../refusal.ts";
import { fileOfArchive } from "../../store/archives.ts";
import { requireArchive } from "../../usecases/archiveRound.ts";
import { authorise, endpoint, problems, signedIn } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/rounds/{round}/archive/file",
  tags: ["归档"],
  summary: "归档文件",
  description: "一个 .zip。内有计票,只给看得到整个批次计票的人;证件号、账号、电话已脱敏。",
  security: signedIn,
  request: { params: z.object({ round: z.string() }) },
  responses: {
    200: {
      description: "归档文件",
      content: { "application/zip": { schema: z.string().meta({ format: "binary" }) } },
      headers: z.object({ etag: z.string().describe("文件的 SHA-256") }),
    },
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

export const getArchiveFile = endpoint(route, async (c) => {
  const [db, scope] = [c.get("db"), authorise(c, "archive:read")];
  const archive = await requireArchive(db, scope, c.req.valid("param").round);
  if (!covers(scope, archive.regionCode)) throw refuse("forbidden", "/round", "beyondRegion");
  const file = await fileOfArchive(db, scope, archive);
  return c.body(file, 200, {
    "content-type": "application/zip",
    "content-disposition": `attachment; filename="${archive.round}.zip"`,
    etag: `"${archive.hash}"`,
  }) as never;
});
