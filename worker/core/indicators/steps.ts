/** steps: the dates of a procedure, done in order; how far it came, or whether it is complete. */
import type { IndicatorOf } from "../../../schema/policy/indicators.ts";
import { type Indicated, ledger, lineageOf, type Records } from "./records.ts";

/** Takes a `steps` indicator from the latest entry. A step that is not done, or earlier than the one before, ends the count. */
export function steps(indicator: IndicatorOf<"steps">, records: Records): Indicated {
  const { register, columns, sameDay, result, empty } = indicator;
  const sheet = ledger(register);
  const row = records.of(sheet).at(-1);
  const worth = (done: number) => (result === "count" ? done : done === columns.length);
  if (!row) return { value: empty === "zero" ? worth(0) : null, from: [] };
  const dates = columns.map((column) => row.cells[column] ?? null);
  const stop = dates.findIndex((date, i) => {
    const before = dates[i - 1];
    return date === null || (i > 0 && (date < before! || (date === before && !sameDay)));
  });
  return { value: worth(stop < 0 ? columns.length : stop), from: [lineageOf(sheet, row, columns)] };
}
