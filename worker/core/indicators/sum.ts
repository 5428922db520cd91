/** sum: one column of all entries of the period added. */
import { columnsOfCondition } from "../../../schema/columnsRead.ts";
import { fromUnits } from "../../../schema/decimal.ts";
import type { IndicatorOf } from "../../../schema/policy/indicators.ts";
import { mulDiv } from "../number.ts";
import {
  finest,
  type Indicated,
  isCounted,
  ledger,
  lineageOf,
  matching,
  type Records,
  sumOf,
  whenEmpty,
} from "./records.ts";

/** Takes a `sum` indicator, rounded to the decimals of its input; with a lower bound in it the sum is one. */
export function sum(indicator: IndicatorOf<"sum">, places: number, records: Records): Indicated {
  const { register, column, where, empty, rounding } = indicator;
  const sheet = ledger(register);
  const rows = matching(records.of(sheet), where).filter((row) => isCounted(row, column));
  if (rows.length === 0) return whenEmpty(empty);
  const columns = [column, ...(where ? columnsOfCondition(where) : [])];
  return {
    value: fromUnits(mulDiv(sumOf(rows, column), 10 ** places, 10 ** finest, rounding), places),
    from: rows.map((row) => lineageOf(sheet, row, columns)),
  };
}
