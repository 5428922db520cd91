/** given: a person's mark, at most the maximum. */
import type { GivenNode } from "../../../schema/policy/points.ts";
import { placesOfInput } from "../facts.ts";
import { fractionOf, lcm } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { leaf } from "./leaf.ts";

/**
 * Prepares a `given` node that stands at `place` of its policy. Where the input has no least value of its own, a
 * deduction is held within the maximum too: else nothing would bound the sums above it.
 */
export function prepareGiven(node: GivenNode, place: string, compiling: Compiling) {
  const max = resolve(compiling, node.max, `${place}/max`, `${node.title}满分`);
  if (!max) return undefined;
  const input = compiling.inputs[node.input]!;
  const unit = 10 ** placesOfInput(input);
  return leaf(node, compiling, {
    inputs: [node.input],
    parameters: [max],
    denominator: lcm(unit, fractionOf(max.value).d),
    most: max.value,
    bound: Math.max(max.value, Math.abs(input.min ?? 0)),
    fill(scale) {
      const [factor, limit] = [scale / unit, Math.round(max.value * scale)];
      const floor = input.min === undefined ? -limit : Number.NEGATIVE_INFINITY;
      return (out, { columns }, from, count) => {
        const marks = columns.get(node.input)!;
        for (let i = 0; i < count; i++) out[i] = Math.max(Math.min(marks[from + i]! * factor, limit), floor);
      };
    },
    text: ([mark]) => `${input.title}${mark},满分${max.value}`,
  });
}
