/** countWhere: how many entries of the period meet a condition on their own cells. */
import { columnsOfCondition } from "../../../schema/columnsRead.ts";
import type { IndicatorOf } from "../../../schema/policy/indicators.ts";
import { type Indicated, ledger, lineageOf, matching, type Records, whenEmpty } from "./records.ts";

/** Takes a `countWhere` indicator. None that meets the condition is zero; no entry at all is as the indicator says. */
export function countWhere({ register, where, empty }: IndicatorOf<"countWhere">, records: Records): Indicated {
  const sheet = ledger(register);
  const rows = records.of(sheet);
  if (rows.length === 0) return whenEmpty(empty);
  const found = matching(rows, where);
  const columns = where ? columnsOfCondition(where) : [];
  return { value: found.length, from: found.map((row) => lineageOf(sheet, row, columns)) };
}
