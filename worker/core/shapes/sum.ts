/** sum: the values of all items added, with a rule for items whose data is missing. */
import type { Missing, SumNode } from "../../../schema/policy/aggregates.ts";
import { mulDiv } from "../number.ts";
import type { Compiling } from "../parameter.ts";
import { branch, fine, type Prepared } from "./shape.ts";

export const missingText = { zero: "按零计", exclude: "剔除后按满分折算", block: "不评" };

/** Whether so many items with data are enough to go on; with none there is nothing to add. Constants are no data. */
export const isEnough = ({ rule, minimumShare: [n, d] = [0, 1] }: Missing, present: number, all: number) =>
  (present > 0 || all === 0) && present * d >= all * n && (rule !== "block" || present === all);

/**
 * Prepares a `sum` node. A row with too few items is missing itself. Rule `exclude` scales what is there to the full
 * points: sum × all points ÷ points of the present.
 */
export function prepareSum(node: SumNode, compiling: Compiling, items: readonly Prepared[]): Prepared {
  const most = items.reduce((all, item) => all + item.most, 0);
  const { rule } = node.missing;
  const telling = items.filter((item) => !item.constant).length;
  return branch(node, compiling, items, {
    denominator: rule === "exclude" ? fine : 1,
    most,
    bound: items.reduce((all, item) => all + item.bound, 0),
    column(columns, facts, scale) {
      const weights = items.map((item) => Math.round(item.most * scale));
      return Float64Array.from(facts.subjects, (_, row) => {
        let [earned, deducted, reachable, present] = [0, 0, 0, 0];
        columns.forEach((column, i) => {
          const value = column[row]!;
          if (Number.isNaN(value)) return;
          if (!items[i]!.constant) present++;
          // What can only deduct has no full points, and is not scaled.
          if (weights[i]! > 0) {
            earned += value;
            reachable += weights[i]!;
          } else deducted += value;
        });
        if (!isEnough(node.missing, present, telling)) return Number.NaN;
        if (rule !== "exclude" || reachable === 0) return earned + deducted;
        const step = scale / fine;
        return mulDiv(earned, Math.round(most * scale), reachable * step) * step + deducted;
      });
    },
    text: (values, value) => additionText(values, value, rule),
  });
}

function additionText(values: (number | null)[], value: number | null, rule: Missing["rule"]): string {
  const present = values.filter((one) => one !== null).length;
  if (value === null) return `${values.length}项中只有${present}项有数据,不评`;
  const gap = present < values.length ? `;${values.length - present}项缺数据,${missingText[rule]}` : "";
  const terms = values.map((one, i) => {
    if (one === null) return i === 0 ? "缺" : " + 缺";
    return i === 0 ? String(one) : one < 0 ? ` - ${-one}` : ` + ${one}`;
  });
  return `${terms.join("")} = ${value}${gap}`;
}
