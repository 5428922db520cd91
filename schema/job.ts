/** The jobs that keep an installation true while nobody is looking: their names, and what becomes of them. */

/** The jobs, with the words that a clerk reads. */
export const jobs = {
  recompute: "重算批次",
  seals: "封存审计",
  notices: "公示期满",
  housekeeping: "清理过期记录",
} as const satisfies Record<string, string>;
export type JobName = keyof typeof jobs;
export const jobNames = Object.keys(jobs) as [JobName, ...JobName[]];

export const jobStates = ["running", "done", "failed"] as const;
/** A shard waits, is claimed until its lease ends, is done, or has failed as often as it is tried. */
export const shardStates = ["waiting", "running", "done", "failed"] as const;

/** Who runs what the clock starts; it has no account. */
export const clockwork = "system";
