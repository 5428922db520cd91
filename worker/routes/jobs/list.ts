/** GET /v1/jobs: which jobs ran, how far they have come, what came of them. */
import { createRoute, z } from "@hono/zod-openapi";
import { jobList } from "../../../schema/jobWire.ts";
import { readJobs } from "../../jobs/readJobs.ts";
import { labelOf } from "../../store/settings.ts";
import { authorise, endpoint, json, problems, signedIn } from "../endpoint.ts";

const route = createRoute({
  method: "get",
  path: "/v1/jobs",
  tags: ["作业"],
  summary: "各项作业的进度和结果",
  security: signedIn,
  request: {
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).optional().describe("个数,默认 50") }),
  },
  responses: { 200: json(jobList, "最近的在前"), 400: problems[400], 401: problems[401], 403: problems[403] },
});

export const listJobs = endpoint(route, async (c) => {
  authorise(c, "job:read");
  const db = c.get("db");
  const { limit = 50 } = c.req.valid("query");
  const [jobs, label] = await Promise.all([readJobs(db, limit), labelOf(db)]);
  return c.json({ jobs, label }, 200);
});
