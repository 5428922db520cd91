/** steps: the dates of a procedure, done in order; how far it came, or whether it is complete. */
import type { IndicatorOf } from "../../../schema/policy/indicators.ts";
import { follows } from "../../../schema/sheet/cells/dates.ts";
import { type Indicated, ledger, lineageOf, type Records } from "./records.ts";

/**
 * Takes a `steps` indicator from the latest entry. A step that is not done, or earlier than the one before, ends the
 * count. Of dates in one month, one of them only a month, nobody can say that they are turned round.
 */
export function steps(indicator: IndicatorOf<"steps">, records: Records): Indicated {
  const { register, columns, sameDay, result, empty } = indicator;
  const sheet = ledger(register);
  const row = records.of(sheet).at(-1);
  const worth = (done: number) => (result === "count" ? done : done === columns.length);
  if (!row) return { value: empty === "zero" ? worth(0) : null, from: [] };
  const dates = columns.map((column) => String(row.cells[column] ?? ""));
  const stop = dates.findIndex((date, i) => date === "" || (i > 0 && !follows(dates[i - 1]!, date, sameDay)));
  return { value: worth(stop < 0 ? columns.length : stop), from: [lineageOf(sheet, row, columns)] };
}
