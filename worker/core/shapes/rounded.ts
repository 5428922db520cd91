/** rounded: a value to whole steps (0.01 a fen, 1 a yuan, 10 ten yuan) by a named mode. */

import type { RoundedNode } from "../../../schema/policy/aggregates.ts";
import { roundingTitles } from "../../../schema/policy/arithmetic.ts";
import { fractionOf, roundColumn } from "../number.ts";
import type { Compiling } from "../parameter.ts";
import { branch, scaleApart } from "./branch.ts";
import type { Prepared } from "./shape.ts";

/** Prepares a `rounded` node that stands at `place` of its policy. */
export function prepareRounded(node: RoundedNode, place: string, compiling: Compiling, child: Prepared): Prepared {
  const { n, d } = fractionOf(node.to);
  const inner = scaleApart(child, d, place, compiling);
  return branch(node, compiling, [child], {
    denominator: d,
    apart: true,
    most: child.most,
    bound: child.bound + node.to,
    childScale: () => inner,
    fill(scale, [of]) {
      const step = (n * scale) / d;
      return (out, facts, from, count) => {
        of!.fill(out, facts, from, count);
        roundColumn(out, (n * inner) / d, node.mode, count);
        if (step !== 1) for (let i = 0; i < count; i++) out[i]! *= step;
      };
    },
    text: ([of], value) => (value === null ? "缺数据" : `${of}${roundingTitles[node.mode]}到${node.to},为${value}`),
  });
}
