/** weightedMean: the mean of its items by weight; a missing item counts zero, is left out with its weight, or blocks. */
import type { WeightedMeanNode } from "../../../schema/policy/aggregates.ts";
import { fractionOf, lcm, mulDiv } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { branch } from "./branch.ts";
import { fine, type Prepared } from "./shape.ts";
import { isEnough, missingText } from "./sum.ts";

/** Prepares a `weightedMean` node that stands at `place` of its policy; weights need not add up to anything. */
export function prepareWeightedMean(
  node: WeightedMeanNode,
  place: string,
  compiling: Compiling,
  items: readonly Prepared[],
): Prepared | undefined {
  const weights = node.of.map((item, i) =>
    resolve(compiling, item.weight, `${place}/of/${i}/weight`, `${item.value.title}权重`),
  );
  if (!weights.every((weight) => weight !== undefined)) return undefined;
  const common = weights.reduce((all, { value }) => lcm(all, fractionOf(value).d), 1);
  const whole = weights.map(({ value }) => Math.round(value * common));
  const all = whole.reduce((sum, weight) => sum + weight, 0);
  if (node.total !== undefined && all !== Math.round(node.total * common)) {
    const reason = `权重合计${all / common},须为${node.total}`;
    compiling.faults.push({ pointer: `${place}/of`, code: "invalidValue", params: { reason } });
    return undefined;
  }
  const { rule } = node.missing;
  return branch(node, compiling, items, {
    parameters: weights,
    denominator: fine,
    most: items.reduce((sum, item, i) => sum + (item.most * whole[i]!) / all, 0),
    bound: Math.max(...items.map((item) => item.bound)) * Math.max(...whole) * items.length,
    combine: (scale) => (out, columns, _, __, count) => {
      const step = scale / fine;
      for (let row = 0; row < count; row++) {
        let [total, by, present] = [0, 0, 0];
        columns.forEach((column, i) => {
          if (Number.isNaN(column[row]!)) return;
          total += column[row]! * whole[i]!;
          by += whole[i]!;
          present++;
        });
        out[row] = isEnough(node.missing, present, columns.length)
          ? mulDiv(total, 1, (rule === "exclude" ? by : all) * step) * step
          : Number.NaN;
      }
    },
    text(values, value) {
      const present = values.filter((one) => one !== null).length;
      if (value === null) return `${values.length}项中只有${present}项有数据,不评`;
      const terms = values.map((one, i) => `${one ?? "缺"}×${weights[i]!.value}`).join(" + ");
      const gap = present < values.length ? `;${values.length - present}项缺数据,${missingText[rule]}` : "";
      return `(${terms}) ÷ 权重合计 = ${value}${gap}`;
    },
  });
}
