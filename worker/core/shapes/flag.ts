/** flag: points when it is so, none when it is not. */
import type { FlagNode } from "../../../schema/policy/points.ts";
import { fractionOf } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { leaf } from "./leaf.ts";

/** Prepares a `flag` node that stands at `place` of its policy. */
export function prepareFlag(node: FlagNode, place: string, compiling: Compiling) {
  const points = resolve(compiling, node.points, `${place}/points`, `${node.title}分值`);
  if (!points) return undefined;
  return leaf(node, compiling, {
    inputs: [node.input],
    parameters: [points],
    denominator: fractionOf(points.value).d,
    most: Math.max(0, points.value),
    bound: Math.abs(points.value),
    fill(scale) {
      const worth = Float64Array.of(0, Math.round(points.value * scale), Number.NaN);
      return (out, { bytes }, from, count) => {
        const set = bytes.get(node.input)!;
        for (let i = 0; i < count; i++) out[i] = worth[set[from + i]!]!;
      };
    },
    text: ([value]) => `${compiling.inputs[node.input]!.title}:${value}`,
  });
}
