/** Request and response bodies of the jobs. */
import * as z from "zod";
import { jobNames, jobStates, shardStates } from "./job.ts";
import { count, label } from "./wireParts.ts";

const shard = z.object({
  shard: z.string().describe("一份:重算为批次,其余为 all"),
  state: z.enum(shardStates),
  attempt: count.describe("第几次"),
  error: z.string().nullable().describe("最近一次没有做成的原因"),
});

export const job = z
  .object({
    job: z.int().positive().describe("作业号"),
    name: z.enum(jobNames),
    title: z.string(),
    state: z.enum(jobStates).describe("running 还有没做完的份,下一次定时接着做"),
    at: z.iso.datetime().describe("何时开始"),
    finishedAt: z.iso.datetime().nullable(),
    by: z.string().describe("何人所开;定时开的为 系统"),
    shards: z.object({ all: count, waiting: count, running: count, done: count, failed: count }).describe("各份的进度"),
    outcomesWritten: count.optional().describe("重算:写入的结果数"),
    roundsComputed: count.optional().describe("重算:算过的批次数"),
    linesSealed: count.optional().describe("封存:行数"),
    noticesClosed: count.optional().describe("公示期满:结束的公示数"),
    rowsRemoved: count.optional().describe("清理:删除的过期记录数"),
  })
  .meta({ id: "Job" });

export const jobRun = job
  .extend({ unfinished: z.array(shard).describe("没有做完或没有做成的份"), label })
  .meta({ id: "JobRun" });
export const jobList = z.object({ jobs: z.array(job).describe("最近的在前"), label }).meta({ id: "JobList" });
