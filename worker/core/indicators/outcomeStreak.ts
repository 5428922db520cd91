/** outcomeStreak: how many periods in a row another policy has given a subject a result. */
import { periodBefore } from "../../../schema/period.ts";
import type { IndicatorOf } from "../../../schema/policy/indicators.ts";
import type { Indicated, Records, Result } from "./records.ts";

type Streak = IndicatorOf<"outcomeStreak">;

/** Takes an `outcomeStreak` indicator, counting back from the period that is judged, or from the one before. */
export function outcomeStreak(indicator: Streak, records: Records): Indicated {
  const results = new Map(records.resultsUpTo(indicator.policy).map((one) => [one.period, one]));
  const own = records.periodsUnder(indicator.policy);
  const from: Indicated["from"] = [];
  let period = indicator.until === "within" ? own.at(-1)! : periodBefore(own[0]!);
  for (let found = results.get(period); found && keeps(indicator, found); found = results.get(period)) {
    const { run, of } = found;
    from.push({ sheet: `outcomes.${indicator.policy}`, period, id: of ?? "", run, ...(of !== undefined && { of }) });
    period = periodBefore(period);
  }
  return { value: from.length, from };
}

function keeps({ stars, grade, selected }: Streak, found: Result): boolean {
  if (found.unscored !== undefined) return false;
  if (stars !== undefined) return (found.stars ?? 0) >= stars;
  return grade === undefined ? found.selected === selected : found.grade === grade;
}
