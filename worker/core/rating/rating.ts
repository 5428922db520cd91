/** The rating kind: score, then stars by cuts or distribution, movement, caps and shares, then places among peers. */
import type { Bound } from "../../../schema/outcome.ts";
import type { RatingPolicy } from "../../../schema/policy/policy.ts";
import type { Veto } from "../../../schema/policy/rating.ts";
import { holds } from "../condition.ts";
import type { Facts } from "../facts.ts";
import { roundRatio } from "../number.ts";
import { type Compiling, type Resolved, resolve } from "../parameter.ts";
import { competitionRanks, peerGroups } from "../peers.ts";
import { prepareNode } from "../shapes/nodes.ts";
import { type Results as Columns, evaluate, type Kernel } from "../shapes/shape.ts";
import {
  isAssessedOnly,
  isDisqualifying,
  kernelsOf,
  starsLeft,
  starWithRequired,
  vetoesOf,
  type Worst,
  worstOf,
} from "./caps.ts";
import { type CutsPlan, compileCuts, cutsOfRows, type RowCuts, starOf } from "./cuts.ts";
import { type Dealt, type DistributionShares, dealStars } from "./distribution.ts";
import { barringRound, type Moved, move } from "./movement.ts";
import { applyShares, type Shared } from "./shares.ts";

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
  shares?: Resolved<Partial<Record<string, { atMost: [number, number] }>>> | undefined;
}

/** One run: every stage is kept, so that any row can be explained. */
export interface RatingResults {
  columns: Columns;
  /** Score in 1/100 point; NaN where unscored. */
  scoreCenti: Float64Array;
  cuts: (RowCuts | undefined)[];
  dealt: Map<number, Dealt>;
  earned: Uint8Array;
  moved: Moved[];
  lacking: Map<number, NonNullable<RatingPolicy["grade"]["required"]>>;
  afterRequired: Uint8Array;
  worst: (Worst | undefined)[];
  afterWorst: Uint8Array;
  vetoed: Map<number, Veto[]>;
  capped: Uint8Array;
  shared: Shared;
  stars: Uint8Array;
  rank: Map<number, number>;
  peers: Map<number, number>;
  bound: (Bound | undefined)[];
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
  if (!(prepared.bound * scale < Number.MAX_SAFE_INTEGER / 2)) {
    compiling.faults.push({ pointer: "/score", code: "tooFine", params: {} });
    return undefined;
  }
  return { kind: "rating", policy, period, scale, score: prepared.kernel(scale), cuts, distribution, worst, shares };
}

/** Runs a plan over all facts at once; peers are the subjects of the facts. */
export function runRating(plan: RatingPlan, facts: Facts): RatingResults {
  const { policy, scale } = plan;
  const { grade, dynamics, inputs } = policy;
  const best = grade.best ?? "highest";
  const columns: Columns = new Map();
  const total = evaluate(plan.score, facts, columns);
  const vetoed = vetoesOf(grade.vetoes, inputs, facts);
  const isOut = (row: number) =>
    (vetoed.get(row) ?? []).some(isDisqualifying) ||
    barringRound(facts.subjects[row]!.history, dynamics ?? {}) !== undefined;
  const scoreCenti = total.map((units, row) =>
    Number.isNaN(units) || isOut(row) ? Number.NaN : roundRatio(units, scale / 100, policy.score.round.mode),
  );
  const merit = best === "highest" ? scoreCenti : scoreCenti.map((centi) => -centi);
  const all = facts.subjects.map((_, row) => row);
  const rows = all.filter((row) => !Number.isNaN(scoreCenti[row]!));

  const cuts = cutsOfRows(plan.cuts, inputs, facts);
  const levelsOf = (row: number) => Object.keys({ ...cuts[row]?.cuts.value, ...plan.distribution?.value }).map(Number);
  const mayHaveStars = (row: number) => (vetoed.get(row) ?? []).every((veto) => starsLeft(veto) > 0);
  const dealt = dealStars(merit, facts, rows, mayHaveStars, grade, plan.distribution?.value ?? {});
  const byCuts = (row: number) =>
    cuts[row] ? starOf(scoreCenti[row]!, cuts[row].cuts.value, best) : (dealt.get(row)?.star ?? 0);
  const earned = Uint8Array.from(all, (row) => Math.min(byCuts(row), dealt.get(row)?.star ?? Number.POSITIVE_INFINITY));

  const moved = all.map((row) => move(earned[row]!, scoreCenti[row]! / 100, facts.subjects[row]!.history, dynamics));
  const lacking = new Map(
    rows.flatMap((row) => {
      const list = (grade.required ?? []).filter(({ when }) => !holds(when, inputs, facts, row));
      return list.length > 0 ? [[row, list] as const] : [];
    }),
  );
  const afterRequired = Uint8Array.from(moved, ({ stars }, row) =>
    starWithRequired(stars, levelsOf(row), lacking.get(row) ?? []),
  );
  const items = kernelsOf(plan.score, grade.worstItem?.items ?? []);
  const worst = all.map((row) =>
    grade.worstItem && plan.worst && !Number.isNaN(scoreCenti[row]!)
      ? worstOf(items, grade.worstItem, plan.worst.value, columns, scale, row)
      : undefined,
  );
  const afterWorst = afterRequired.map((stars, row) => Math.min(stars, worst[row]?.maxStars ?? stars));
  const capped = afterWorst.map((stars, row) => Math.min(stars, ...(vetoed.get(row) ?? []).map(starsLeft)));
  const below = (row: number, star: number) =>
    starWithRequired(
      Math.max(0, ...levelsOf(row).filter((level) => level < star)),
      levelsOf(row),
      lacking.get(row) ?? [],
    );
  const shared = applyShares(capped, merit, facts, rows, grade, plan.shares?.value ?? {}, below);

  const rank = new Map<number, number>();
  const peers = new Map<number, number>();
  for (const group of peerGroups(facts.subjects, rows, grade.peers)) {
    for (const [row, place] of competitionRanks(group, scoreCenti, best)) rank.set(row, place);
    for (const row of group) peers.set(row, group.length);
  }
  const bound = all.map((row): Bound | undefined => {
    if (Number.isNaN(scoreCenti[row]!)) return undefined;
    if (shared.fell.has(row)) return "share";
    if ((vetoed.get(row) ?? []).some(isAssessedOnly)) return "assessedOnly";
    if (capped[row]! < afterWorst[row]!) return "veto";
    if (afterWorst[row]! < afterRequired[row]!) return "worstItem";
    if (afterRequired[row]! < moved[row]!.stars) return "required";
    if (moved[row]!.held) return "hold";
    if (moved[row]!.stars !== earned[row]) return "movement";
    return dealt.has(row) && (!cuts[row] || earned[row]! < byCuts(row)) ? "distribution" : "cuts";
  });
  return {
    ...{ columns, scoreCenti, cuts, dealt, earned, moved, lacking, afterRequired, worst, afterWorst, vetoed, capped },
    ...{ shared, stars: shared.stars, rank, peers, bound },
  };
}
