/** Runs a rating plan and gives every row its score, stars and rank. */
import { type Bound, boundTitles, type UnscoredReason, type Warning } from "../../../schema/outcome.ts";
import { periodTitle } from "../../../schema/period.ts";
import { levelTitle } from "../../../schema/policy/rating.ts";
import type { Facts } from "../facts.ts";
import type { Judged } from "../judged.ts";
import { conflictsOf, hitsOf, isAssessedOnly, isDisqualifying } from "./caps.ts";
import { explainRating } from "./explain.ts";
import { barringRound, move } from "./movement.ts";
import { nextStars } from "./nextStar.ts";
import { boundOf, type RatingPlan, type RatingResults, runRating } from "./rating.ts";

/** Judges all facts by a rating plan. */
export function judgeRating(plan: RatingPlan, facts: Facts): Judged {
  const results = runRating(plan, facts);
  const reason = (row: number): { code: UnscoredReason; message: string } | undefined => {
    const hits = hitsOf(plan.policy, facts, row).filter(isDisqualifying);
    if (hits.length > 0)
      return { code: "disqualified", message: `${hits.map(({ title }) => title).join("、")},取消参评资格,不评分` };
    const barring = barringRound(facts.subjects[row]!.history, plan.policy.dynamics ?? {});
    if (!barring) return undefined;
    const rounds = plan.policy.dynamics?.barredRounds;
    return {
      code: "barred",
      message: `${barring.of === undefined ? "" : (facts.from?.titleOf(barring.of) ?? barring.of)}${periodTitle(barring.period)}取消参评资格,其后${rounds}期不得参评,不评分`,
    };
  };
  return {
    missing: (row) => reason(row) ?? { code: "missingData" },
    warnings: [],
    explain: (row) => explainRating(plan, facts, results, row, reason(row)),
    next: nextStars(plan, facts, results),
    outcome(row) {
      const centi = results.scoreCenti[row]!;
      if (Number.isNaN(centi)) return undefined;
      const hits = hitsOf(plan.policy, facts, row);
      const bound = boundOf(plan, facts, results, row)!;
      const warnings = [...conflictsOf(hits, plan.policy.grade), ...heldConflicts(plan, facts, results, row, bound)];
      return {
        score: centi / 100,
        scoreCenti: centi,
        ...(!hits.some(isAssessedOnly) && starred(plan, results.stars[row]!)),
        rank: results.ranks()[row]!,
        bound,
        ...(warnings.length > 0 && { warnings }),
      };
    },
  };
}

/** The stars of a row, with what their level is called where the policy has names of its own. */
const starred = ({ policy: { grade } }: RatingPlan, stars: number) => ({
  stars,
  ...(grade.levels && { level: levelTitle(grade, stars) }),
});

/** Says when a subject whose stars are held loses them to another rule all the same. */
function heldConflicts(
  { policy }: RatingPlan,
  facts: Facts,
  { earned, scoreCenti, stars }: RatingResults,
  row: number,
  bound: Bound,
): Warning[] {
  const { held, stars: kept } = move(earned[row]!, scoreCenti[row]!, facts.subjects[row]!.history, policy.dynamics);
  if (!held || stars[row] === kept) return [];
  const rule = boundTitles[bound];
  return [
    {
      code: "conflictingRules",
      message: `得分未变应沿用${levelTitle(policy.grade, kept)},但${rule}使其为${levelTitle(policy.grade, stars[row]!)};先按后者,请核定`,
    },
  ];
}
