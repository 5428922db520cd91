/** POST /v1/jobs/{job}/run: begins a job now, and does what can be done of it. */
import { createRoute, z } from "@hono/zod-openapi";
import { jobNames } from "../../../schema/job.ts";
import { jobRun } from "../../../schema/jobWire.ts";
import { readJob } from "../../jobs/readJobs.ts";
import { runJob } from "../../jobs/runJob.ts";
import { Refusal } from "../../refusal.ts";
import { labelOf } from "../../store/settings.ts";
import { authorise, endpoint, json, problems, signedIn, workOf } from "../endpoint.ts";

const route = createRoute({
  method: "post",
  path: "/v1/jobs/{job}/run",
  tags: ["作业"],
  summary: "立即运行一项作业",
  description:
    "重算(recompute):管辖范围内未审定的批次,数据有变动的重算,只写有变化的结果。没做完的份由下一次定时接着做,同一份不会做坏。",
  security: signedIn,
  request: { params: z.object({ job: z.enum(jobNames) }) },
  responses: {
    200: json(jobRun, "做到哪里,得到什么"),
    400: problems[400],
    401: problems[401],
    403: problems[403],
  },
});

export const startJob = endpoint(route, async (c) => {
  const { job: name } = c.req.valid("param");
  const scope = authorise(c, name === "recompute" ? "round:compute" : "job:run");
  const work = { ...workOf(c), requestId: c.get("requestId") };
  const id = await runJob(work, name, scope);
  if (id === undefined) throw new Refusal("internal");
  const [found, label] = await Promise.all([readJob(work.db, id), labelOf(work.db)]);
  return c.json({ ...found, label }, 200);
});
