/** rounded: a value to whole steps (0.01 a fen, 1 a yuan, 10 ten yuan) by a named mode. */

import type { RoundedNode } from "../../../schema/policy/aggregates.ts";
import { roundingTitles } from "../../../schema/policy/arithmetic.ts";
import { fractionOf, roundColumn } from "../number.ts";
import type { Compiling } from "../parameter.ts";
import { branch, type Prepared } from "./shape.ts";

/** Prepares a `rounded` node. */
export function prepareRounded(node: RoundedNode, compiling: Compiling, child: Prepared): Prepared {
  const { n, d } = fractionOf(node.to);
  return branch(node, compiling, [child], {
    denominator: d,
    most: child.most,
    bound: child.bound + node.to,
    combine:
      (scale) =>
      (out, [column], _, __, count) => {
        const step = (n * scale) / d;
        for (let i = 0; i < count; i++) out[i] = column![i]!;
        roundColumn(out, step, node.mode, count);
        for (let i = 0; i < count; i++) out[i]! *= step;
      },
    text: ([inner], value) =>
      value === null ? "缺数据" : `${inner}${roundingTitles[node.mode]}到${node.to},为${value}`,
  });
}
