/** fixed: an amount that depends on nothing but the month. */
import type { FixedNode } from "../../../schema/policy/amounts.ts";
import { fractionOf } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { leaf } from "./leaf.ts";

/** Prepares a `fixed` node that stands at `place` of its policy. */
export function prepareFixed(node: FixedNode, place: string, compiling: Compiling) {
  const amount = resolve(compiling, node.amount, `${place}/amount`, `${node.title}标准`);
  if (!amount) return undefined;
  return leaf(node, compiling, {
    inputs: [],
    parameters: [amount],
    denominator: fractionOf(amount.value).d,
    most: Math.max(0, amount.value),
    bound: Math.abs(amount.value),
    fill: (scale) => (out, _, __, count) => {
      out.fill(Math.round(amount.value * scale), 0, count);
    },
    text: () => `${node.title}标准`,
  });
}
