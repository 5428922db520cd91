/** sum: the values of all items added, with a rule for items whose data is missing. */
import type { Missing, SumNode } from "../../../schema/policy/aggregates.ts";
import { block } from "../blocks.ts";
import { mulDiv } from "../number.ts";
import type { Compiling } from "../parameter.ts";
import { addUp } from "./add.ts";
import { branch } from "./branch.ts";
import { byFours } from "./form.ts";
import { type Combine, type Fill, fine, type Kernel, type Prepared } from "./shape.ts";

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
  return branch(node, compiling, items, {
    denominator: rule === "exclude" ? fine : 1,
    most,
    bound: items.reduce((all, item) => all + item.bound, 0),
    combine: (scale) => (rule === "exclude" ? scaledUp(node.missing, items, most, scale) : plain(node.missing, items)),
    ...(rule !== "exclude" && { fill: (_, kernels) => addAll(node.missing, items, kernels) }),
    text: (values, value) => additionText(values, value, rule),
  });
}

/** By how many items are missing: NaN where what is there is not enough to go on, else 0. Constants are never missing. */
function lackingOf(rule: Missing, items: readonly Prepared[]): Float64Array {
  const telling = items.filter((item) => !item.constant).length;
  return Float64Array.from({ length: telling + 1 }, (_, missing) =>
    isEnough(rule, telling - missing, telling) ? 0 : Number.NaN,
  );
}

/** Adds columns of the items. */
function plain(rule: Missing, items: readonly Prepared[]): Combine {
  const lacking = lackingOf(rule, items);
  return (out, columns, _, __, count) => {
    const missing = new Uint16Array(count);
    out.fill(0, 0, count);
    addUp(out, missing, columns, count);
    leaveLacking(out, missing, lacking, count);
  };
}

/** Adds the items themselves: the simple ones four at a time, the others as their columns. */
function addAll(rule: Missing, items: readonly Prepared[], kernels: readonly Kernel[]): Fill {
  const lacking = lackingOf(rule, items);
  const { fours, rest } = byFours(kernels);
  const columns = rest.map(() => new Float64Array(block));
  const missing = new Uint16Array(block);
  return (out, facts, from, count) => {
    out.fill(0, 0, count);
    missing.fill(0, 0, count);
    for (let k = 0; k < fours.length; k++) fours[k]!(out, missing, facts, from, count);
    for (let k = 0; k < rest.length; k++) rest[k]!.fill(columns[k]!, facts, from, count);
    addUp(out, missing, columns, count);
    leaveLacking(out, missing, lacking, count);
  };
}

function leaveLacking(out: Float64Array, missing: Uint16Array, lacking: Float64Array, count: number) {
  for (let i = 0; i < count; i++) out[i]! += lacking[missing[i]!]!;
}

/** Adds what is there and scales it to the full points. What can only deduct has no full points, and is not scaled. */
function scaledUp(rule: Missing, items: readonly Prepared[], most: number, scale: number): Combine {
  const telling = items.filter((item) => !item.constant).length;
  const weights = items.map((item) => Math.round(item.most * scale));
  const [step, full] = [scale / fine, Math.round(most * scale)];
  return (out, columns, _, __, count) => {
    for (let row = 0; row < count; row++) {
      let [earned, deducted, reachable, present] = [0, 0, 0, 0];
      columns.forEach((column, i) => {
        const value = column[row]!;
        if (Number.isNaN(value)) return;
        if (!items[i]!.constant) present++;
        if (weights[i]! > 0) {
          earned += value;
          reachable += weights[i]!;
        } else deducted += value;
      });
      if (!isEnough(rule, present, telling)) out[row] = Number.NaN;
      else if (reachable === 0) out[row] = earned + deducted;
      else out[row] = mulDiv(earned, full, reachable * step) * step + deducted;
    }
  };
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
