/** Runs a rating plan and gives every row its score, stars and rank. */
import type { Facts } from "../facts.ts";
import type { Judged } from "../judged.ts";
import { explainRating } from "./explain.ts";
import { type RatingPlan, runRating } from "./rating.ts";

/** Judges all facts by a rating plan. */
export function judgeRating(plan: RatingPlan, facts: Facts): Judged {
  const results = runRating(plan, facts);
  return {
    missing: () => "missingData",
    warnings: [],
    explain: (row) => explainRating(plan, facts, results, row),
    outcome(row) {
      const centi = results.scoreCenti[row]!;
      if (Number.isNaN(centi)) return undefined;
      return {
        score: centi / 100,
        scoreCenti: centi,
        stars: results.stars[row]!,
        rank: results.rank.get(row)!,
        bound: results.bound[row]!,
      };
    },
  };
}
