/** due: the share of periods, or of due dates, in which the entries that were due are there. */
import { columnsOfCondition } from "../../../schema/columnsRead.ts";
import type { IndicatorOf } from "../../../schema/policy/indicators.ts";
import { dateOrder } from "../../../schema/sheet/cells/dates.ts";
import { percentOf } from "./ratio.ts";
import { type Indicated, ledger, lineageOf, matching, type Records } from "./records.ts";

/**
 * Takes a `due` indicator in percent. Due dates outside the period that is judged do not count; of two in one month, an
 * entry that tells only the month counts for the first.
 */
export function due(
  { register, by, where, rounding }: IndicatorOf<"due">,
  places: number,
  records: Records,
): Indicated {
  const sheet = ledger(register);
  const rows = matching(records.of(sheet), where);
  const columns = [...("dates" in by ? [by.column] : []), ...(where ? columnsOfCondition(where) : [])];
  const from = rows.map((row) => lineageOf(sheet, row, columns));
  if ("atLeast" in by) {
    const periods = records.periodsOf(sheet);
    const met = periods.filter((period) => rows.filter((row) => row.period === period).length >= by.atLeast);
    return { value: percentOf(met.length, periods.length, places, rounding), from };
  }
  const { period } = records;
  const year = period.from.slice(0, 4);
  const dates = by.dates.map((date) => `${year}-${date}`);
  const spans = dates
    .map((date, i) => ({ after: dates[i - 1] ?? "", date }))
    .filter(({ date }) => date.slice(0, 7) >= period.from && date.slice(0, 7) <= period.to);
  const done = rows.map(({ cells }) => String(cells[by.column] ?? ""));
  const met = spans.filter(({ after, date }) =>
    done.some((on) => on !== "" && dateOrder(on, date) <= 0 && (after === "" || dateOrder(on, after) > 0)),
  );
  return { value: percentOf(met.length, spans.length, places, rounding), from };
}
