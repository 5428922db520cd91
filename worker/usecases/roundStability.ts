/** How stable the ranks of a round's last run are: its weights, or those of the rating that it ranks by, are drawn anew. */
import { holds, narrow, type RegionScope } from "../../schema/region.ts";
import { type Stability, type StabilityQuery, usualDraws } from "../../schema/stability.ts";
import type { Facts } from "../core/facts.ts";
import { factsOf } from "../core/judge.ts";
import type { RankingPlan } from "../core/ranking/ranking.ts";
import { listRanges } from "../core/ranking/stability.ts";
import { type RatingPlan, runRating } from "../core/rating/rating.ts";
import { type Draws, rankRanges } from "../core/rating/stability.ts";
import { refuse } from "../refusal.ts";
import { lastRun } from "../store/rounds.ts";
import { drawnMeasures, measuringRounds } from "./drawnMeasures.ts";
import { gatherRound, planOf, policyOfRound } from "./judgeRound.ts";
import { requireRound } from "./requireRound.ts";
import type { Work } from "./work.ts";

/** So many subjects are listed unless the caller says otherwise. */
const usuallyListed = 10_000;

/**
 * Draws the weights of a round's score, or of the score that it ranks by, and tells the range of everybody's ranks.
 * @param scope only the subjects inside it are told of, though all are ranked
 * @throws Refusal notFound for a round that is not there or not computed; invalid for one that has no weights to draw
 */
export async function roundStability(
  work: Work,
  scope: RegionScope,
  id: string,
  { region, limit = usuallyListed, ...asked }: StabilityQuery,
): Promise<Stability> {
  const round = await requireRound(work.db, scope, id);
  const run = await lastRun(work.db, scope, round.id);
  if (!run) throw refuse("notFound", "/round", "notComputed");
  const version = await policyOfRound(work, round, run.policyVersion);
  const plan = planOf(version, round.period);
  const gathered = await gatherRound(work, round, version, { push: run.push, run: run.basedOn });
  const { facts } = factsOf(plan, gathered.subjects, gathered);
  const inside = region === undefined ? scope : narrow(scope, region);
  const isSeen = (row: number) => {
    const { regionCode = "" } = facts.subjects[row]!;
    return !facts.bad.has(row) && holds(inside, regionCode);
  };
  const head = (draws: Draws, total: number) => ({
    round: round.id,
    run: run.id,
    policy: { id: version.id, version: version.version, title: version.document.title },
    ...draws,
    total,
  });
  if (plan.kind === "rating") {
    const draws = drawsOf(plan, asked);
    const found = rangesOf(plan, facts, draws).filter(({ row }) => isSeen(row));
    return { kind: "rating", ...head(draws, found.length), subjects: found.slice(0, limit).map(({ told }) => told) };
  }
  if (plan.kind !== "ranking") throw refuse("invalid", "/round", "noStability");
  const sources = await measuringRounds(work, round, run, plan, facts, gathered);
  const draws = drawsOf(sources[0]?.plan, asked);
  const found = listsOf(plan, facts, drawnMeasures(plan, facts, sources, draws)).filter(({ row }) => isSeen(row));
  return {
    kind: "ranking",
    ...head(draws, found.length),
    measuredBy: sources.map(({ round: by, run: its }) => ({
      ...{ round: by.id, run: its.id, policyVersion: its.policyVersion },
    })),
    subjects: found.slice(0, limit).map(({ told }) => told),
  };
}

/** What is drawn: as asked, else as the policy says, else as usual. */
function drawsOf(plan: RatingPlan | undefined, asked: Partial<Record<keyof Draws, number | undefined>>): Draws {
  const { percent, draws, seed } = plan?.policy.grade.stability ?? usualDraws;
  return { percent: asked.percent ?? percent, draws: asked.draws ?? draws, seed: asked.seed ?? seed };
}

const named = ({ subjects }: Facts, row: number) => {
  const { id, name, regionCode } = subjects[row]!;
  return { subjectId: id, ...(name && { name }), ...(regionCode && { regionCode }) };
};

type Ranked = Extract<Stability, { kind: "rating" }>["subjects"][number];
type Listed = Extract<Stability, { kind: "ranking" }>["subjects"][number];

/** Every scored row with the range of its ranks, the widest first. */
function rangesOf(plan: RatingPlan, facts: Facts, draws: Draws): { row: number; told: Ranked }[] {
  const results = runRating(plan, facts);
  const rank = results.ranks();
  const { best, worst } = rankRanges(plan, facts, { ...results, rank }, draws);
  return [...facts.byId]
    .filter((row) => rank[row] !== 0)
    .map((row) => ({
      row,
      told: {
        ...named(facts, row),
        ...{ score: results.scoreCenti[row]! / 100, rank: rank[row]!, best: best[row]!, worst: worst[row]! },
      },
    }))
    .sort(({ told: a }, { told: b }) => b.worst - b.best - (a.worst - a.best) || a.rank - b.rank);
}

/** Every ranked or listed row with the range of its ranks and how often it is listed, those nearest the edge first. */
function listsOf(plan: RankingPlan, facts: Facts, measures: Iterable<Float64Array>): { row: number; told: Listed }[] {
  const { rank, best, worst, selected, listed, draws } = listRanges(plan, facts, measures);
  const place = (ranks: Int32Array, row: number) => (ranks[row] === 0 ? null : ranks[row]!);
  const fromEdge = ({ selectedIn }: Listed) => Math.abs(selectedIn - 50);
  return [...facts.byId]
    .filter((row) => rank[row] !== 0 || selected[row] === 1)
    .map((row) => ({
      row,
      told: {
        ...named(facts, row),
        ...{ rank: place(rank, row), best: place(best, row), worst: place(worst, row) },
        selected: selected[row] === 1,
        selectedIn: Math.round((listed[row]! * 10_000) / draws) / 100,
      },
    }))
    .sort(({ told: a }, { told: b }) => fromEdge(a) - fromEdge(b) || (a.rank ?? 0) - (b.rank ?? 0));
}
