/** Stability: between which places a subject would stand if the weights of the score's items were a little different. */
import type { Facts } from "../facts.ts";
import { roundColumn } from "../number.ts";
import { groupsAt } from "../peers.ts";
import { ranksWithin } from "../ranks.ts";
import { columnOf } from "../shapes/shape.ts";
import type { RatingPlan } from "./rating.ts";

/** How weights are drawn: each within ± so many percent of its own, so many times, from a seed. */
export interface Draws {
  percent: number;
  draws: number;
  seed: number;
}

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

/** Weights move by whole thousandths: a drawn total is in so many parts of the plan's units. */
const parts = 1000;

/**
 * The totals of all rows by drawn weights of the score's items, one column a draw; NaN where the row is unscored. The
 * weights depend on the seed and the number of items alone, so that other facts get the same. The column is written
 * over by the next draw.
 */
export function* drawnTotals(
  { score }: RatingPlan,
  facts: Facts,
  scoreCenti: Float64Array,
  { percent, draws, seed }: Draws,
): Generator<Float64Array, void> {
  const { children = [], combine } = score;
  const items = children.map((child) => columnOf(child, facts));
  const moved = items.map((column) => new Float64Array(column.length));
  const next = numbers(seed);
  const span = (percent * parts) / 100;
  const totals = new Float64Array(scoreCenti.length);
  for (let draw = 0; draw < draws; draw++) {
    items.forEach((column, item) => {
      const weight = parts - span + (next() % (2 * span + 1));
      const into = moved[item]!;
      for (let row = 0; row < column.length; row++) into[row] = column[row]! * weight;
    });
    combine?.(totals, moved, facts, 0, totals.length);
    for (let row = 0; row < totals.length; row++) if (Number.isNaN(scoreCenti[row]!)) totals[row] = Number.NaN;
    yield totals;
  }
}

/** The same as scores in centi, rounded as the policy rounds. */
export function* drawnScores(
  plan: RatingPlan,
  facts: Facts,
  scoreCenti: Float64Array,
  draws: Draws,
): Generator<Float64Array, void> {
  for (const totals of drawnTotals(plan, facts, scoreCenti, draws)) {
    roundColumn(totals, (plan.scale / 100) * parts, plan.policy.score.round.mode);
    yield totals;
  }
}

/** Ranks every row anew in each draw. @param draws those of the policy, unless others are wanted; none: the real ranks */
export function rankRanges(
  plan: RatingPlan,
  facts: Facts,
  { rank, scoreCenti }: { rank: Int32Array; scoreCenti: Float64Array },
  draws: Draws | undefined = plan.policy.grade.stability,
): RankRanges {
  const [best, worst] = [rank.slice(), rank.slice()];
  if (!draws) return { best, worst };
  const { peers, best: end = "highest" } = plan.policy.grade;
  const groups = groupsAt(facts.regions, peers);
  for (const totals of drawnTotals(plan, facts, scoreCenti, draws))
    widen({ best, worst }, ranksWithin(groups, totals, end));
  return { best, worst };
}

/** Widens ranges to the ranks of one more draw; a row that has none in it stays as it is. */
export function widen({ best, worst }: RankRanges, ranks: Int32Array) {
  for (let row = 0; row < ranks.length; row++) {
    const rank = ranks[row]!;
    if (rank === 0) continue;
    if (rank < best[row]!) best[row] = rank;
    if (rank > worst[row]!) worst[row] = rank;
  }
}
