/** percentOf: a percentage of another value, the same for all or by an option such as a grade. */
import type { PercentOfNode } from "../../../schema/policy/aggregates.ts";
import { cellOfUnits, inputText } from "../facts.ts";
import { fractionOf, lcm } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { branch, type Prepared } from "./shape.ts";

/** Prepares a `percentOf` node that stands at `place` of its policy. An option that the table lacks is missing. */
export function preparePercentOf(node: PercentOfNode, place: string, compiling: Compiling, child: Prepared) {
  const fixed = node.percent && resolve(compiling, node.percent, `${place}/percent`, `${node.title}比例`);
  const table = node.by && resolve(compiling, node.by.table, `${place}/by/table`, `${node.title}比例`);
  const parameter = fixed ?? table;
  if (!parameter) return undefined;
  const by = node.by && { code: node.by.input, input: compiling.inputs[node.by.input]! };
  const percents = fixed ? [fixed.value] : Object.values(table!.value);
  // The percentage in whole hundredths of its common denominator.
  const common = percents.reduce((all, percent) => lcm(all, fractionOf(percent).d), 1);
  return branch(node, compiling, [child], {
    parameters: [parameter],
    inputs: by ? [by.code] : [],
    denominator: child.denominator * 100 * common,
    most: (child.most * Math.max(...percents)) / 100,
    bound: child.bound * Math.max(1, Math.max(...percents) / 100),
    combine() {
      // The scale holds 100 × common times the child's denominator, so the division leaves no rest.
      const part = 100 * common;
      const whole = Math.round((fixed?.value ?? 0) * common);
      const byOption = Float64Array.from(by?.input.options ?? [], ([option]) =>
        Math.round((table!.value[option] ?? Number.NaN) * common),
      );
      return (out, [column], { columns }, from, count) => {
        if (by) takeByOption(out, column!, columns.get(by.code)!.subarray(from, from + count), part, byOption);
        else takePart(out, column!, part, whole, count);
      };
    },
    text([inner], value, { columns }, row) {
      if (value === null) return "缺数据";
      const grade = by && inputText(by.input, cellOfUnits(by.input, columns.get(by.code)![row]!));
      const percent = fixed?.value ?? table!.value[String(cellOfUnits(by!.input, columns.get(by!.code)![row]!))];
      return `${inner}的${percent}%${grade ? `(${by!.input.title}${grade})` : ""},为${value}`;
    },
  });
}

function takePart(out: Float64Array, column: Float64Array, part: number, whole: number, count: number) {
  for (let i = 0; i < count; i++) out[i] = (column[i]! / part) * whole;
}

function takeByOption(
  out: Float64Array,
  column: Float64Array,
  options: Float64Array,
  part: number,
  byOption: Float64Array,
) {
  for (let i = 0; i < options.length; i++) out[i] = (column[i]! / part) * (byOption[options[i]!] ?? Number.NaN);
}
