/** Tables in place of searches: what a rule gives for every value that an input can have, worked out once. */
import type { Input } from "../../../schema/policy/input.ts";
import { placesOfInput } from "../facts.ts";

/** No table is longer than this; inputs with a wider range are looked up value by value. */
const longest = 65_536;

/** The results of a rule by units of the input above its lowest. */
export interface Table {
  lowest: number;
  values: Float64Array;
}

/** The table of a rule over an input; none where the input has no limits, or too many values. */
export function tableOf(input: Input, rule: (units: number) => number): Table | undefined {
  const unit = 10 ** placesOfInput(input);
  const [lowest, highest] = [
    Math.round((input.min ?? Number.NaN) * unit),
    Math.round((input.max ?? Number.NaN) * unit),
  ];
  const length = highest - lowest + 1;
  if (!(length >= 1 && length <= longest)) return undefined;
  return { lowest, values: Float64Array.from({ length }, (_, i) => rule(lowest + i)) };
}

/** Fills by a table, or by the rule where there is none; what is missing stays so. */
export function fillByTable(
  out: Float64Array,
  column: Float64Array,
  from: number,
  count: number,
  table: Table | undefined,
  rule: (units: number) => number,
) {
  if (!table) {
    for (let i = 0; i < count; i++) {
      const units = column[from + i]!;
      out[i] = Number.isNaN(units) ? units : rule(units);
    }
    return;
  }
  const { lowest, values } = table;
  for (let i = 0; i < count; i++) {
    const units = column[from + i]!;
    out[i] = Number.isNaN(units) ? units : values[units - lowest]!;
  }
}
