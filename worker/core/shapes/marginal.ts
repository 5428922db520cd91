/** marginal: slices, each with its percentage of what lies in it. */
import type { MarginalNode } from "../../../schema/policy/amounts.ts";
import { placesOfInput } from "../facts.ts";
import { fractionOf, lcm } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { largest, leaf } from "./shape.ts";

/** Prepares a `marginal` node that stands at `place` of its policy. */
export function prepareMarginal(node: MarginalNode, place: string, compiling: Compiling) {
  const slices = resolve(compiling, node.slices, `${place}/slices`, `${node.title}分段`);
  if (!slices) return undefined;
  const input = compiling.inputs[node.input]!;
  const unit = slices.value.reduce((all, [from]) => lcm(all, fractionOf(from).d), 10 ** placesOfInput(input));
  const parts = slices.value.map(([from, percent], i) => ({
    from: Math.round(from * unit),
    to: Math.round((slices.value[i + 1]?.[0] ?? Number.POSITIVE_INFINITY) * unit),
    percent: fractionOf(percent),
  }));
  const denominator = parts.reduce((all, { percent }) => lcm(all, unit * 100 * percent.d), 1);
  const most = (largest(input) * Math.max(...slices.value.map(([, percent]) => percent))) / 100;
  return leaf(node, compiling, {
    inputs: [node.input],
    parameters: [slices],
    denominator,
    most,
    column: ({ columns }, scale) =>
      columns.get(node.input)!.map((value) => {
        const units = value * (unit / 10 ** placesOfInput(input));
        return parts.reduce((sum, { from, to, percent }) => {
          const inside = Math.max(0, Math.min(units, to) - from);
          return sum + inside * ((percent.n * scale) / (unit * 100 * percent.d));
        }, 0);
      }),
    text: ([value]) =>
      `${input.title}${value},${slices.value.map(([from, percent]) => `超过${from}的部分${percent}%`).join("、")}`,
  });
}
