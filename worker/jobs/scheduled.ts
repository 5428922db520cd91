/** What the crons of wrangler.toml call: jobs that are left over first, then those whose time it is. */
import { clockwork, type JobName, jobNames } from "../../schema/job.ts";
import { everywhere } from "../../schema/region.ts";
import { log } from "../edge/log.ts";
import type { Bindings } from "../env.ts";
import { open } from "../store/database.ts";
import type { Work } from "../usecases/work.ts";
import { readJob } from "./readJobs.ts";
import { goOnWithAll, runJob } from "./runJob.ts";

/** Which jobs begin at which cron. The clock of the crons is UTC: the night in Beijing begins in its afternoon. */
export const crons: Record<string, readonly JobName[]> = {
  "*/10 * * * *": ["seals"],
  "5 * * * *": ["notices"],
  "30 18 * * *": ["recompute", "housekeeping"],
};

/** One tick: its time is the clock of all that is done in it. A tick of no known cron, by hand, begins every job. */
export async function scheduled(
  { cron, scheduledTime }: Pick<ScheduledController, "cron" | "scheduledTime">,
  { DB, AUDIT_SECRET }: Bindings,
): Promise<void> {
  const work: Work = {
    db: open(DB),
    principal: { id: clockwork },
    now: new Date(scheduledTime).toISOString(),
    requestId: crypto.randomUUID(),
    auditSecret: AUDIT_SECRET,
  };
  await goOnWithAll(work);
  for (const name of crons[cron] ?? jobNames) {
    const id = await runJob(work, name, everywhere);
    if (id !== undefined) log(await readJob(work.db, id));
  }
}
