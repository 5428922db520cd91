/** ratio: the sum of one column over the sum of another, in percent; missing when nothing was counted. */
import { fromUnits } from "../../../schema/decimal.ts";
import type { IndicatorOf } from "../../../schema/policy/indicators.ts";
import { mulDiv } from "../number.ts";
import { type Indicated, isCounted, ledger, lineageOf, type Records, sumOf } from "./records.ts";

/** Takes a `ratio` indicator over the entries that have both columns. */
export function ratio(
  { register, of, to, rounding }: IndicatorOf<"ratio">,
  places: number,
  records: Records,
): Indicated {
  const sheet = ledger(register);
  const counted = records.of(sheet).filter((row) => isCounted(row, of) && isCounted(row, to));
  const [part, whole] = [sumOf(counted, of), sumOf(counted, to)];
  const from = counted.map((row) => lineageOf(sheet, row, [of, to]));
  return { value: percentOf(part, whole, places, rounding), from };
}

/** A part of a whole in percent, rounded to so many places; nothing where there is no whole. */
export function percentOf(
  part: number,
  whole: number,
  places: number,
  rounding: IndicatorOf<"ratio">["rounding"],
): number | null {
  return whole > 0 ? fromUnits(mulDiv(part, 100 * 10 ** places, whole, rounding), places) : null;
}
