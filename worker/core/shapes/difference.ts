/** difference: what is left of a value after another is set off, not below a floor. */
import type { DifferenceNode } from "../../../schema/policy/aggregates.ts";
import { fractionOf } from "../number.ts";
import type { Compiling } from "../parameter.ts";
import { branch } from "./branch.ts";
import type { Prepared } from "./shape.ts";

/** Prepares a `difference` node. */
export function prepareDifference(node: DifferenceNode, compiling: Compiling, of: Prepared, minus: Prepared): Prepared {
  return branch(node, compiling, [of, minus], {
    denominator: fractionOf(node.least).d,
    most: of.most,
    bound: of.bound + minus.bound + Math.abs(node.least),
    combine:
      (scale) =>
      (out, [value, off], _, __, count) => {
        const least = Math.round(node.least * scale);
        for (let i = 0; i < count; i++) out[i] = Math.max(value![i]! - off![i]!, least);
      },
    text: ([value, off], left) =>
      left === null ? "缺数据" : `${value} - ${off}${left === node.least ? `,不低于${node.least}` : ""},为${left}`,
  });
}
