/** distinct: how many different values a column has. */
import type { IndicatorOf } from "../../../schema/policy/indicators.ts";
import { type Indicated, ledger, lineageOf, matching, type Recorded, type Records, whenEmpty } from "./records.ts";

/** The entries that have the column filled, with one of the given values where some are given, and how many different values there are. */
export function distinctOf(
  { register, column, where }: Pick<IndicatorOf<"distinct">, "register" | "column" | "where">,
  records: Records,
  among?: readonly string[],
) {
  const sheet = ledger(register);
  const rows: Recorded[] = matching(records.of(sheet), where).filter(
    ({ cells }) => (cells[column] ?? null) !== null && (among === undefined || among.includes(String(cells[column]))),
  );
  const count = new Set(rows.map(({ cells }) => cells[column])).size;
  return { count, from: rows.map((row) => lineageOf(sheet, row, [column])) };
}

/** Takes a `distinct` indicator. */
export function distinct(indicator: IndicatorOf<"distinct">, records: Records): Indicated {
  const { count, from } = distinctOf(indicator, records);
  return count === 0 ? whenEmpty(indicator.empty) : { value: count, from };
}
