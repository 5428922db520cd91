/** Jobs as they are told of: how far each has come, and what came of it. */
import { jobs, shardStates } from "../../schema/job.ts";
import type { Database } from "../store/database.ts";
import { latestJobs, type Shard, shardsOf } from "../store/jobs.ts";

/** The latest jobs, the newest first. */
export async function readJobs(db: Database, limit: number) {
  const found = await latestJobs(db, limit);
  const shards = await shardsOf(
    db,
    found.map(({ id }) => id),
  );
  return found.map((one) =>
    toldOf(
      one,
      shards.filter(({ job }) => job === one.id),
    ),
  );
}

/** One job, with the parts that are not done. */
export async function readJob(db: Database, id: number) {
  const [found] = await latestJobs(db, 1, id);
  if (!found) throw new Error(`no job ${id}`);
  const shards = await shardsOf(db, [id]);
  const unfinished = shards
    .filter(({ state }) => state !== "done")
    .map(({ shard, state, attempt, error }) => ({ shard, state, attempt, error }));
  return { ...toldOf(found, shards), unfinished };
}

function toldOf({ id, ...head }: Awaited<ReturnType<typeof latestJobs>>[number], shards: readonly Shard[]) {
  const counts = shardStates.map((state) => [state, shards.filter((one) => one.state === state).length] as const);
  const sums: Record<string, number> = head.name === "recompute" ? { roundsComputed: 0, outcomesWritten: 0 } : {};
  for (const { told } of shards) for (const [key, n] of Object.entries(told ?? {})) sums[key] = (sums[key] ?? 0) + n;
  const progress = { all: shards.length, ...Object.fromEntries(counts) } as Record<
    "all" | (typeof shardStates)[number],
    number
  >;
  return { job: id, ...head, title: jobs[head.name], shards: progress, ...sums };
}
