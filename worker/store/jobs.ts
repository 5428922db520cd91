/** Jobs and their shards: started once, claimed by one worker at a time, finished when nothing of them is left. */
import { and, asc, desc, eq, lt, ne, type SQL, sql } from "drizzle-orm";
import { clockwork, type JobName } from "../../schema/job.ts";
import type { RegionScope } from "../../schema/region.ts";
import { job, jobShard, principal, round, run } from "../../schema/tables.ts";
import { among, type Database, jsonChunks, type Statement, within } from "./database.ts";

export type Job = typeof job.$inferSelect;
export type Shard = typeof jobShard.$inferSelect;

/** A part of a job that can be done by itself; parts with a lower position are done before. */
export interface Part {
  shard: string;
  regionCode?: string;
  position: number;
}

/**
 * The statements that start a job; `alone` starts none where one that the clock started is running still.
 * @param request names the job to be started; a request starts one of a name
 */
export function startStatements(
  db: Database,
  { name, request, principal, at }: { name: JobName; request: string; principal: string; at: string },
  parts: readonly Part[],
  alone: boolean,
): Statement[] {
  const free = alone
    ? sql`not exists (select 1 from ${job} where ${job.name} = ${name} and ${job.principal} = ${clockwork} and ${job.state} = 'running')`
    : sql`true`;
  const started = sql`(select ${job.id} from ${job} where ${job.requestId} = ${request} and ${job.name} = ${name})`;
  return [
    db.insert(job).select(sql`select null, ${name}, 'running', ${principal}, ${request},
      coalesce((select max(id) from push), 0), coalesce((select max(id) from run), 0), ${at}, null where ${free}`),
    ...jsonChunks(parts.map(({ shard, regionCode = null, position }) => [shard, regionCode, position])).map((chunk) =>
      db.insert(jobShard).select(sql`select ${started}, value->>0, value->>1, value->>2, 'waiting', null, 0, null, null
        from json_each(${chunk}) where ${started} is not null`),
    ),
  ];
}

/** The job of a name that a request has started; none where another one was running. */
export async function jobOf(db: Database, name: JobName, request: string): Promise<Job | undefined> {
  const [row] = await db
    .select()
    .from(job)
    .where(and(eq(job.name, name), eq(job.requestId, request)));
  return row;
}

/** All jobs of which something is left. */
export const runningJobs = (db: Database): Promise<Job[]> =>
  db.select().from(job).where(eq(job.state, "running")).orderBy(asc(job.id));

const left = sql`('waiting', 'running')`;

/**
 * Claims the next part of a job: one that nobody has, or whose lease has ended; none while a part that comes before it
 * is being done or has not been tried.
 */
export async function claimShard(db: Database, id: number, now: string, until: string): Promise<Shard | undefined> {
  const next = sql`(select one.shard from ${jobShard} as one where one.job = ${id} and one.state in ${left}
    and coalesce(one.leaseUntil, '') <= ${now}
    and not exists (select 1 from ${jobShard} as before where before.job = ${id} and before.position < one.position
      and (before.state = 'running' or (before.state = 'waiting' and before.attempt = 0)))
    order by one.position, one.shard limit 1)`;
  const [claimed] = await db
    .update(jobShard)
    .set({ state: "running", leaseUntil: until, attempt: sql`${jobShard.attempt} + 1` })
    .where(and(eq(jobShard.job, id), sql`${jobShard.shard} = ${next}`))
    .returning();
  return claimed;
}

/** Says what came of a claimed part; nothing where its lease has gone to somebody else meanwhile. */
export async function settleShard(
  db: Database,
  { job: id, shard, attempt }: Pick<Shard, "job" | "shard" | "attempt">,
  came: Pick<Shard, "state" | "leaseUntil" | "told" | "error">,
) {
  await db
    .update(jobShard)
    .set(came)
    .where(
      and(
        eq(jobShard.job, id),
        eq(jobShard.shard, shard),
        eq(jobShard.attempt, attempt),
        eq(jobShard.state, "running"),
      ),
    );
}

/** Finishes a job of which nothing is left. */
export async function finishJob(db: Database, id: number, at: string) {
  const anyIn = (states: SQL) =>
    sql`exists (select 1 from ${jobShard} where ${jobShard.job} = ${id} and ${jobShard.state} in ${states})`;
  await db
    .update(job)
    .set({ state: sql`case when ${anyIn(sql`('failed')`)} then 'failed' else 'done' end`, finishedAt: at })
    .where(and(eq(job.id, id), eq(job.state, "running"), sql`not ${anyIn(left)}`));
}

/** The latest jobs, or one, with the names of who started them. */
export function latestJobs(db: Database, limit: number, id?: number) {
  return db
    .select({
      id: job.id,
      name: job.name,
      state: job.state,
      at: job.at,
      finishedAt: job.finishedAt,
      by: sql<string>`coalesce(${principal.name}, '系统')`,
    })
    .from(job)
    .leftJoin(principal, eq(principal.id, job.principal))
    .where(id === undefined ? undefined : eq(job.id, id))
    .orderBy(desc(job.id))
    .limit(limit);
}

/** The parts of some jobs, in the order in which they are done. */
export const shardsOf = (db: Database, ids: readonly number[]): Promise<Shard[]> =>
  db
    .select()
    .from(jobShard)
    .where(sql`${jobShard.job} ${among(ids)}`)
    .orderBy(asc(jobShard.job), asc(jobShard.position), asc(jobShard.shard));

/** All rounds, each with what its last run was computed by, and up to what a job has looked at it since. */
export const roundsWithRuns = (db: Database, scope: RegionScope) =>
  db
    .select({
      id: round.id,
      policyId: round.policyId,
      period: round.period,
      regionCode: round.regionCode,
      run: run.id,
      push: run.push,
      basedOn: run.basedOn,
      engine: run.engine,
      state: round.state,
      seenPush: sql<number>`coalesce(${seen(sql`max(job.push)`)}, 0)`,
      seenRun: sql<number>`coalesce(${seen(sql`max(job.run)`)}, 0)`,
    })
    .from(round)
    .leftJoin(run, sql`${run.id} = (select max(last.id) from run as last where last.round = ${round.id})`)
    .where(within(round.regionCode, scope))
    .orderBy(asc(round.id));

const seen = (what: SQL) =>
  sql`(select ${what} from jobShard join job on job.id = jobShard.job where jobShard.shard = ${round.id} and jobShard.state = 'done')`;

/** Removes finished jobs that began before a moment. */
export const removeJobs = (db: Database, before: string): Statement[] => {
  const old = and(lt(job.at, before), ne(job.state, "running"))!;
  return [
    db.delete(jobShard).where(sql`${jobShard.job} in (select ${job.id} from ${job} where ${old})`),
    db.delete(job).where(old),
  ];
};
