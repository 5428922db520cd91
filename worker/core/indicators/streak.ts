/** streak: how many periods in a row meet a condition. */
import { columnsOfCondition } from "../../../schema/columnsRead.ts";
import type { IndicatorOf } from "../../../schema/policy/indicators.ts";
import { meets } from "../../../schema/sheet/meets.ts";
import { type Indicated, ledger, lineageOf, type Records } from "./records.ts";

/** Takes a `streak` indicator over the periods of its ledger; a period without an entry breaks the run. */
export function streak({ register, where, each, run }: IndicatorOf<"streak">, records: Records): Indicated {
  const sheet = ledger(register);
  const rows = records.of(sheet);
  let [current, longest] = [0, 0];
  for (const period of records.periodsOf(sheet)) {
    const truths = rows
      .filter((row) => row.period === period)
      .map(({ cells }) => where === undefined || meets(where, cells) === true);
    const kept = truths.length > 0 && (each === "any" ? truths.includes(true) : !truths.includes(false));
    current = kept ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  const columns = where ? columnsOfCondition(where) : [];
  return { value: run === "longest" ? longest : current, from: rows.map((row) => lineageOf(sheet, row, columns)) };
}
