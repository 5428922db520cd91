/** perUnit: so much for each unit above a number, added or deducted, within a cap. */
import type { PerUnitNode } from "../../../schema/policy/points.ts";
import { placesOfInput } from "../facts.ts";
import { fractionOf, lcm } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { leaf } from "./leaf.ts";
import { largest } from "./shape.ts";

/** Prepares a `perUnit` node that stands at `place` of its policy. */
export function preparePerUnit(node: PerUnitNode, place: string, compiling: Compiling) {
  const each = resolve(compiling, node.each, `${place}/each`, `${node.title}每单位`);
  const above = node.above && resolve(compiling, node.above, `${place}/above`, `${node.title}起计数`);
  const most = node.most && resolve(compiling, node.most, `${place}/most`, `${node.title}上限`);
  if (!each || (node.above && !above) || (node.most && !most)) return undefined;
  const input = compiling.inputs[node.input]!;
  const unit = 10 ** placesOfInput(input);
  const [e, a] = [fractionOf(each.value), fractionOf(above?.value ?? 0)];
  const bound = most?.value ?? Math.abs(each.value) * largest(input);
  return leaf(node, compiling, {
    inputs: [node.input],
    parameters: [each, above, most].filter((one) => one !== undefined),
    denominator: lcm(e.d * lcm(unit, a.d), fractionOf(most?.value ?? 0).d),
    most: each.value > 0 ? (most?.value ?? 0) : 0,
    bound,
    fill(scale) {
      const common = lcm(unit, a.d);
      const factor = (e.n * scale) / (e.d * common);
      const limit = most ? Math.round(most.value * scale) : Number.POSITIVE_INFINITY;
      const from = (a.n * common) / a.d;
      return (out, { columns }, first, count) => {
        const column = columns.get(node.input)!;
        for (let i = 0; i < count; i++) {
          const value = Math.max(0, column[first + i]! * (common / unit) - from) * factor;
          out[i] = Math.min(Math.max(value, -limit), limit) + 0;
        }
      };
    },
    text: ([value]) => {
      const over = above ? `,超过${above.value}的部分` : "";
      return `${input.title}${value}${over},每${each.value < 0 ? "扣" : "计"}${Math.abs(each.value)}${most ? `,最多${most.value}` : ""}`;
    },
  });
}
