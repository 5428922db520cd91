/** proportional: the part of the target that is reached, at most the whole. */
import type { ProportionalNode } from "../../../schema/policy/points.ts";
import { placesOfInput } from "../facts.ts";
import { fractionOf, gcd, lcm, mulDiv } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { leaf } from "./leaf.ts";
import { fine } from "./shape.ts";

/**
 * Prepares a `proportional` node that stands at `place` of its policy. Where more is better the points are exact;
 * where less is better they are target ÷ value, a division by data, and a value of zero has reached any target.
 */
export function prepareProportional(node: ProportionalNode, place: string, compiling: Compiling) {
  const target = resolve(compiling, node.target, `${place}/target`, `${node.title}目标`);
  const points = resolve(compiling, node.points, `${place}/points`, `${node.title}分值`);
  if (!target || !points) return undefined;
  const input = compiling.inputs[node.input]!;
  const unit = 10 ** placesOfInput(input);
  const [t, p] = [fractionOf(target.value), fractionOf(points.value)];
  // points of one unit: (p.n / p.d) × (t.d / t.n) / unit
  const [over, under] = [p.n * t.d, p.d * t.n * unit];
  const exact = under / gcd(over, under);
  return leaf(node, compiling, {
    inputs: [node.input],
    parameters: [target, points],
    denominator: lcm(node.best === "highest" ? exact : fine, p.d),
    most: points.value,
    fill(scale) {
      const full = Math.round(points.value * scale);
      const goal = (t.n * unit) / t.d;
      const each = (over * (scale / exact)) / (under / exact);
      const step = scale / fine;
      const part = (units: number) =>
        node.best === "highest"
          ? Math.min(Math.max(0, units) * each, full)
          : units <= goal
            ? full
            : mulDiv(full / step, Math.round(goal * t.d), Math.round(units * t.d)) * step;
      if (node.best === "highest" && Number.isInteger(goal)) return { kind: "ramp", code: node.input, goal, each };
      return (out, { columns }, from, count) => {
        const values = columns.get(node.input)!;
        for (let i = 0; i < count; i++) {
          const units = values[from + i]!;
          out[i] = Number.isNaN(units) ? units : part(units);
        }
      };
    },
    text: ([value]) =>
      `${input.title}${value},目标${target.value}${node.best === "lowest" ? "以下为好" : ""},满分${points.value}`,
  });
}
