/** What a job is made of: the parts into which it falls, and what is done for each. */
import type { RegionScope } from "../../schema/region.ts";
import type { Part, Shard } from "../store/jobs.ts";
import type { Work } from "../usecases/work.ts";

/** Doing a part twice must come to the same: whoever did it may have died before saying so. */
export interface JobKind {
  /** The parts that are to be done inside a scope; none where nothing is to be done. */
  parts(work: Work, scope: RegionScope): Promise<Part[]>;
  /** Does one part; answers what came of it, in numbers that add up over the parts. */
  work(work: Work, shard: Shard): Promise<Record<string, number>>;
}

/** The part of a job that has only one. */
export const whole: Part = { shard: "all", position: 0 };
