/** piecewise: a broken line through given points, level beyond its ends. */
import type { PiecewiseNode } from "../../../schema/policy/points.ts";
import { placesOfInput } from "../facts.ts";
import { fractionOf, lcm, mulDiv } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { leaf } from "./leaf.ts";
import { fine } from "./shape.ts";
import { byTable } from "./table.ts";

/** Prepares a `piecewise` node that stands at `place` of its policy. Between the points values are rounded to a millionth. */
export function preparePiecewise(node: PiecewiseNode, place: string, compiling: Compiling) {
  const line = resolve(compiling, node.line, `${place}/line`, `${node.title}折点`);
  if (!line) return undefined;
  const input = compiling.inputs[node.input]!;
  const unit = 10 ** placesOfInput(input);
  // All in whole numbers: x in 1/common of the input, y in millionths.
  const common = line.value.reduce((all, [x]) => lcm(all, fractionOf(x).d), unit);
  const knees = line.value.map(([x, y]) => ({ x: Math.round(x * common), y: Math.round(y * fine) }));
  const at = (x: number): number => {
    const next = knees.findIndex((knee) => knee.x > x);
    if (next === 0) return knees[0]!.y;
    if (next < 0) return knees.at(-1)!.y;
    const [low, high] = [knees[next - 1]!, knees[next]!];
    return low.y + mulDiv(x - low.x, high.y - low.y, high.x - low.x);
  };
  const values = line.value.map(([, y]) => y);
  return leaf(node, compiling, {
    inputs: [node.input],
    parameters: [line],
    denominator: fine,
    most: Math.max(...values),
    bound: Math.max(...values.map(Math.abs)),
    fill: (scale) => byTable(node.input, input, (units) => at(units * (common / unit)) * (scale / fine)),
    text: ([value]) => `${input.title}${value},按折线${line.value.map(([x, y]) => `(${x},${y})`).join("")}`,
  });
}
