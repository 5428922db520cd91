/** Grades of an appraisal: the first rule that holds, effects of several periods, and caps among members. */
import type { Bound } from "../../../schema/outcome.ts";
import { periodBefore } from "../../../schema/period.ts";
import {
  type GradeCondition,
  type GradeParts,
  plainConditions,
  type RateCondition,
  type ScoreCondition,
} from "../../../schema/policy/appraisalGrade.ts";
import type { PeerLevel } from "../../../schema/policy/arithmetic.ts";
import type { Facts, Subject } from "../facts.ts";
import { fractionOf } from "../number.ts";
import { beyondQuota, peerGroups, quotaOf } from "../peers.ts";
import { baseOf, sumOf } from "./ballots.ts";
import type { AppraisalPlan } from "./plan.ts";
import type { Tallied } from "./tally.ts";

/** −1, 0 or 1 as a/b lies below, at or above c/d; b and d are positive, the products may be larger than 2^53. */
const compareRatios = (a: number, b: number, c: number, d: number) => {
  const [x, y] = [BigInt(a) * BigInt(d), BigInt(c) * BigInt(b)];
  return x < y ? -1 : x > y ? 1 : 0;
};
const holdsBy = (order: number, op: "<" | "<=" | ">" | ">=") =>
  op === "<" ? order < 0 : op === "<=" ? order <= 0 : op === ">" ? order > 0 : order >= 0;

/** Ballots for some options and their base over the groups that count; none where it is not known. */
export function rateOf(plan: AppraisalPlan, { rate }: RateCondition, tallied: Tallied) {
  const { groups, options } = plan.policy;
  const counting = tallied.groups.filter(
    ({ state }, i) => (state === "counts" || state === "trimmed") && rate.groups.includes(groups[i]!.code),
  );
  const indexes = options.flatMap(({ code }, i) => (rate.options.includes(code) ? [i] : []));
  const marked = sumOf(counting.flatMap(({ ballots }) => indexes.map((i) => ballots.options[i])));
  const base = sumOf(counting.map(({ ballots }) => baseOf(plan, ballots, rate.base)));
  return marked === undefined || base === undefined || base <= 0 ? undefined : { marked, base };
}

/** True, false, or unknown where a missing count would decide. */
function truth(plan: AppraisalPlan, condition: GradeCondition, tallied: Tallied): boolean | undefined {
  if ("not" in condition) {
    const inner = truth(plan, condition.not, tallied);
    return inner === undefined ? undefined : !inner;
  }
  if ("rate" in condition || "score" in condition) return plainTruth(plan, condition, tallied);
  const [parts, deciding] = "all" in condition ? [condition.all, false] : [condition.any, true];
  const truths = parts.map((part) => truth(plan, part, tallied));
  if (truths.includes(deciding)) return deciding;
  return truths.includes(undefined) ? undefined : !deciding;
}

function plainTruth(plan: AppraisalPlan, condition: RateCondition | ScoreCondition, tallied: Tallied) {
  if ("score" in condition) {
    const { n, d } = fractionOf(condition.score.points);
    return holdsBy(compareRatios(tallied.centi!, 100, n, d), condition.score.op);
  }
  const rate = rateOf(plan, condition, tallied);
  return rate && holdsBy(compareRatios(rate.marked, rate.base, ...condition.share), condition.op);
}

/** How a row came to its grade; every stage is kept, so that it can be explained. */
export interface Graded {
  /** The rule that held, −1 for the grade of all others; none where a count that decides is not known. */
  rule: number | undefined;
  earned?: string;
  /** The effect of several periods that changed it. */
  effect?: number;
  /** The cap that took it, with how many may have the grade, of how many, and the row's place among them. */
  fall?: { cap: number; quota: number; base: number; holders: number; place: number };
  grade?: string;
  bound?: Bound;
}

/** The grade of a scored row by rules and effects, before caps. */
export function gradeOf(plan: AppraisalPlan, grade: GradeParts, tallied: Tallied, subject: Subject): Graded {
  let rule = -1;
  for (const [i, { value }] of plan.rules.entries()) {
    const held = truth(plan, value, tallied);
    if (held === undefined) return { rule: undefined };
    if (!held) continue;
    rule = i;
    break;
  }
  const earned = rule < 0 ? plan.otherwise!.value : grade.rules[rule]!.grade;
  const looked = rule < 0 ? plan.rules : [plan.rules[rule]!];
  const byRate = looked.some(({ value }) => plainConditions(value).some((one) => "rate" in one));
  const effect = grade.effects.findIndex((one) => one.grade === earned && lasts(plan.period, one, subject));
  return effect < 0
    ? { rule, earned, grade: earned, bound: byRate ? "rate" : "cuts" }
    : { rule, earned, effect, grade: grade.effects[effect]!.becomes, bound: "streak" };
}

/** Whether a subject had a grade in each of the periods before this one. */
function lasts(period: string, { grade, periods }: GradeParts["effects"][number], { history = [] }: Subject): boolean {
  let code = period;
  for (let back = 1; back < periods; back++) {
    code = periodBefore(code);
    if (!history.some((past) => past.period === code && past.grade === grade)) return false;
  }
  return true;
}

/** Rows that are compared with each other: by region or organization, and by kind where kinds stand apart. */
export function membersOf(
  { subjects, regions }: Pick<Facts, "subjects" | "regions">,
  rows: readonly number[],
  within: PeerLevel | "organization",
  apart: "kind" | "none",
): number[][] {
  const kinds = apart === "none" ? [rows] : [...Map.groupBy(rows, (row) => subjects[row]!.kind).values()];
  return kinds.flatMap((kind) =>
    within === "organization"
      ? [...Map.groupBy(kind, (row) => subjects[row]!.regionCode).values()]
      : peerGroups(regions, kind, within),
  );
}

/** Lets at most a share of the members keep a grade, the best scores first; the others fall to the next one. */
export function applyCaps(
  plan: AppraisalPlan,
  grade: GradeParts,
  facts: Facts,
  scores: Float64Array,
  graded: ReadonlyMap<number, Graded>,
) {
  const levels = grade.levels.map(({ code }) => code);
  const order = grade.caps
    .map((cap, i) => ({ cap, i }))
    .sort((a, b) => levels.indexOf(a.cap.grade) - levels.indexOf(b.cap.grade));
  for (const { cap, i } of order) {
    const rows = cap.limits.base === "all" ? facts.subjects.map((_, row) => row) : [...graded.keys()];
    for (const members of membersOf(facts, rows, cap.within, cap.apart)) {
      const quota = quotaOf(members.length, plan.caps[i]!.value, cap.limits.rounding);
      const holders = members
        .filter((row) => graded.get(row)?.grade === cap.grade)
        .sort((a, b) => scores[b]! - scores[a]!);
      for (const { row, place } of beyondQuota(holders, scores, quota, cap.limits.ties))
        Object.assign(graded.get(row)!, {
          fall: { cap: i, quota, base: members.length, holders: holders.length, place },
          grade: levels[levels.indexOf(cap.grade) + 1]!,
          bound: "share",
        } satisfies Partial<Graded>);
    }
  }
}
