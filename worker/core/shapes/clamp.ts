/** clamp: a value held within a floor and a cap. */
import type { ClampNode } from "../../../schema/policy/aggregates.ts";
import { fractionOf, lcm } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { branch } from "./branch.ts";
import type { Prepared } from "./shape.ts";

/** Prepares a `clamp` node that stands at `place` of its policy. */
export function prepareClamp(node: ClampNode, place: string, compiling: Compiling, child: Prepared) {
  const least = node.least && resolve(compiling, node.least, `${place}/least`, `${node.title}下限`);
  const most = node.most && resolve(compiling, node.most, `${place}/most`, `${node.title}上限`);
  if ((node.least && !least) || (node.most && !most)) return undefined;
  if (least && most && least.value > most.value) {
    compiling.faults.push({
      pointer: place,
      code: "invalidValue",
      params: { reason: `“${node.title}”的下限高于上限` },
    });
    return undefined;
  }
  return branch(node, compiling, [child], {
    parameters: [least, most].filter((one) => one !== undefined),
    denominator: lcm(fractionOf(least?.value ?? 0).d, fractionOf(most?.value ?? 0).d),
    most: Math.min(child.most, most?.value ?? child.most),
    bound: Math.max(child.bound, Math.abs(least?.value ?? 0), Math.abs(most?.value ?? 0)),
    combine(scale) {
      const low = least ? Math.round(least.value * scale) : Number.NEGATIVE_INFINITY;
      const high = most ? Math.round(most.value * scale) : Number.POSITIVE_INFINITY;
      return (out, [column], _, __, count) => {
        for (let i = 0; i < count; i++) out[i] = Math.min(Math.max(column![i]!, low), high);
      };
    },
    text([inner], value) {
      if (value === null) return "缺数据";
      const limits = [least && `不低于${least.value}`, most && `不超过${most.value}`].filter(Boolean).join("、");
      return `${inner},${limits},为${value}`;
    },
  });
}
