/** pick: the greatest or the least of several values, or the first that is not zero. */
import type { PickNode } from "../../../schema/policy/aggregates.ts";
import type { Compiling } from "../parameter.ts";
import { branch } from "./branch.ts";
import type { Prepared } from "./shape.ts";

const ruleText = { greatest: "取最高", least: "取最低", first: "取第一个不为零的" };

/** Prepares a `pick` node. Where one of the values is missing, so is the pick. */
export function preparePick(node: PickNode, compiling: Compiling, items: readonly Prepared[]): Prepared {
  const mosts = items.map((item) => item.most);
  const choose = {
    greatest: (values: number[]) => Math.max(...values),
    least: (values: number[]) => Math.min(...values),
    first: (values: number[]) => values.find((value) => value !== 0) ?? 0,
  }[node.which];
  return branch(node, compiling, items, {
    most: node.which === "least" ? Math.min(...mosts) : Math.max(...mosts),
    bound: Math.max(...items.map((item) => item.bound)),
    combine: () => (out, columns, _, __, count) => {
      for (let i = 0; i < count; i++) {
        const values = columns.map((column) => column[i]!);
        out[i] = values.some(Number.isNaN) ? Number.NaN : choose(values);
      }
    },
    text: (values, value) => (value === null ? "缺数据" : `${values.join("、")},${ruleText[node.which]},为${value}`),
  });
}
