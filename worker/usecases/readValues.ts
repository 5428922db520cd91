/** Answers many small questions about subjects at once: stars, scores, ranks, amounts, and why. */
import type { Outcome, Unscored } from "../../schema/outcome.ts";
import { everywhere, type RegionScope, rangeOf } from "../../schema/region.ts";
import type { TraceStep } from "../../schema/trace.ts";
import type { AskedValue, FoundValue } from "../../schema/valuesWire.ts";
import { type Candidate, chooseResult, forbidden, numberOf, traceText } from "../core/chooseResult.ts";
import { kindsOfPolicies } from "../store/documents.ts";
import { lastRun, outcomesOfSubjects, type Round, roundsOfPeriods } from "../store/rounds.ts";
import { judgeRun } from "./judgeRun.ts";
import { readEvidence } from "./readEvidence.ts";
import type { Work } from "./work.ts";

/** What the caller sees of results. */
export interface Sight {
  /** Where those of subsidies. */
  amounts: RegionScope;
  /** Where all others. */
  outcomes: RegionScope;
  /** Which steps of the trace of a subject in a region. */
  visible(steps: readonly TraceStep[], regionCode: string): TraceStep[];
}

/** A candidate as it is stored, and where the subject lies. */
type Stored = Candidate & { regionCode: string; body: string };

/** @returns an answer to each question, in their order; what is out of reach is answered like what is not there */
export async function readValues(work: Work, sight: Sight, asked: readonly AskedValue[]): Promise<FoundValue[]> {
  const { rounds, candidates } = await readCandidates(work, sight, asked);
  const chosen = asked.map((one) => {
    const isPaid = one.of === "amount" || one.of === "why";
    if (!isPaid && sight.outcomes.length === 0) return forbidden(one);
    return chooseResult(one, candidates.get(keyOf(one.subjectId, one.period)) ?? []);
  });
  const explained = chosen.filter((one, i): one is Stored => "result" in one && asked[i]!.of === "why");
  const texts = await explainAll(work, sight, rounds, explained);
  return chosen.map((one, i) => {
    if (!("result" in one)) return one;
    const text = asked[i]!.of === "why" ? texts.get(one) : undefined;
    return text === undefined
      ? numberOf(asked[i]!, one)
      : { value: text, policyId: one.policyId, round: one.round, state: one.state };
  });
}

const keyOf = (subjectId: string, period: string) => `${period} ${subjectId}`;

/** The results in question that the caller sees, by subject and period, and the rounds that they are of. */
async function readCandidates({ db }: Work, { amounts, outcomes }: Sight, asked: readonly AskedValue[]) {
  const [subjects, periods] = [asked.map(({ subjectId }) => subjectId), asked.map(({ period }) => period)];
  const rounds = await roundsOfPeriods(db, [...amounts, ...outcomes], [...new Set(periods)]);
  const policies = await kindsOfPolicies(db, everywhere, [...new Set(rounds.map(({ policyId }) => policyId))]);
  const policyOf = ({ policyId, policyVersion }: Round) =>
    policies.find(({ id, version }) => id === policyId && version === policyVersion)!;
  const known = rounds.map((round) => ({ round, ...policyOf(round) }));
  const read = (scope: RegionScope, list: typeof known) =>
    outcomesOfSubjects(
      db,
      scope,
      list.map(({ round }) => round.id),
      [...new Set(subjects)],
    );
  const [paid, other] = await Promise.all([
    read(
      amounts,
      known.filter(({ kind }) => kind === "subsidy"),
    ),
    read(
      outcomes,
      known.filter(({ kind }) => kind !== "subsidy"),
    ),
  ]);
  const candidates = new Map<string, Stored[]>();
  for (const { round: id, subjectId, regionCode, body } of [...paid, ...other]) {
    const { round, title, kind } = known.find((one) => one.round.id === id)!;
    const key = keyOf(subjectId, round.period);
    const result = JSON.parse(body) as Outcome | Unscored;
    const { policyId, state, regionCode: roundRegion } = round;
    const stored = { policyId, title, kind, round: id, state, roundRegion, result, regionCode, body };
    candidates.set(key, [...(candidates.get(key) ?? []), stored]);
  }
  return { rounds, candidates };
}

/** The traces of some results as texts. A round that is not final is judged again once, one round after the other. */
async function explainAll(work: Work, { visible }: Sight, rounds: readonly Round[], all: readonly Stored[]) {
  const texts = new Map<Stored, string>();
  for (const [id, list] of Map.groupBy(all, ({ round }) => round)) {
    const round = rounds.find((one) => one.id === id)!;
    const explain = await explainerOf(work, round);
    for (const one of list) texts.set(one, traceText(visible((await explain(one)).trace, one.regionCode)));
  }
  return texts;
}

/** Explains results of a round as explainOutcome does: by the evidence of a final one. */
async function explainerOf(work: Work, round: Round) {
  const { finalRun } = round;
  if (finalRun !== null)
    return ({ regionCode, result: { subjectId } }: Stored) =>
      readEvidence(work, [rangeOf(regionCode)], round, finalRun, subjectId);
  const run = await lastRun(work.db, everywhere, round.id);
  const judged = await judgeRun(work, round, run!);
  return async ({ body }: Stored) => judged.explain(body);
}
