/** Tables in place of searches: what a rule gives for every value that an input can have, worked out once. */
import type { Input } from "../../../schema/policy/input.ts";
import { placesOfInput } from "../facts.ts";
import type { Fill } from "./shape.ts";

/** No table is longer than this; inputs with a wider range are looked up value by value. */
const longest = 65_536;

/** Which of a few results a rule gives, by units of the input above its lowest: small enough to stay at hand. */
interface Table {
  lowest: number;
  index: Uint8Array;
  results: Float64Array;
}

/** The table of a rule over an input; none where the input has no limits, or there are too many values or results. */
function tableOf(input: Input, rule: (units: number) => number): Table | undefined {
  const unit = 10 ** placesOfInput(input);
  const [lowest, highest] = [
    Math.round((input.min ?? Number.NaN) * unit),
    Math.round((input.max ?? Number.NaN) * unit),
  ];
  const length = highest - lowest + 1;
  if (!(length >= 1 && length <= longest)) return undefined;
  const values = Array.from({ length }, (_, i) => rule(lowest + i));
  const results = [...new Set(values)];
  if (results.length > 256) return undefined;
  const places = new Map(results.map((value, place) => [value, place]));
  return { lowest, index: Uint8Array.from(values, (value) => places.get(value)!), results: Float64Array.from(results) };
}

/** Fills what a rule gives for an input, by a table where there can be one; what is missing stays so. */
export function fillByTable(code: string, input: Input, rule: (units: number) => number): Fill {
  const table = tableOf(input, rule);
  return (out, { columns }, from, count) => {
    const column = columns.get(code)!;
    if (table) fillFromTable(out, column, from, count, table.lowest, table.index, table.results);
    else
      for (let i = 0; i < count; i++) {
        const units = column[from + i]!;
        out[i] = Number.isNaN(units) ? units : rule(units);
      }
  };
}

function fillFromTable(
  out: Float64Array,
  column: Float64Array,
  from: number,
  count: number,
  lowest: number,
  index: Uint8Array,
  results: Float64Array,
) {
  for (let i = 0; i < count; i++) {
    const units = column[from + i]!;
    out[i] = Number.isNaN(units) ? units : results[index[(units - lowest) | 0]!]!;
  }
}
