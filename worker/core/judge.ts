/** The one door of the core: a policy judges subjects in a period. No I/O; the same input gives the same output. */
import { type Fault, faultText } from "../../schema/fault.ts";
import type { FundState, NextStar, Outcome, Unscored, UnscoredReason, Warning } from "../../schema/outcome.ts";
import { parsePeriod } from "../../schema/period.ts";
import {
  inputsOfPolicy,
  type Policy,
  periodsOf,
  type SubjectFacts,
  type SubjectInParts,
} from "../../schema/policy/policy.ts";
import type { TraceStep } from "../../schema/trace.ts";
import { judgeAppraisal } from "./appraisal/judge.ts";
import { type AppraisalPlan, compileAppraisal } from "./appraisal/plan.ts";
import { type Facts, type Provenance, readFacts } from "./facts.ts";
import type { Judged } from "./judged.ts";
import { type Compiling, resolve } from "./parameter.ts";
import { judgeRanking } from "./ranking/judge.ts";
import { compileRanking, type RankingPlan } from "./ranking/ranking.ts";
import { judgeRating } from "./rating/judge.ts";
import { compileRating, type RatingPlan } from "./rating/rating.ts";
import { judgeSubsidy } from "./subsidy/judge.ts";
import type { Served } from "./subsidy/parts.ts";
import { compileSubsidy, type SubsidyPlan } from "./subsidy/subsidy.ts";

/** Names the behaviour of the engine; outcomes of runs carry it. */
export const engineVersion = "4";

export type Plan = RatingPlan | RankingPlan | AppraisalPlan | SubsidyPlan;

/**
 * Compiles a policy for a period: the values in force at its last month, one integer scale.
 * @returns the plan, or what is wrong with policy and period, each with its place
 */
export function compile(policy: Policy, periodCode: string): { plan: Plan } | { faults: Fault[] } {
  const period = parsePeriod(periodCode);
  const kinds = periodsOf(policy);
  if (!period || !kinds.includes(period.kind))
    return { faults: [{ pointer: "/period", code: "badPeriod", params: { value: periodCode, kind: kinds[0] } }] };
  const { from, to } = policy.effective;
  if (period.to < from || (to !== undefined && period.from > to))
    return { faults: [{ pointer: "/period", code: "notEffective", params: { from, to, month: period.to } }] };
  const compiling: Compiling = {
    inputs: inputsOfPolicy(policy),
    month: to !== undefined && to < period.to ? to : period.to,
    unit: "分",
    faults: [],
  };
  for (const [code, { title, from: indicator }] of Object.entries(compiling.inputs))
    if (indicator?.shape === "coverage")
      resolve(compiling, indicator.target, `/inputs/${code}/from/target`, `${title}目标`);
  const plan = prepare(policy, periodCode, compiling);
  return plan && compiling.faults.length === 0 ? { plan } : { faults: distinct(compiling.faults) };
}

/** A value that several months or items lack is named once. */
const distinct = (faults: readonly Fault[]) =>
  faults.filter(
    (one, i) => faults.findIndex(({ pointer, code }) => pointer === one.pointer && code === one.code) === i,
  );

function prepare(policy: Policy, period: string, compiling: Compiling): Plan | undefined {
  switch (policy.kind) {
    case "rating":
      return compileRating(policy, period, compiling);
    case "ranking":
      return compileRanking(policy, period, compiling);
    case "subsidy":
      return compileSubsidy(policy, period, compiling);
    case "appraisal":
      return compileAppraisal(policy, period, compiling);
  }
}

function run(plan: Plan, facts: Facts): Judged {
  switch (plan.kind) {
    case "rating":
      return judgeRating(plan, facts);
    case "ranking":
      return judgeRanking(plan, facts);
    case "subsidy":
      return judgeSubsidy(plan, facts);
    case "appraisal":
      return judgeAppraisal(plan, facts);
  }
}

export interface Judgement {
  outcomes: Outcome[];
  unscored: Unscored[];
  warnings: Warning[];
  funds: FundState[];
  /** The steps that led to a subject's result, or to its having none. */
  explain(subjectId: string): TraceStep[];
  /** What stands between a subject's stars and the next higher star; none at the highest, without stars, and for other kinds. */
  next(subjectId: string): NextStar | undefined;
  /** In which months a subject was paid at which rate; nothing for other kinds than subsidies. */
  served(subjectId: string): Served[];
}

/** Wrong values of subjects, each with its row; the subject is then unscored. */
export type SubjectFaults = (Fault & { row: number })[];

/**
 * Judges subjects. Peers are exactly the given subjects.
 * @param from which entries the values came from, for the trace
 */
export function judge(
  plan: Plan,
  subjects: readonly SubjectInParts[],
  from?: Provenance,
): { judgement: Judgement; faults: SubjectFaults } {
  const { rows: given, facts, faults } = factsOf(plan, subjects, from);
  const judged = run(plan, facts);
  const rows = new Map<string, number>();
  facts.subjects.forEach(({ id }, row) => {
    if (!rows.has(id)) rows.set(id, row);
  });
  const outcomes: Outcome[] = [];
  const unscored: Unscored[] = [];
  subjects.forEach(({ id, name, regionCode }) => {
    const row = rows.get(id)!;
    const named = { subjectId: id, ...(name && { name }), ...(regionCode && { regionCode }) };
    const found = judged.outcome(row);
    if (found && !facts.bad.has(row)) outcomes.push({ ...named, warnings: [], ...found });
    else {
      const reason = facts.bad.has(row) ? { code: "badInput" as const } : judged.missing(row);
      unscored.push({ ...named, message: reasonText[reason.code], ...reason });
    }
  });
  const explain = (id: string): TraceStep[] => {
    const row = rows.get(id);
    if (row === undefined) return [];
    const wrong = faults.filter((fault) => fault.row === row);
    if (wrong.length > 0) return [badInputStep(wrong, given[row]!)];
    const inherited = from?.inherited(id);
    return inherited ? [...judged.explain(row), inherited] : judged.explain(row);
  };
  const next = (id: string) => {
    const row = rows.get(id);
    return row === undefined || facts.bad.has(row) ? undefined : judged.next?.(row);
  };
  const served = (id: string) => {
    const row = rows.get(id);
    return (row !== undefined && judged.served?.(row)) || [];
  };
  const { warnings, funds = [] } = judged;
  return { judgement: { outcomes, unscored, warnings, funds, explain, next, served }, faults };
}

/** What a plan reads of subjects: one row for each, or for each of its parts, with the history before the period. */
export function factsOf(plan: Plan, subjects: readonly SubjectInParts[], from?: Provenance) {
  const rows: SubjectFacts[] = [];
  const handovers: NonNullable<Facts["handovers"]>[number][] = [];
  for (const subject of subjects) {
    for (const { month, parts } of subject.handovers ?? [])
      handovers.push({ month, rows: parts.map((part) => rows.length + part) });
    rows.push(...inParts(withHistoryBefore(plan.period, subject)));
  }
  return { rows, ...readFacts(inputsOfPolicy(plan.policy), rows, from, handovers) };
}

/** A subject with the results before the period only, the newest first, in whatever order they were given. */
function withHistoryBefore(period: string, subject: SubjectInParts): SubjectInParts {
  if (!subject.history) return subject;
  const history = subject.history.filter((past) => past.period < period).sort((a, b) => (a.period > b.period ? -1 : 1));
  return { ...subject, history };
}

/** A subject as the rows of facts that it takes: one, or one for each of its parts. */
const inParts = ({ parts, handovers: _, ...subject }: SubjectInParts): SubjectFacts[] =>
  parts && parts.length > 0 ? parts.map((part) => ({ ...subject, inputs: { ...subject.inputs, ...part } })) : [subject];

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
  whichMonths: "本年标准有变,只有月数分不清是哪几个月,不予测算",
  disqualified: "取消参评资格,不评分",
  barred: "取消参评资格后尚未期满,不评分",
  excluded: "不参加排名",
  unreconciled: "计票不符,不评分",
  unconfirmed: "计票未经确认,不评分",
  noQuorum: "未达到法定人数,测评无效",
};
