/** marginal: slices, each with its percentage of what lies in it. */
import type { MarginalNode } from "../../../schema/policy/amounts.ts";
import { placesOfInput } from "../facts.ts";
import { fractionOf, lcm } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { leaf } from "./leaf.ts";
import { largest } from "./shape.ts";

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
    fill:
      (scale) =>
      (out, { columns }, first, count) => {
        const column = columns.get(node.input)!;
        const finer = unit / 10 ** placesOfInput(input);
        out.fill(0, 0, count);
        for (const { from, to, percent } of parts) {
          const factor = (percent.n * scale) / (unit * 100 * percent.d);
          for (let i = 0; i < count; i++)
            out[i]! += Math.max(0, Math.min(column[first + i]! * finer, to) - from) * factor;
        }
      },
    text: ([value]) =>
      `${input.title}${value},${slices.value.map(([from, percent]) => `超过${from}的部分${percent}%`).join("、")}`,
  });
}
