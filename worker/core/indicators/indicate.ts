/** All indicator shapes by name: an input's value from a subject's entries and outcomes, with the lineage for its trace. */
import { columnsOfCondition } from "../../../schema/columnsRead.ts";
import type { Indicator, IndicatorOf } from "../../../schema/policy/indicators.ts";
import { countWhere } from "./countWhere.ts";
import { coverage } from "./coverage.ts";
import { distinct } from "./distinct.ts";
import { due } from "./due.ts";
import { latest, latestColumns } from "./latest.ts";
import { outcomeOf } from "./outcomeOf.ts";
import { outcomeStreak } from "./outcomeStreak.ts";
import { ratio } from "./ratio.ts";
import { type Indicated, ledger, type Records } from "./records.ts";
import { spells } from "./spells.ts";
import { steps } from "./steps.ts";
import { streak } from "./streak.ts";
import { sum } from "./sum.ts";

/** The sheet that an indicator reads, if it reads one. */
export function sheetOf(indicator: Indicator): string | undefined {
  if (indicator.shape === "latest" || indicator.shape === "spells") return indicator.sheet;
  return "register" in indicator ? ledger(indicator.register) : undefined;
}

/** The columns that an indicator reads, and what they must hold for it. */
export function columnsOf(indicator: Indicator, code: string): { key: string; wants: "any" | "number" | "date" }[] {
  const read = (keys: readonly string[], wants: "any" | "number" | "date") => keys.map((key) => ({ key, wants }));
  const asked = "where" in indicator && indicator.where ? read(columnsOfCondition(indicator.where), "any") : [];
  switch (indicator.shape) {
    case "latest":
      return read(latestColumns(indicator, code), "any");
    case "ratio":
      return read([indicator.of, indicator.to], "number");
    case "sum":
    case "shareOfPeers":
      return [...read([indicator.column], "number"), ...asked];
    case "distinct":
    case "coverage":
      return [...read([indicator.column], "any"), ...asked];
    case "steps":
      return read(indicator.columns, "date");
    case "spells":
      return [...read([indicator.person, indicator.post], "any"), ...read([indicator.from, indicator.to], "date")];
    case "due":
      return [...read("column" in indicator.by ? [indicator.by.column] : [], "date"), ...asked];
    default:
      return asked;
  }
}

/** The column whose cells, or whose sum, an indicator gives in the column's own unit; none where it gives something else. */
export function takenFrom(indicator: Indicator, code: string): string | undefined {
  if (indicator.shape === "latest") return latestColumns(indicator, code)[0];
  return indicator.shape === "sum" ? indicator.column : undefined;
}

/** An indicator that looks at one subject alone; the share of peers needs them all (`sharesOfPeers`). */
export type OwnIndicator = Exclude<Indicator, IndicatorOf<"shareOfPeers">>;

/**
 * Takes an input's value.
 * @param code the input's code, which names the column unless the indicator does
 * @param places decimals of the input, to which a quotient is rounded
 */
export function indicate(indicator: OwnIndicator, code: string, places: number, records: Records): Indicated {
  switch (indicator.shape) {
    case "latest":
      return latest(indicator, code, records);
    case "sum":
      return sum(indicator, places, records);
    case "countWhere":
      return countWhere(indicator, records);
    case "distinct":
      return distinct(indicator, records);
    case "ratio":
      return ratio(indicator, places, records);
    case "steps":
      return steps(indicator, records);
    case "due":
      return due(indicator, places, records);
    case "coverage":
      return coverage(indicator, places, records);
    case "streak":
      return streak(indicator, records);
    case "outcomeOf":
      return outcomeOf(indicator, records);
    case "outcomeStreak":
      return outcomeStreak(indicator, records);
    case "spells":
      return spells(indicator, records);
  }
}
