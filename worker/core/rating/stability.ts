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
 * @param rows the scored rows
 * @returns per row the best and the worst rank that came up, the real one included
 */
export function rankRanges(
  score: Kernel,
  columns: Results,
  facts: Facts,
  rows: readonly number[],
  grade: Grade,
): Map<number, { best: number; worst: number }> {
  const ranges = new Map<number, { best: number; worst: number }>();
  const items = (score.children ?? []).map((child) => columns.get(child)!);
  const { stability } = grade;
  if (!stability || items.length === 0) return ranges;
  const next = numbers(stability.seed);
  const groups = peerGroups(facts.subjects, rows, grade.peers);
  for (let draw = 0; draw <= stability.draws; draw++) {
    // The first draw changes nothing; the others move every weight by whole thousandths.
    const span = stability.percent * 10;
    const weights = items.map(() => (draw === 0 ? 1000 : 1000 - span + (next() % (2 * span + 1))));
    const totals = new Float64Array(facts.subjects.length);
    items.forEach((column, i) => {
      for (const row of rows) if (!Number.isNaN(column[row]!)) totals[row]! += column[row]! * weights[i]!;
    });
    for (const group of groups)
      for (const [row, rank] of competitionRanks(group, totals, grade.best ?? "highest")) {
        const range = ranges.get(row) ?? { best: rank, worst: rank };
        ranges.set(row, { best: Math.min(range.best, rank), worst: Math.max(range.worst, rank) });
      }
  }
  return ranges;
}
