/** The one door of the core: a policy judges subjects in a period. No I/O; the same input gives the same output. */
import { type Fault, faultText } from "../../schema/fault.ts";
import type { Outcome, Unscored, UnscoredReason, Warning } from "../../schema/outcome.ts";
import { parsePeriod } from "../../schema/period.ts";
import type { Policy, SubjectFacts } from "../../schema/policy/policy.ts";
import type { TraceStep } from "../../schema/trace.ts";
import { type Facts, readFacts } from "./facts.ts";
import type { Compiling } from "./parameter.ts";
import { explainRanking } from "./ranking/explain.ts";
import { compileRanking, type RankingPlan, type RankingResults, runRanking } from "./ranking/ranking.ts";
import { explainRating } from "./rating/explain.ts";
import { compileRating, type RatingPlan, type RatingResults, runRating } from "./rating/rating.ts";

/** Names the behaviour of the engine; outcomes of runs carry it. */
export const engineVersion = "1";

export type Plan = RatingPlan | RankingPlan;

/**
 * Compiles a policy for a period: the values in force at its last month, one integer scale.
 * @returns the plan, or what is wrong with policy and period, each with its place
 */
export function compile(policy: Policy, periodCode: string): { plan: Plan } | { faults: Fault[] } {
  const period = parsePeriod(periodCode);
  if (!period || period.kind !== policy.period)
    return {
      faults: [{ pointer: "/period", code: "badPeriod", params: { value: periodCode, kind: policy.period } }],
    };
  const { from, to } = policy.effective;
  if (period.to < from || (to !== undefined && period.to > to))
    return { faults: [{ pointer: "/period", code: "notEffective", params: { from, to, month: period.to } }] };
  const compiling: Compiling = { inputs: policy.inputs, month: period.to, faults: [] };
  const plan =
    policy.kind === "rating"
      ? compileRating(policy, periodCode, compiling)
      : compileRanking(policy, periodCode, compiling);
  return plan && compiling.faults.length === 0 ? { plan } : { faults: compiling.faults };
}

export interface Judgement {
  outcomes: Outcome[];
  unscored: Unscored[];
  warnings: Warning[];
  /** The steps that led to a subject's result, or to its having none. */
  explain(subjectId: string): TraceStep[];
}

/** Wrong values of subjects, each with its row; the subject is then unscored. */
export type SubjectFaults = (Fault & { row: number })[];

/**
 * Judges subjects. Peers are exactly the given subjects.
 * @param origin which entries a value came from, for the trace
 */
export function judge(
  plan: Plan,
  subjects: readonly SubjectFacts[],
  origin?: Facts["origin"],
): { judgement: Judgement; faults: SubjectFaults } {
  const { facts, faults } = readFacts(plan.policy.inputs, subjects, origin);
  const bad = new Map(faults.map((fault) => [fault.row, fault]));
  const judged = plan.kind === "rating" ? presentRating(plan, facts) : presentRanking(plan, facts);
  const rows = new Map(subjects.map((subject, row) => [subject.id, row]));
  const outcomes: Outcome[] = [];
  const unscored: Unscored[] = [];
  subjects.forEach(({ id, name, regionCode }, row) => {
    const named = { subjectId: id, ...(name && { name }), ...(regionCode && { regionCode }) };
    const found = judged.outcome(row);
    if (found) outcomes.push({ ...named, ...found, warnings: [] });
    else {
      const code: UnscoredReason = bad.has(row) ? "badInput" : judged.missing;
      unscored.push({ ...named, code, message: reasonText[code] });
    }
  });
  const explain = (id: string): TraceStep[] => {
    const row = rows.get(id);
    if (row === undefined) return [];
    const wrong = faults.filter((fault) => fault.row === row);
    return wrong.length > 0 ? [badInputStep(wrong, subjects[row]!)] : judged.explain(row);
  };
  return { judgement: { outcomes, unscored, warnings: judged.warnings, explain }, faults };
}

/** Names every wrong value of a subject that could not be judged for it. */
function badInputStep(wrong: SubjectFaults, { inputs }: SubjectFacts): TraceStep {
  const reasons = wrong.map((fault) => {
    const { pointer, message, fix } = faultText(fault, "zh");
    return `${inputs[pointer.split("/").at(-1)!]}:${message},${fix}`;
  });
  return { shape: "badInput", title: "填报有误", text: `${reasons.join(";")};不评分`, value: null };
}

const reasonText: Record<UnscoredReason, string> = {
  missingData: "有数据的评分项不足,不评分",
  missingMeasure: "没有排名依据,不参加排名",
  badInput: "填报的值有误,不评分",
};

interface Judged {
  outcome(row: number): Partial<Outcome> | undefined;
  explain(row: number): TraceStep[];
  missing: UnscoredReason;
  warnings: Warning[];
}

function presentRating(plan: RatingPlan, facts: Facts): Judged {
  const results: RatingResults = runRating(plan, facts);
  return {
    missing: "missingData",
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

function presentRanking(plan: RankingPlan, facts: Facts): Judged {
  const results: RankingResults = runRanking(plan, facts);
  return {
    missing: "missingMeasure",
    warnings: results.undecided.map((list) => ({
      code: "tieUndecided",
      message: `${plan.policy.groups[list.group]!.title}:线上同分${list.tied.length}个,须由人决定`,
    })),
    explain: (row) => explainRanking(plan, facts, results, row),
    outcome(row) {
      const rank = results.rank.get(row);
      if (rank === undefined) return undefined;
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
