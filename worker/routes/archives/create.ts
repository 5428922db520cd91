/** POST /v1/rounds/{round}/archive: makes the file that a final round leaves behind. */
import { createRoute, z } from "@hono/zod-openapi";
import { archiveHead } from "../../../schema/archiveWire.ts";
import { archiveRound } from "../../usecases/archiveRound.ts";
import { authorise, endpoint, json, problems, signedIn, workOf } from "../endpoint.ts";
import { presentArchive } from "./present.ts";

const route = createRoute({
  method: "post",
  path: "/v1/rounds/{round}/archive",
  tags: ["归档"],
  summary: "归档",
  description:
    "把审定了的批次归为一个文件:办法和参数、各表当时的样子、结果和每个对象的明细、报送、公示和异议、整顿、发放、目录和审计封存。归档以后不能再重开;发放没有办完的先办完。",
  security: signedIn,
  request: { params: z.object({ round: z.string() }) },
  responses: {
    201: json(archiveHead, "归档"),
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
    500: problems[500],
  },
});

export const createArchive = endpoint(route, async (c) => {
  const scope = authorise(c, "round:archive");
  const made = await archiveRound(workOf(c), scope, c.req.valid("param").round, c.get("principal").name);
  c.header("location", `/v1/rounds/${made.round}/archive`);
  return c.json(presentArchive(c, made), 201);
});
