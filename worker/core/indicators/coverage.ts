/** coverage: how much of a target number the different values of a column cover, in percent. */
import { inForce } from "../../../schema/policy/basis.ts";
import type { IndicatorOf } from "../../../schema/policy/indicators.ts";
import { distinctOf } from "./distinct.ts";
import { percentOf } from "./ratio.ts";
import { type Indicated, type Records, whenEmpty } from "./records.ts";

/** Takes a `coverage` indicator by the target in force at the end of the period; without one it is missing. */
export function coverage(indicator: IndicatorOf<"coverage">, places: number, records: Records): Indicated {
  const target = inForce(indicator.target, records.period.to);
  const { count, from } = distinctOf(indicator, records, indicator.among);
  if (!target) return { value: null, from };
  if (count === 0) return whenEmpty(indicator.empty);
  const covered = indicator.over === "capped" ? Math.min(count, target.value) : count;
  return { value: percentOf(covered, target.value, places, indicator.rounding), from };
}
