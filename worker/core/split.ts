/** Splits by largest remainder: the parts are whole, add up to the total, and lie within one unit of their exact share. */

import { block, inBlocks } from "./blocks.ts";

/**
 * Splits a whole amount by weights.
 * @param total whole units (fen, seats); a negative one, as of a clawback, is split like its amount
 * @param weights not negative
 * @param ties who gets a unit among equal remainders: the earlier (default) or the later
 * @returns parts in the order of the weights; where all weights are zero everything goes to nobody
 */
export function splitByWeight(
  total: number,
  weights: readonly number[],
  ties: "earlier" | "later" = "earlier",
): number[] {
  if (total < 0) return splitByWeight(-total, weights, ties).map((part) => 0 - part);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (sum === 0) return weights.map(() => 0);
  const safe = weights.every((weight) => Number.isSafeInteger(total * weight));
  const parts = weights.map((weight) => {
    if (safe) {
      const rest = (total * weight) % sum;
      return { whole: (total * weight - rest) / sum, rest };
    }
    const product = BigInt(total) * BigInt(weight);
    return { whole: Number(product / BigInt(sum)), rest: Number(product % BigInt(sum)) };
  });
  const left = total - parts.reduce((all, { whole }) => all + whole, 0);
  const side = ties === "earlier" ? 1 : -1;
  const order = parts.map((_, i) => i).sort((a, b) => parts[b]!.rest - parts[a]!.rest || side * (a - b));
  for (const i of order.slice(0, left)) parts[i]!.whole++;
  return parts.map(({ whole }) => whole);
}

/**
 * Splits a column of whole amounts by the same weights.
 * @param totals NaN stays NaN; @param weights whole and positive; @param into columns that may be written over
 * @returns one column for each weight, equal to `splitByWeight` row by row
 */
export function splitColumn(
  totals: Float64Array,
  weights: readonly number[],
  ties: "earlier" | "later" = "earlier",
  into = weights.map(() => new Float64Array(totals.length)),
): Float64Array[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  // A table longer than the column would be more work than the amounts themselves.
  if (2 * sum > totals.length) {
    totals.forEach((total, row) => {
      const parts = Number.isNaN(total) ? weights : splitByWeight(total, weights, ties);
      parts.forEach((part, i) => {
        into[i]![row] = Number.isNaN(total) ? total : part;
      });
    });
    return into;
  }
  // sum × q + rest is split as q times the weights, which leaves nothing over, and the rest, whose split a table knows;
  // of a negative amount, as of a clawback, the rest is negative too.
  const rests = weights.map(() => new Float64Array(2 * sum - 1));
  for (let rest = 1 - sum; rest < sum; rest++)
    splitByWeight(rest, weights, ties).forEach((part, i) => {
      rests[i]![rest + sum - 1] = part;
    });
  const [times, at] = [new Float64Array(block), new Int32Array(block)];
  inBlocks(totals.length, (from, count) => {
    divide(times, at, totals, sum, from, count);
    for (let i = 0; i < into.length; i++) splitBlock(into[i]!, times, at, weights[i]!, rests[i]!, from, count);
  });
  return into;
}

/** How many times the sum is in each total, and where the table has the rest. */
function divide(times: Float64Array, at: Int32Array, totals: Float64Array, sum: number, from: number, count: number) {
  for (let i = 0; i < count; i++) {
    const total = totals[from + i]!;
    const whole = Math.trunc(total / sum);
    times[i] = whole;
    at[i] = total - whole * sum + sum - 1;
  }
}

function splitBlock(
  column: Float64Array,
  times: Float64Array,
  at: Int32Array,
  weight: number,
  rests: Float64Array,
  from: number,
  count: number,
) {
  for (let i = 0; i < count; i++) column[from + i] = times[i]! * weight + rests[at[i]!]! + 0;
}
