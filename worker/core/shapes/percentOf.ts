/** percentOf: a percentage of another value, the same for all or by an option such as a grade. */
import type { PercentOfNode } from "../../../schema/policy/aggregates.ts";
import type { Input } from "../../../schema/policy/input.ts";
import { cellOfUnits, inputText } from "../facts.ts";
import { fractionOf, lcm } from "../number.ts";
import { type Compiling, resolve } from "../parameter.ts";
import { type Branch, branch } from "./branch.ts";
import type { Combine, Prepared } from "./shape.ts";

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
    ...(by
      ? { combine: () => takeByOption(by, table!.value, common) }
      : takeAll(Math.round(fixed!.value * common), common)),
    text([inner], value, { columns }, row) {
      if (value === null) return "缺数据";
      const grade = by && inputText(by.input, cellOfUnits(by.input, columns.get(by.code)![row]!));
      const percent = fixed?.value ?? table!.value[String(cellOfUnits(by!.input, columns.get(by!.code)![row]!))];
      return `${inner}的${percent}%${grade ? `(${by!.input.title}${grade})` : ""},为${value}`;
    },
  });
}

/** A percentage that is the same for all: the value itself, in units so much smaller; of nothing there is no unit. */
const takeAll = (whole: number, common: number): Pick<Branch, "childScale" | "fill" | "combine"> =>
  whole === 0
    ? { combine: () => takeNothing }
    : { childScale: (scale) => (scale / (100 * common)) * whole, fill: (_, [of]) => of!.fill };

/** Zero, and missing where the value is. */
const takeNothing: Combine = (out, [column], _, __, count) => {
  for (let i = 0; i < count; i++) out[i] = Number.isNaN(column![i]!) ? Number.NaN : 0;
};

/** A percentage by an option. The scale holds 100 × common times the child's denominator, so the division leaves no rest. */
function takeByOption(
  by: { code: string; input: Input },
  table: Readonly<Record<string, number>>,
  common: number,
): Combine {
  const percents = Float64Array.from(by.input.options ?? [], ([option]) =>
    Math.round((table[option] ?? Number.NaN) * common),
  );
  return (out, [column], { columns }, from, count) => {
    const options = columns.get(by.code)!;
    for (let i = 0; i < count; i++)
      out[i] = (column![i]! / (100 * common)) * (percents[options[from + i]!] ?? Number.NaN);
  };
}
