/** Stability: between which places a subject would stand if the weights of the score's items were a little different. */
import type { Grade } from "../../../schema/policy/rating.ts";
import type { Facts } from "../facts.ts";
import { competitionRanks, peerGroups } from "../peers.ts";
import type { Kernel, Results } from "../shapes/shape.ts";

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

/**
 * Draws weights for the items of the score, each within ± so many percent of its own, and ranks anew each time.
 * @param ranks the real rank of every scored row
 * @returns per row the best and the worst rank that came up, the real one included; none where the score has no items
 */
export function rankRanges(
  score: Kernel,
  columns: Results,
  facts: Facts,
  ranks: ReadonlyMap<number, number>,
  grade: Grade,
): Map<number, { best: number; worst: number }> {
  const { stability } = grade;
  const { children, combine } = score;
  if (!stability || !children || !combine) return new Map();
  const ranges = new Map([...ranks].map(([row, rank]) => [row, { best: rank, worst: rank }]));
  const items = children.map((child) => columns.get(child)!);
  const next = numbers(stability.seed);
  const groups = peerGroups(facts.subjects, [...ranks.keys()], grade.peers);
  // Every weight moves by whole thousandths.
  const span = stability.percent * 10;
  for (let draw = 0; draw < stability.draws; draw++) {
    const moved = items.map((column) => {
      const weight = 1000 - span + (next() % (2 * span + 1));
      return column.map((value) => value * weight);
    });
    const totals = combine(moved, facts);
    for (const group of groups)
      for (const [row, rank] of competitionRanks(group, totals, grade.best ?? "highest")) {
        const range = ranges.get(row)!;
        ranges.set(row, { best: Math.min(range.best, rank), worst: Math.max(range.worst, rank) });
      }
  }
  return ranges;
}
