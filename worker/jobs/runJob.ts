/** Runs jobs: starts one, claims its parts one after the other, and finishes what others have left. */
import { clockwork, type JobName } from "../../schema/job.ts";
import type { RegionScope } from "../../schema/region.ts";
import { auditStatement } from "../store/audit.ts";
import { commit } from "../store/database.ts";
import {
  claimShard,
  finishJob,
  type Job,
  jobOf,
  runningJobs,
  type Shard,
  settleShard,
  startStatements,
} from "../store/jobs.ts";
import type { Work } from "../usecases/work.ts";
import { housekeeping } from "./housekeeping.ts";
import type { JobKind } from "./jobKind.ts";
import { notices } from "./notices.ts";
import { recompute } from "./recompute.ts";
import { seals } from "./seals.ts";

const kinds: Record<JobName, JobKind> = { recompute, seals, notices, housekeeping };

const minute = 60_000;
/** Whoever claims a part and dies is waited for so long. */
const lease = 10 * minute;
/** A part that has failed is tried again after so long, so many times in all. */
const pause = minute;
const attempts = 3;

const later = (now: string, by: number) => new Date(Date.parse(now) + by).toISOString();

/**
 * Starts a job and does what can be done of it now.
 * @returns the number of the job; nothing where by the clock nothing is to be done, or the like is running already
 */
export async function runJob(work: Work, name: JobName, scope: RegionScope): Promise<number | undefined> {
  const byClock = work.principal.id === clockwork;
  const parts = await kinds[name].parts(work, scope);
  if (byClock && parts.length === 0) return undefined;
  const { db, requestId: request, now: at } = work;
  await commit(db, [
    ...startStatements(db, { name, request, principal: work.principal.id, at }, parts, byClock),
    ...(byClock ? [] : [auditStatement(work, { action: "job.run", target: name })]),
  ]);
  const job = await jobOf(db, name, request);
  if (job) await goOn(work, job);
  return job?.id;
}

/** Goes on with all jobs of which something is left and nobody has it: whoever had it is gone. */
export async function goOnWithAll(work: Work) {
  for (const job of await runningJobs(work.db)) await goOn(work, job);
}

async function goOn(work: Work, job: Job) {
  const { db, now } = work;
  for (;;) {
    const shard = await claimShard(db, job.id, now, later(now, lease));
    if (!shard) break;
    await settleShard(db, shard, await outcomeOf(work, kinds[job.name], shard));
  }
  await finishJob(db, job.id, now);
}

/** What became of a part: done, or to be tried again later, or failed for good. */
async function outcomeOf(
  work: Work,
  kind: JobKind,
  shard: Shard,
): Promise<Pick<Shard, "state" | "leaseUntil" | "told" | "error">> {
  if (shard.attempt > attempts) return { state: "failed", leaseUntil: null, told: null, error: shard.error ?? "lost" };
  try {
    return { state: "done", leaseUntil: null, told: await kind.work(work, shard), error: null };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const failed = shard.attempt === attempts;
    return {
      state: failed ? "failed" : "waiting",
      leaseUntil: failed ? null : later(work.now, pause),
      told: null,
      error: why.slice(0, 300),
    };
  }
}
