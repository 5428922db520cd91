/** Room: which items of a score still have points to be had, and how much each would add to the total. */
import type { NextStar } from "../../../schema/outcome.ts";
import type { ValueNode } from "../../../schema/policy/aggregates.ts";
import { holds } from "../condition.ts";
import type { Facts } from "../facts.ts";
import { type Kernel, pointsOf, valueAt } from "../shapes/shape.ts";
import type { RatingPlan } from "./rating.ts";

type Item = NextStar["room"][number];

/** So many items are named. */
const mostItems = 10;

/**
 * The items of a row's score with points to be had, those first that would add most to the total. Each is put at its
 * full points (at zero where low scores are good) and the total is worked out anew, so that weights, limits above it
 * and the scaling for missing items count exactly. Of shapes over others that is done for sums, means, limits, picks
 * and differences; what is rounded or taken in percent is one item. An item whose condition does not hold is none.
 */
export function roomOf({ policy, score, scale }: RatingPlan, facts: Facts, row: number): Item[] {
  const lowest = policy.grade.best === "lowest";
  const total = valueAt(score, facts, row);
  const found: Item[] = [];
  /** @param lift what the total would be with another value of the kernel */
  const walk = (node: ValueNode, kernel: Kernel, value: number, lift: (value: number) => number) => {
    if (node.when && value === 0 && !holds(node.when, policy.inputs, facts, row)) return;
    const nodes = partsOf(node);
    const { children, combine, code, title, most } = kernel;
    if (nodes && children && combine) {
      const values = children.map((child) => valueAt(child, facts, row));
      const out = new Float64Array(1);
      children.forEach((child, i) => {
        walk(nodes[i]!, child, values[i]!, (other) => {
          const columns = values.map((one, at) => Float64Array.of(at === i ? other : one));
          combine(out, columns, facts, row, 1);
          return lift(out[0]!);
        });
      });
      return;
    }
    const change = lift(lowest ? 0 : Math.round(most * scale)) - total;
    const gap = lowest ? -change : change;
    if (gap > 0)
      found.push({
        ...(code !== undefined && { code }),
        title,
        value: pointsOf(value, scale),
        most: Math.round(most * 1e6) / 1e6,
        gap: pointsOf(gap, scale)!,
      });
  };
  walk(policy.score, score, total, (value) => value);
  return found.sort((a, b) => b.gap - a.gap).slice(0, mostItems);
}

/** The shapes that a total can be worked out through, in the order of the kernel's children; none for an item. */
function partsOf(node: ValueNode): readonly ValueNode[] | undefined {
  switch (node.shape) {
    case "sum":
    case "pick":
      return node.of;
    case "weightedMean":
      return node.of.map(({ value }) => value);
    case "clamp":
      return [node.of];
    case "difference":
      return [node.of, node.minus];
    default:
      return undefined;
  }
}
