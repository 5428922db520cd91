/** Stability of a list: between which places a subject would stand, and how often it would be listed, by other measures. */
import type { Facts } from "../facts.ts";
import { type RankRanges, widen } from "../rating/stability.ts";
import { type RankingPlan, runRanking } from "./ranking.ts";

/** By row what came up over all draws; the places are the real ones too, the lists are those of the draws alone. */
export interface ListRanges extends RankRanges {
  rank: Int32Array;
  selected: Uint8Array;
  /** In how many draws it was listed. */
  listed: Int32Array;
  draws: number;
}

/**
 * Ranks and lists all rows anew for every column of measures, whatever else the policy asks staying as it is.
 * @param measures columns that stand for the policy's measure, in the units of its input
 */
export function listRanges(plan: RankingPlan, facts: Facts, measures: Iterable<Float64Array>): ListRanges {
  const { rank, selected } = runRanking(plan, facts);
  const ranges = { best: rank.slice(), worst: rank.slice() };
  const listed = new Int32Array(rank.length);
  let draws = 0;
  for (const measure of measures) {
    const columns = new Map([...facts.columns, [plan.policy.measure.input, measure]]);
    const drawn = runRanking(plan, { ...facts, columns });
    widen(ranges, drawn.rank);
    for (let row = 0; row < listed.length; row++) listed[row]! += drawn.selected[row]!;
    draws++;
  }
  return { ...ranges, rank, selected, listed, draws };
}
