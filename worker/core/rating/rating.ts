/** The rating kind: score, then stars by cuts or distribution, movement, caps and shares, then places among peers. */
import type { Bound } from "../../../schema/outcome.ts";
import type { RatingPolicy } from "../../../schema/policy/policy.ts";
import { inBlocks } from "../blocks.ts";
import type { Facts } from "../facts.ts";
import { exactBelow, roundColumn } from "../number.ts";
import { type Compiling, type Resolved, resolve } from "../parameter.ts";
import { prepareNode } from "../shapes/nodes.ts";
import { columnOf, type Kernel } from "../shapes/shape.ts";
import {
  capByRequired,
  hitsOf,
  isAssessedOnly,
  kernelsOf,
  lackingOf,
  leastStars,
  starWithRequired,
  type VetoColumns,
  vetoColumns,
  type Worst,
  worstOf,
} from "./caps.ts";
import { type CutsPlan, compileCuts, cutsOfRows, type RowCuts, starOf, starsByCuts } from "./cuts.ts";
import { type Dealt, type DistributionShares, dealStars } from "./distribution.ts";
import { barringRound, move } from "./movement.ts";
import { type Places, placesOf } from "./places.ts";
import { applyShares, type Shared, type Shares } from "./shares.ts";

/** A rating policy with the values of one period in force, ready to run over any facts. */
export interface RatingPlan {
  kind: "rating";
  policy: RatingPolicy;
  period: string;
  /** Units of one point. */
  scale: number;
  score: Kernel;
  cuts: CutsPlan;
  distribution?: Resolved<DistributionShares> | undefined;
  worst?: Resolved<[number, number][]> | undefined;
  shares?: Resolved<Shares> | undefined;
}

/** One run, a column for every stage, so that any row can be explained; a stage that the policy lacks is the one before. */
export interface RatingResults extends Places {
  /** Score in 1/100 point; NaN where unscored. */
  scoreCenti: Float64Array;
  /** The cuts that hold for a row; none where the policy has none for it. */
  cutsOf(row: number): RowCuts | undefined;
  dealt: ReadonlyMap<number, Dealt>;
  earned: Uint8Array;
  moved: Uint8Array;
  afterRequired: Uint8Array;
  worst: ReadonlyMap<number, Worst>;
  afterWorst: Uint8Array;
  capped: Uint8Array;
  shared: Shared;
  stars: Uint8Array;
}

/** Compiles a rating policy for a period; the faults are in `compiling`. */
export function compileRating(policy: RatingPolicy, period: string, compiling: Compiling): RatingPlan | undefined {
  const { grade } = policy;
  const prepared = prepareNode(policy.score, "/score", compiling);
  const cuts = compileCuts(grade, compiling);
  const distribution =
    grade.distribution && resolve(compiling, grade.distribution, "/grade/distribution", "星级分配比例");
  const worst = grade.worstItem && resolve(compiling, grade.worstItem.caps, "/grade/worstItem/caps", "最差一项");
  const shares = grade.shares && resolve(compiling, grade.shares, "/grade/shares", "星级比例上限");
  if (!prepared || !cuts) return undefined;
  const scale = prepared.denominator % 100 === 0 ? prepared.denominator : prepared.denominator * 100;
  if (!(prepared.bound * scale < exactBelow)) {
    compiling.faults.push({ pointer: "/score", code: "tooFine", params: {} });
    return undefined;
  }
  return { kind: "rating", policy, period, scale, score: prepared.kernel(scale), cuts, distribution, worst, shares };
}

/**
 * Runs a plan over all facts at once; peers are the subjects of the facts.
 * @param into a column of an earlier run that may be written over with the scores
 */
export function runRating(plan: RatingPlan, facts: Facts, into?: Float64Array): RatingResults {
  const { policy, scale } = plan;
  const { grade, dynamics } = policy;
  const vetoes = vetoColumns(policy, facts);
  const scoreCenti = into ?? new Float64Array(facts.subjects.length);
  inBlocks(scoreCenti.length, (from, count) => {
    const scores = scoreCenti.subarray(from, from + count);
    plan.score.fill(scores, facts, from, count);
    roundColumn(scores, scale / 100, policy.score.round.mode);
  });
  leaveOut(plan, facts, vetoes, scoreCenti);

  const cutsOf = cutsOfRows(plan.cuts, policy.inputs, facts);
  const stages = gradeRows(plan, facts, scoreCenti, cutsOf, vetoes);
  const { earned, dealt } = stages;
  const moved = dynamics
    ? earned.map((stars, row) => move(stars, scoreCenti[row]!, facts.subjects[row]!.history, dynamics).stars)
    : earned;
  const levelsOf = (row: number) => levels(plan, cutsOf(row));
  const afterRequired = capByRequired(policy, facts, moved, levelsOf);
  const worst = worstRows(plan, facts, scoreCenti);
  const afterWorst =
    worst.size > 0
      ? afterRequired.map((stars, row) => Math.min(stars, worst.get(row)?.maxStars ?? stars))
      : afterRequired;
  const capped = vetoes ? leastStars(afterWorst, vetoes.most) : afterWorst;
  const below = (row: number, star: number) =>
    starWithRequired(
      Math.max(0, ...levelsOf(row).filter((level) => level < star)),
      levelsOf(row),
      lackingOf(policy, facts, row),
    );
  const shared = applyShares(capped, stages.merit, facts, stages.rows, grade, plan.shares?.value ?? {}, below);
  return {
    ...{ scoreCenti, cutsOf, dealt, earned, moved, afterRequired, worst, afterWorst, capped },
    ...{ shared, stars: shared.stars },
    ...placesOf(plan, facts, scoreCenti),
  };
}

/** Who is disqualified, barred by an earlier round, or has a wrong value, has no score and takes nobody's place. */
function leaveOut({ policy }: RatingPlan, facts: Facts, vetoes: VetoColumns | undefined, scoreCenti: Float64Array) {
  for (const row of facts.bad) scoreCenti[row] = Number.NaN;
  if (vetoes?.disqualifies)
    for (let row = 0; row < scoreCenti.length; row++) if (vetoes.out[row] === 1) scoreCenti[row] = Number.NaN;
  if (policy.dynamics?.barredRounds)
    facts.subjects.forEach(({ history }, row) => {
      if (barringRound(history, policy.dynamics)) scoreCenti[row] = Number.NaN;
    });
}

/** The stars that the scores earn: by cuts, by a distribution, or the lower of both. */
function gradeRows(
  plan: RatingPlan,
  facts: Facts,
  scoreCenti: Float64Array,
  cutsOf: RatingResults["cutsOf"],
  vetoes: VetoColumns | undefined,
) {
  const { grade } = plan.policy;
  const best = grade.best ?? "highest";
  const byCuts = starsByCuts(plan.cuts, cutsOf, scoreCenti, best);
  const merit = best === "highest" ? scoreCenti : scoreCenti.map((centi) => -centi);
  const needsRows = grade.distributionRule !== undefined || grade.shareRule !== undefined;
  const rows = needsRows ? [...scoreCenti.keys()].filter((row) => !Number.isNaN(scoreCenti[row]!)) : [];
  const mayHaveStars = (row: number) => !vetoes || vetoes.most[row]! > 0;
  const dealt = dealStars(merit, facts, rows, mayHaveStars, grade, plan.distribution?.value ?? {});
  const earned =
    dealt.size === 0
      ? byCuts
      : byCuts.map((stars, row) => {
          const star = dealt.get(row)?.star;
          if (star === undefined) return stars;
          return cutsOf(row) ? Math.min(stars, star) : star;
        });
  return { merit, rows, dealt, earned };
}

/** The stars that there are for a row. */
const levels = ({ distribution }: RatingPlan, found: RowCuts | undefined) =>
  Object.keys({ ...found?.cuts.value, ...distribution?.value }).map(Number);

/** The worst of the items that the policy looks at, for every scored row that has one. */
function worstRows(plan: RatingPlan, facts: Facts, scoreCenti: Float64Array): Map<number, Worst> {
  const rule = plan.policy.grade.worstItem;
  const found = new Map<number, Worst>();
  if (!rule || !plan.worst) return found;
  const items = kernelsOf(plan.score, rule.items).map((item) => ({ item, column: columnOf(item, facts) }));
  for (let row = 0; row < scoreCenti.length; row++) {
    const worst = Number.isNaN(scoreCenti[row]!) ? undefined : worstOf(items, rule, plan.worst.value, row);
    if (worst) found.set(row, worst);
  }
  return found;
}

/** Which rule settled the stars of a row; none where it is unscored. */
export function boundOf(plan: RatingPlan, facts: Facts, results: RatingResults, row: number): Bound | undefined {
  const { scoreCenti, cutsOf, dealt, earned, moved, afterRequired, afterWorst, capped, shared } = results;
  const { policy } = plan;
  const centi = scoreCenti[row]!;
  if (Number.isNaN(centi)) return undefined;
  if (shared.fell.has(row)) return "share";
  if (hitsOf(policy, facts, row).some(isAssessedOnly)) return "assessedOnly";
  if (capped[row]! < afterWorst[row]!) return "veto";
  if (afterWorst[row]! < afterRequired[row]!) return "worstItem";
  if (afterRequired[row]! < moved[row]!) return "required";
  if (move(earned[row]!, centi, facts.subjects[row]!.history, policy.dynamics).held) return "hold";
  if (moved[row] !== earned[row]) return "movement";
  const cuts = cutsOf(row);
  const byCuts = cuts && starOf(centi, cuts.cuts.value, policy.grade.best ?? "highest");
  return dealt.has(row) && (byCuts === undefined || earned[row]! < byCuts) ? "distribution" : "cuts";
}
