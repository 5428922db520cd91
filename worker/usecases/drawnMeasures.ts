/** The measure of a ranking drawn anew: the rounds that its scores came from are judged again, with other weights each time. */
import { rangeOf } from "../../schema/region.ts";
import { type Facts, type Provenance, placesOfInput } from "../core/facts.ts";
import { factsOf } from "../core/judge.ts";
import type { RankingPlan } from "../core/ranking/ranking.ts";
import { type RatingPlan, runRating } from "../core/rating/rating.ts";
import { type Draws, drawnScores } from "../core/rating/stability.ts";
import { refuse } from "../refusal.ts";
import { lastRun, type Round, type Run, roundsOfRuns } from "../store/rounds.ts";
import { gatherRound, planOf, policyOfRound } from "./judgeRound.ts";
import type { Work } from "./work.ts";

/** A rating round that measures come from, judged again as it stood when the ranking was computed. */
export interface MeasuringRound {
  round: Round;
  run: Run;
  plan: RatingPlan;
  facts: Facts;
  scoreCenti: Float64Array;
  /** Rows of the ranking with the row of the rating that each took its measure from. */
  pairs: (readonly [row: number, from: number])[];
}

/**
 * Finds the rounds of a rating whose scores a run of a ranking was based on, and judges them again. Several are well,
 * over parts of the region or of several periods, as long as they have the same items: each subject's measure comes
 * from its own. Other inputs that come from the same rating, such as a tie key, stay as they are.
 * @throws Refusal invalid when the measure is no such score, or does not come out again as it was
 */
export async function measuringRounds(
  work: Work,
  round: Round,
  run: Run,
  { policy }: RankingPlan,
  facts: Facts,
  { origin }: Pick<Provenance, "origin">,
): Promise<MeasuringRound[]> {
  const code = policy.measure.input;
  const input = policy.inputs[code]!;
  const notScore = refuse("invalid", "/round", "measureNotScore", { title: input.title });
  const { from } = input;
  if (from?.shape !== "outcomeOf" || from.field !== "score" || placesOfInput(input) !== 2) throw notScore;
  const scope = [rangeOf(round.regionCode)];
  const measure = facts.columns.get(code)!;
  /** The result that each measure is: its subject's own, or that of one which it succeeded. */
  const taken = facts.subjects.map(({ id }, row) =>
    Number.isNaN(measure[row]!) ? undefined : origin(id, code)?.from[0],
  );
  const runs = taken.map((one) => one?.run);
  const known = runs.filter((one) => one !== undefined);
  const rounds = new Map((await roundsOfRuns(work.db, scope, [...new Set(known)])).map((one) => [one.run, one]));
  const rowsOf = Map.groupBy(
    [...runs.keys()].filter((row) => runs[row] !== undefined),
    (row) => rounds.get(runs[row]!)!.id,
  );

  const found: MeasuringRound[] = [];
  for (const [id, rows] of rowsOf) {
    const by = [...rounds.values()].find((one) => one.id === id)!;
    const its = (await lastRun(work.db, scope, id, run.basedOn + 1))!;
    const version = await policyOfRound(work, by, its.policyVersion);
    const plan = planOf(version, by.period);
    if (plan.kind !== "rating") throw notScore;
    const { subjects } = await gatherRound(work, by, version, { push: its.push, run: its.basedOn });
    const rated = factsOf(plan, subjects).facts;
    const { scoreCenti } = runRating(plan, rated);
    const rowOf = new Map(rated.subjects.map((subject, row) => [subject.id, row]));
    const pairs = rows.map((row) => [row, rowOf.get(taken[row]!.id) ?? -1] as const);
    const differing = pairs.filter(([row, at]) => scoreCenti[at] !== measure[row]);
    if (differing.length > 0)
      throw refuse("invalid", "/round", "measureNotRedrawn", { round: id, count: differing.length });
    found.push({ round: by, run: its, plan, facts: rated, scoreCenti, pairs });
  }
  const items = new Set(
    found.map(({ plan }) => JSON.stringify(plan.score.children?.map((item) => item.code ?? item.title))),
  );
  if (items.size > 1)
    throw refuse("invalid", "/round", "itemsDiffer", { rounds: found.map((one) => one.round.id).join("、") });
  return found;
}

/** The measure of every row, once a draw, the same weights for all rounds; the column is written over by the next draw. */
export function* drawnMeasures(
  { policy }: RankingPlan,
  facts: Facts,
  sources: readonly MeasuringRound[],
  draws: Draws,
): Generator<Float64Array, void> {
  const column = facts.columns.get(policy.measure.input)!.slice();
  const drawn = sources.map(({ plan, facts: rated, scoreCenti }) => drawnScores(plan, rated, scoreCenti, draws));
  for (let draw = 0; draw < draws.draws; draw++) {
    sources.forEach(({ pairs }, i) => {
      const { value } = drawn[i]!.next();
      for (const [row, from] of pairs) column[row] = value![from]!;
    });
    yield column;
  }
}
