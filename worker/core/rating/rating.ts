/** The rating kind: score, then stars by cuts, movement, vetoes and shares, then places among peers. */
import type { Bound } from "../../../schema/outcome.ts";
import type { RatingPolicy } from "../../../schema/policy/policy.ts";
import type { Facts } from "../facts.ts";
import { roundRatio } from "../number.ts";
import { type Compiling, type Resolved, resolve } from "../parameter.ts";
import { competitionRanks, peerGroups } from "../peers.ts";
import { prepareNode } from "../shapes/nodes.ts";
import type { Results as Columns } from "../shapes/shape.ts";
import { evaluate, type Kernel } from "../shapes/shape.ts";
import { applyShares, limitMovement, type Shared, starsByCuts, vetoesOf } from "./stages.ts";

/** A rating policy with the values of one period in force, ready to run over any facts. */
export interface RatingPlan {
  kind: "rating";
  policy: RatingPolicy;
  period: string;
  /** Units of one point. */
  scale: number;
  score: Kernel;
  cuts: Resolved<Partial<Record<string, number>>>;
  shares?: Resolved<Partial<Record<string, { atMost: [number, number] }>>> | undefined;
}

/** The columns of one run: every stage is kept, so that any row can be explained. */
export interface RatingResults {
  columns: Columns;
  /** Score in 1/100 point; NaN where unscored. */
  scoreCenti: Float64Array;
  earned: Uint8Array;
  last: (number | undefined)[];
  moved: Uint8Array;
  vetoed: Map<number, RatingPolicy["grade"]["vetoes"]>;
  capped: Uint8Array;
  shared: Shared;
  stars: Uint8Array;
  rank: Map<number, number>;
  peers: Map<number, number>;
  bound: (Bound | undefined)[];
}

/** Compiles a rating policy for a period; the faults are in `compiling`. */
export function compileRating(policy: RatingPolicy, period: string, compiling: Compiling): RatingPlan | undefined {
  const prepared = prepareNode(policy.score, "/score", compiling);
  const cuts = resolve(compiling, policy.grade.cuts, "/grade/cuts", "星级分数线");
  const shares = policy.grade.shares && resolve(compiling, policy.grade.shares, "/grade/shares", "星级比例上限");
  if (!prepared || !cuts) return undefined;
  const scale = prepared.denominator % 100 === 0 ? prepared.denominator : prepared.denominator * 100;
  if (!(prepared.bound * scale < Number.MAX_SAFE_INTEGER / 2)) {
    compiling.faults.push({ pointer: "/score", code: "tooFine", params: {} });
    return undefined;
  }
  return { kind: "rating", policy, period, scale, score: prepared.kernel(scale), cuts, shares };
}

/** Runs a plan over all facts at once; peers are the subjects of the facts. */
export function runRating(plan: RatingPlan, facts: Facts): RatingResults {
  const { policy, scale } = plan;
  const { grade, dynamics, score, inputs } = policy;
  const columns: Columns = new Map();
  const total = evaluate(plan.score, facts, columns);
  const scoreCenti = total.map((units) =>
    Number.isNaN(units) ? units : roundRatio(units, scale / 100, score.round.mode),
  );
  const rows = facts.subjects.map((_, row) => row).filter((row) => !Number.isNaN(scoreCenti[row]!));

  const earned = starsByCuts(scoreCenti, plan.cuts.value);
  const last = facts.subjects.map((subject) => subject.history?.find(({ stars }) => stars !== undefined)?.stars);
  const moved = dynamics ? limitMovement(earned, last, dynamics) : earned;
  const vetoed = vetoesOf(grade.vetoes, inputs, facts, rows);
  const capped = moved.map((stars, row) =>
    Math.min(stars, ...(vetoed.get(row) ?? []).map((veto) => veto.effect.maxStars)),
  );
  const shared = applyShares(
    capped,
    scoreCenti,
    facts,
    rows,
    grade,
    plan.shares?.value ?? {},
    Object.keys(plan.cuts.value).map(Number),
  );

  const rank = new Map<number, number>();
  const peers = new Map<number, number>();
  for (const group of peerGroups(facts.subjects, rows, grade.peers)) {
    for (const [row, place] of competitionRanks(group, scoreCenti, "highest")) rank.set(row, place);
    for (const row of group) peers.set(row, group.length);
  }
  const bound = facts.subjects.map((_, row): Bound | undefined => {
    if (Number.isNaN(scoreCenti[row]!)) return undefined;
    if (shared.fell.has(row)) return "share";
    if (capped[row]! < moved[row]!) return "veto";
    return moved[row] === earned[row] ? "cuts" : "movement";
  });
  return { columns, scoreCenti, earned, last, moved, vetoed, capped, shared, stars: shared.stars, rank, peers, bound };
}
