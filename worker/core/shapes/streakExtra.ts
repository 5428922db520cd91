/** streakExtra: an amount for so many years in a row; the steps replace each other or add up. */
import type { StreakExtraNode } from "../../../schema/policy/amounts.ts";
import { placesOfInput } from "../facts.ts";
import { fractionOf, lcm } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { leaf } from "./leaf.ts";
import { byTable } from "./table.ts";

/** Prepares a `streakExtra` node that stands at `place` of its policy. */
export function prepareStreakExtra(node: StreakExtraNode, place: string, compiling: Compiling) {
  const steps = resolve(compiling, node.steps, `${place}/steps`, `${node.title}档次`);
  if (!steps) return undefined;
  const input = compiling.inputs[node.input]!;
  const total = (years: number) => {
    const reached = steps.value.filter(([step]) => years >= step).map(([, amount]) => amount);
    return node.rule === "add" ? reached.reduce((sum, amount) => sum + amount, 0) : (reached.at(-1) ?? 0);
  };
  const most = total(Number.POSITIVE_INFINITY);
  return leaf(node, compiling, {
    inputs: [node.input],
    parameters: [steps],
    denominator: steps.value.reduce((all, [, amount]) => lcm(all, fractionOf(amount).d), 1),
    most,
    fill(scale) {
      const unit = 10 ** placesOfInput(input);
      return byTable(node.input, input, (units) => Math.round(total(units / unit) * scale));
    },
    text: ([years]) =>
      `${input.title}${years},${steps.value.map(([step, amount]) => `满${step}计${amount}`).join("、")},${node.rule === "add" ? "各档累加" : "只计最高一档"}`,
  });
}
