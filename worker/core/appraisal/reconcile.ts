/** Reconciles a tally as it is typed: which of the policy's rules its ballots break, group by group. */
import { type AppraisalPolicy, inputsOfPolicy } from "../../../schema/policy/policy.ts";
import type { Cells } from "../../../schema/sheet/definition.ts";
import type { Breach } from "../../../schema/sheet/rules/rule.ts";
import { ballotsOf, brokenRules } from "./ballots.ts";
import { mismatchText } from "./mismatch.ts";

/**
 * What does not add up in one row of tallies. It is refused only by a rule that says so: what was counted on paper is
 * kept as it is, and not scored until it is resolved.
 * @param changed the cells that a push changes; groups without any are not looked at
 */
export function tallyBreaches(policy: AppraisalPolicy, cells: Cells, changed?: ReadonlySet<string>): Breach[] {
  const inputs = inputsOfPolicy(policy);
  const columns = new Map(
    Object.keys(inputs).map((code) => [code, Float64Array.of((cells[code] as number | undefined) ?? Number.NaN)]),
  );
  return policy.groups.flatMap(({ code: group }, i): Breach[] => {
    const isTouched = changed === undefined || [...changed].some((key) => key.startsWith(`${group}.`));
    if (!isTouched) return [];
    return brokenRules({ policy }, i, ballotsOf({ policy }, { columns }, i, 0)).map(({ mismatch, onPush }) => ({
      severity: onPush,
      error: { key: mismatch.cell, code: "tallyMismatch", params: { text: mismatchText(inputs, mismatch) } },
    }));
  });
}
