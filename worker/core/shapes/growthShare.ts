/** growthShare: a percentage of the growth; no growth gives nothing. */
import type { GrowthShareNode } from "../../../schema/policy/amounts.ts";
import { placesOfInput } from "../facts.ts";
import { fractionOf, greater, lcm } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { leaf } from "./leaf.ts";
import { largest } from "./shape.ts";

/** Prepares a `growthShare` node that stands at `place` of its policy. */
export function prepareGrowthShare(node: GrowthShareNode, place: string, compiling: Compiling) {
  const percent = resolve(compiling, node.percent, `${place}/percent`, `${node.title}比例`);
  const most = node.most && resolve(compiling, node.most, `${place}/most`, `${node.title}上限`);
  if (!percent || (node.most && !most)) return undefined;
  const [now, before] = [compiling.inputs[node.now]!, compiling.inputs[node.before]!];
  const unit = 10 ** Math.max(placesOfInput(now), placesOfInput(before));
  const { n, d } = fractionOf(percent.value);
  const cap = most ? most.value : (largest(now) * percent.value) / 100;
  return leaf(node, compiling, {
    inputs: [node.now, node.before],
    parameters: most ? [percent, most] : [percent],
    denominator: lcm(unit * 100 * d, fractionOf(most?.value ?? 0).d),
    most: cap,
    fill(scale) {
      const [x, y] = [unit / 10 ** placesOfInput(now), unit / 10 ** placesOfInput(before)];
      const factor = (n * scale) / (unit * 100 * d);
      const limit = most ? Math.round(most.value * scale) : Number.POSITIVE_INFINITY;
      // Where the finer of two amounts of money makes the numbers too large for it, the slower way.
      const larger = Math.max(x, y) * largest(now) < 2 ** 50 ? greater : Math.max;
      return (out, { columns }, from, count) => {
        const [is, was] = [columns.get(node.now)!, columns.get(node.before)!];
        for (let i = 0; i < count; i++)
          out[i] = Math.min(larger(is[from + i]! * x - was[from + i]! * y, 0) * factor, limit);
      };
    },
    text: ([is, had]) =>
      `${now.title}${is},${before.title}${had},增长部分的${percent.value}%${most ? `,最多${most.value}` : ""},没有增长不计`,
  });
}
