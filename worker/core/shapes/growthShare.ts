/** growthShare: a percentage of the growth; no growth gives nothing. */
import type { GrowthShareNode } from "../../../schema/policy/amounts.ts";
import { placesOfInput } from "../facts.ts";
import { fractionOf, lcm } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { largest, leaf } from "./shape.ts";

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
    column({ columns }, scale) {
      const was = columns.get(node.before)!;
      const [x, y] = [unit / 10 ** placesOfInput(now), unit / 10 ** placesOfInput(before)];
      const factor = (n * scale) / (unit * 100 * d);
      const limit = most ? Math.round(most.value * scale) : Number.POSITIVE_INFINITY;
      return columns
        .get(node.now)!
        .map((value, row) => Math.min(Math.max(0, value * x - was[row]! * y) * factor, limit));
    },
    text: ([is, had]) =>
      `${now.title}${is},${before.title}${had},增长部分的${percent.value}%${most ? `,最多${most.value}` : ""},没有增长不计`,
  });
}
