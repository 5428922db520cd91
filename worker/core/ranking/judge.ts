/** Runs a ranking plan and gives every row its measure, its rank and whether it is listed. */
import type { Facts } from "../facts.ts";
import type { Judged } from "../judged.ts";
import { conflictsOf } from "./conflicts.ts";
import { explainRanking } from "./explain.ts";
import { type RankingPlan, runRanking } from "./ranking.ts";

/** Judges all facts by a ranking plan. */
export function judgeRanking(plan: RankingPlan, facts: Facts): Judged {
  const results = runRanking(plan, facts);
  return {
    warnings: [
      ...conflictsOf(plan, facts),
      ...results.undecided.map((list) => ({
        code: "tieUndecided",
        message: `${plan.policy.groups[list.group]!.title}:线上同分${list.tied.length}个,须由人决定`,
      })),
      ...results.overfull.map((list) => ({
        code: "mandatoryOverQuota",
        message: `${plan.policy.groups[list.group]!.title}:必列的${list.mandatory.length}个,多于名额${list.quota}个`,
      })),
    ],
    missing(row) {
      const hit = results.excluded.get(row);
      if (hit) return { code: "excluded", message: `${hit.title},不参加排名` };
      const ungrouped = !results.list.has(row) && !Number.isNaN(results.measure[row]!);
      return ungrouped ? { code: "excluded", message: "办法没有这一类,不参加排名" } : { code: "missingMeasure" };
    },
    explain: (row) => explainRanking(plan, facts, results, row),
    outcome(row) {
      const rank = results.rank.get(row);
      if (rank === undefined) return results.selected.has(row) ? { selected: true, bound: "mandatory" } : undefined;
      const centi = centiOfMeasure(plan, results.measure[row]!);
      return {
        ...(centi !== undefined && { score: centi / 100, scoreCenti: centi }),
        rank,
        selected: results.selected.has(row),
        bound: results.bound.get(row)!,
      };
    },
  };
}

/** The measure as a score in centi, when it is a number of at most two decimals. */
function centiOfMeasure(plan: RankingPlan, units: number): number | undefined {
  const { decimals = 2, type } = plan.policy.inputs[plan.policy.measure.input]!;
  const centi = units * (type === "integer" ? 100 : 10 ** (2 - decimals));
  return Number.isInteger(centi) ? centi : undefined;
}
