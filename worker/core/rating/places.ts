/** Where rated rows stand among their peers; worked out when it is first asked for. */
import type { Facts } from "../facts.ts";
import { groupsAt } from "../peers.ts";
import { ranksWithin, sizesOf } from "../ranks.ts";
import type { RatingPlan } from "./rating.ts";
import { type RankRanges, rankRanges } from "./stability.ts";

export interface Places {
  /** The ranks within the peer groups, 0 where unscored. */
  ranks(): Int32Array;
  /** How many of a row's peers are scored. */
  scored(row: number): number;
  /** Where every row would stand with other weights. */
  ranges(): RankRanges;
}

/** The places of the rows of a run by their scores. */
export function placesOf(plan: RatingPlan, facts: Facts, scoreCenti: Float64Array): Places {
  const { peers, best = "highest" } = plan.policy.grade;
  const kept = <T>(make: () => T) => {
    let made: { value: T } | undefined;
    return () => {
      made ??= { value: make() };
      return made.value;
    };
  };
  const groups = kept(() => groupsAt(facts.regions, peers));
  const ranks = kept(() => ranksWithin(groups(), scoreCenti, best));
  const sizes = kept(() => sizesOf(groups(), scoreCenti));
  const ranges = kept(() => rankRanges(plan, facts, { scoreCenti, rank: ranks() }));
  return { ranks, ranges, scored: (row) => sizes()[groups().of[row]!]! };
}
