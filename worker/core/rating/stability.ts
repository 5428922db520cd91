/** Stability: between which places a subject would stand if the weights of the score's items were a little different. */
import type { Facts } from "../facts.ts";
import { ranksWithin } from "../ranks.ts";
import { columnOf } from "../shapes/shape.ts";
import type { RatingPlan, RatingResults } from "./rating.ts";

/** The best and the worst rank of every row that came up, its real one included; 0 where it has none. */
export interface RankRanges {
  best: Int32Array;
  worst: Int32Array;
}

/** mulberry32: the same whole numbers below 2^32 from the same seed. */
function numbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return (z ^ (z >>> 14)) >>> 0;
  };
}

/** Draws weights for the items of the score, each within ± so many percent of its own, and ranks anew each time. */
export function rankRanges(
  { policy, score }: RatingPlan,
  facts: Facts,
  { rank, groups, scoreCenti }: Pick<RatingResults, "groups" | "scoreCenti"> & { rank: Int32Array },
): RankRanges {
  const [best, worst] = [rank.slice(), rank.slice()];
  const { stability, best: end = "highest" } = policy.grade;
  const { children, combine } = score;
  if (!stability || !children || !combine) return { best, worst };
  const items = children.map((child) => columnOf(child, facts));
  const next = numbers(stability.seed);
  // Every weight moves by whole thousandths.
  const span = stability.percent * 10;
  const totals = new Float64Array(rank.length);
  for (let draw = 0; draw < stability.draws; draw++) {
    const moved = items.map((column) => {
      const weight = 1000 - span + (next() % (2 * span + 1));
      return column.map((value) => value * weight);
    });
    combine(totals, moved, facts, 0, totals.length);
    for (let row = 0; row < totals.length; row++) if (Number.isNaN(scoreCenti[row]!)) totals[row] = Number.NaN;
    const ranks = ranksWithin(groups, totals, end);
    for (let row = 0; row < ranks.length; row++) {
      best[row] = Math.min(best[row]!, ranks[row]!);
      worst[row] = Math.max(worst[row]!, ranks[row]!);
    }
  }
  return { best, worst };
}
