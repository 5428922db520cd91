/** given: a person's mark, at most the maximum. */
import type { GivenNode } from "../../../schema/policy/points.ts";
import { inputText, placesOfInput, traceInput } from "../facts.ts";
import { fractionOf, lcm } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { type Prepared, pointsOf } from "./shape.ts";

/** Prepares a `given` node that stands at `place` of its policy. */
export function prepareGiven(node: GivenNode, place: string, compiling: Compiling): Prepared | undefined {
  const max = resolve(compiling, node.max, `${place}/max`, `${node.title}满分`);
  if (!max) return undefined;
  const { inputs } = compiling;
  const input = inputs[node.input]!;
  const unit = 10 ** placesOfInput(input);
  return {
    denominator: lcm(unit, fractionOf(max.value).d),
    most: max.value,
    kernel: (scale) => ({
      code: node.code,
      title: node.title,
      most: max.value,
      run({ columns }) {
        const marks = columns.get(node.input)!;
        const factor = scale / unit;
        const limit = Math.round(max.value * scale);
        return marks.map((mark) => Math.min(mark * factor, limit));
      },
      explain(facts, results, row) {
        const read = traceInput(inputs, facts, node.input, row);
        const points = pointsOf(results.get(this)![row]!, scale);
        const text =
          points === null
            ? `${input.title}缺数据,没有得分`
            : `${input.title}${inputText(input, read.value)},满分${max.value},得${points}分`;
        return {
          shape: node.shape,
          code: node.code,
          title: node.title,
          text,
          value: points,
          inputs: [read],
          parameters: [max.parameter],
        };
      },
    }),
  };
}
