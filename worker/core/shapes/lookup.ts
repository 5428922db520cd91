/** lookup: an amount by post, kind or other options. */
import type { LookupNode } from "../../../schema/policy/amounts.ts";
import { inputText } from "../facts.ts";
import { fractionOf, lcm } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { leaf } from "./leaf.ts";

/** Prepares a `lookup` node that stands at `place` of its policy. What the table does not have is missing. */
export function prepareLookup(node: LookupNode, place: string, compiling: Compiling) {
  const table = resolve(compiling, node.table, `${place}/table`, `${node.title}标准`);
  if (!table) return undefined;
  const { inputs } = compiling;
  const values = Object.values(table.value);
  // Every combination of options has a number: the first input's options run slowest.
  const options = node.by.map((code) => inputs[code]!.options ?? []);
  const keys = options.reduce<string[]>(
    (all, list) => all.flatMap((before) => list.map(([code]) => (before === "" ? code : `${before}/${code}`))),
    [""],
  );
  return leaf(node, compiling, {
    inputs: node.by,
    parameters: [table],
    denominator: values.reduce((all, value) => lcm(all, fractionOf(value).d), 1),
    most: Math.max(...values),
    bound: Math.max(...values.map(Math.abs)),
    fill(scale) {
      const amounts = Float64Array.from(keys, (key) =>
        Object.hasOwn(table.value, key) ? Math.round(table.value[key]! * scale) : Number.NaN,
      );
      return (out, { columns }, from, count) => {
        const [first, ...rest] = node.by.map((code) => columns.get(code)!.subarray(from, from + count));
        let keys = first!;
        rest.forEach((column, at) => {
          const { length } = options[at + 1]!;
          keys = keys.map((key, i) => key * length + column[i]!);
        });
        takeByKey(out, keys, amounts);
      };
    },
    text: (read) => node.by.map((code, i) => `${inputs[code]!.title}${inputText(inputs[code]!, read[i]!)}`).join("、"),
  });
}

/** Puts amounts in the place of their keys; a missing key stays so. */
function takeByKey(out: Float64Array, keys: Float64Array, amounts: Float64Array) {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    out[i] = Number.isNaN(key) ? key : amounts[key | 0]!;
  }
}
