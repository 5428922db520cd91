/** Runs a ranking plan and gives every row its measure, its rank and whether it is listed. */
import type { Bound } from "../../../schema/outcome.ts";
import type { Facts } from "../facts.ts";
import type { Judged } from "../judged.ts";
import { conflictsOf } from "./conflicts.ts";
import { exclusionRule, explainRanking } from "./explain.ts";
import { type RankingPlan, type RankingResults, runRanking } from "./ranking.ts";

/** Judges all facts by a ranking plan. */
export function judgeRanking(plan: RankingPlan, facts: Facts): Judged {
  const results = runRanking(plan, facts);
  return {
    warnings: [
      ...conflictsOf(plan, facts),
      ...results.lists
        .filter(({ group, tied }) => tied.size > 0 && plan.policy.groups[group]!.selection.ties === "ask")
        .map(({ group, tied }) => ({
          code: "tieUndecided",
          message: `${plan.policy.groups[group]!.title}:线上同分${tied.size}个,须由人决定`,
        })),
      ...results.lists
        .filter(({ overfull }) => overfull)
        .map(({ group, mandatory, quota }) => ({
          code: "mandatoryOverQuota",
          message: `${plan.policy.groups[group]!.title}:必列的${mandatory}个,多于名额${quota}个`,
        })),
    ],
    missing(row) {
      const rule = exclusionRule(plan, results, row);
      if (rule) return { code: "excluded", message: `${rule.title},不参加排名` };
      const ungrouped = !results.listOf(row) && !Number.isNaN(results.measure[row]!);
      return ungrouped ? { code: "excluded", message: "办法没有这一类,不参加排名" } : { code: "missingMeasure" };
    },
    explain: (row) => explainRanking(plan, facts, results, row),
    outcome(row) {
      const rank = results.rank[row]!;
      const selected = results.selected[row] === 1;
      if (rank === 0) return selected ? { selected, bound: "mandatory" } : undefined;
      const centi = centiOfMeasure(plan, results.measure[row]!);
      return {
        ...(centi !== undefined && { score: centi / 100, scoreCenti: centi }),
        rank,
        selected,
        bound: boundOf(results, row),
      };
    },
  };
}

/** Why a row is listed or not. */
function boundOf({ isMandatory, listOf }: RankingResults, row: number): Bound {
  if (isMandatory(row)) return "mandatory";
  return listOf(row)!.tied.has(row) ? "tie" : "ratio";
}

/** The measure as a score in centi, when it is a number of at most two decimals. */
function centiOfMeasure(plan: RankingPlan, units: number): number | undefined {
  const { decimals = 2, type } = plan.policy.inputs[plan.policy.measure.input]!;
  const centi = units * (type === "integer" ? 100 : 10 ** (2 - decimals));
  return Number.isInteger(centi) ? centi : undefined;
}
