/** What a value taken from a column is worth to an input: yuan where the column is in 万元, the bound of a lower bound. */
import { shift } from "../../../schema/decimal.ts";
import type { Input } from "../../../schema/policy/input.ts";
import { numberOf } from "../../../schema/sheet/cells/bounds.ts";
import { powerOf } from "../../../schema/sheet/cells/units.ts";
import type { Cell, Column } from "../../../schema/sheet/definition.ts";

/** How many places further left the point of a column's numbers stands than that of the input. */
export const powerTo = (input: Input, column: Column | undefined): number =>
  input.type === "money" ? powerOf(column?.unit) : 0;

/** The value as the input takes it, exactly; what is no number of such a column stays as it is. */
export function worth(value: Cell, input: Input, column: Column | undefined): Cell {
  const number = typeof value === "number" || column?.lowerBound ? numberOf(value) : undefined;
  if (number === undefined) return value;
  const power = powerTo(input, column);
  return power === 0 ? number : Number(shift(String(number), power));
}
