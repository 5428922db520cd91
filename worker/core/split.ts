/** Splits by largest remainder: the parts are whole, add up to the total, and lie within one unit of their exact share. */

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
