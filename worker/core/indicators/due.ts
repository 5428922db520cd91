/** due: the share of periods, of weeks, or of due dates, in which the entries that were due are there. */
import { columnsOfCondition } from "../../../schema/columnsRead.ts";
import type { IndicatorOf } from "../../../schema/policy/indicators.ts";
import { spansMet } from "./calendar.ts";
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
  const columns = [...("column" in by ? [by.column] : []), ...(where ? columnsOfCondition(where) : [])];
  const from = rows.map((row) => lineageOf(sheet, row, columns));
  if ("column" in by) {
    const made = rows.map(({ cells }) => String(cells[by.column] ?? ""));
    const { met, of } = spansMet(by, records.period, made);
    return { value: percentOf(met, of, places, rounding), from };
  }
  const periods = records.periodsOf(sheet);
  const met = periods.filter((period) => rows.filter((row) => row.period === period).length >= by.atLeast);
  return { value: percentOf(met.length, periods.length, places, rounding), from };
}
