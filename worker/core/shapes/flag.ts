/** flag: points when it is so, none when it is not. */
import type { FlagNode } from "../../../schema/policy/points.ts";
import { fractionOf } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { leaf } from "./shape.ts";

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
    column: ({ columns }, scale) => columns.get(node.input)!.map((set) => set * Math.round(points.value * scale)),
    text: ([value]) => `${compiling.inputs[node.input]!.title}:${value}`,
  });
}
