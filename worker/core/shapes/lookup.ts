/** lookup: an amount by post, kind or other options. */
import type { LookupNode } from "../../../schema/policy/amounts.ts";
import { cellOfUnits, type Facts, inputText } from "../facts.ts";
import { fractionOf, lcm } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { leaf } from "./shape.ts";

/** Prepares a `lookup` node that stands at `place` of its policy. What the table does not have is missing. */
export function prepareLookup(node: LookupNode, place: string, compiling: Compiling) {
  const table = resolve(compiling, node.table, `${place}/table`, `${node.title}标准`);
  if (!table) return undefined;
  const { inputs } = compiling;
  const keyOf = ({ columns }: Facts, row: number) =>
    node.by.map((code) => String(cellOfUnits(inputs[code]!, columns.get(code)![row]!))).join("/");
  const amounts = new Map(Object.entries(table.value));
  const values = Object.values(table.value);
  return leaf(node, compiling, {
    inputs: node.by,
    parameters: [table],
    denominator: values.reduce((all, value) => lcm(all, fractionOf(value).d), 1),
    most: Math.max(...values),
    bound: Math.max(...values.map(Math.abs)),
    column: (facts, scale) =>
      Float64Array.from(facts.subjects, (_, row) => {
        const amount = amounts.get(keyOf(facts, row));
        return amount === undefined ? Number.NaN : Math.round(amount * scale);
      }),
    text: (read) => node.by.map((code, i) => `${inputs[code]!.title}${inputText(inputs[code]!, read[i]!)}`).join("、"),
  });
}
