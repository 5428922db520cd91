/** outcomeOf: a field of the subject's latest result under another policy. */
import type { IndicatorOf } from "../../../schema/policy/indicators.ts";
import type { Indicated, Records } from "./records.ts";

/** Takes an `outcomeOf` indicator; an unscored latest result is missing, or an earlier one stands in, as it says. */
export function outcomeOf({ policy, field, unscored }: IndicatorOf<"outcomeOf">, records: Records): Indicated {
  const results = records.resultsOf(policy);
  const scored = results.find((one) => one[field] !== undefined);
  const result = unscored === "earlier" ? (scored ?? results[0]) : results[0];
  if (!result) return { value: null, from: [] };
  const value = result[field] ?? null;
  const { period, run, of } = result;
  const from = { sheet: `outcomes.${policy}`, period, id: of ?? "", run, ...(of !== undefined && { of }) };
  return { value, from: [{ ...from, cells: { [field]: value } }] };
}
