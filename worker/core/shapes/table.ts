/** Tables in place of searches: what a rule gives for every value that an input can have, worked out once. */
import type { Input } from "../../../schema/policy/input.ts";
import { placesOfInput } from "../facts.ts";
import type { Table } from "./form.ts";
import type { Fill } from "./shape.ts";

/** No table is longer than this; inputs with a wider range are looked up value by value. */
const longest = 65_536;

/** The table of a rule over an input; none where the input has no limits, or there are too many values or results. */
function tableOf(code: string, input: Input, rule: (units: number) => number): Table | undefined {
  const unit = 10 ** placesOfInput(input);
  const [lowest, highest] = [
    Math.round((input.min ?? Number.NaN) * unit),
    Math.round((input.max ?? Number.NaN) * unit),
  ];
  const length = highest - lowest + 1;
  if (!(length >= 1 && length <= longest)) return undefined;
  const index = new Uint8Array(length);
  const results: number[] = [];
  let place = -1;
  for (let i = 0; i < length; i++) {
    const value = rule(lowest + i);
    // Neighbours mostly have the same result.
    if (results[place] !== value) place = results.indexOf(value);
    if (place < 0) place = results.push(value) - 1;
    if (place > 255) return undefined;
    index[i] = place;
  }
  return { kind: "table", code, lowest, index, results: Float64Array.from(results) };
}

/** What a rule gives for an input: a table where there can be one, else value by value; what is missing stays so. */
export function byTable(code: string, input: Input, rule: (units: number) => number): Fill | Table {
  return (
    tableOf(code, input, rule) ??
    ((out, { columns }, from, count) => {
      const column = columns.get(code)!;
      for (let i = 0; i < count; i++) {
        const units = column[from + i]!;
        out[i] = Number.isNaN(units) ? units : rule(units);
      }
    })
  );
}
