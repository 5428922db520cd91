/** Why a subject has its grade: the rule that held, the effect of several periods, the cap among members. */
import { termTitles } from "../../../schema/policy/appraisal.ts";
import { type GradeCondition, plainConditions, type RateCondition } from "../../../schema/policy/appraisalGrade.ts";
import { roundingTitles } from "../../../schema/policy/arithmetic.ts";
import type { TraceStep } from "../../../schema/trace.ts";
import type { Facts } from "../facts.ts";
import { basisOf } from "../parameter.ts";
import { peerTitles, percentText } from "../peers.ts";
import { rateOf } from "./grade.ts";
import type { AppraisalResults } from "./judge.ts";
import { type AppraisalPlan, levelTitle } from "./plan.ts";
import type { Tallied } from "./tally.ts";

const signs = { "<": "低于", "<=": "不高于", ">": "高于", ">=": "不低于" };

/** The steps of a scored row from score to grade. */
export function gradeSteps(plan: AppraisalPlan, facts: Facts, results: AppraisalResults, row: number): TraceStep[] {
  const { policy, rules, caps, otherwise } = plan;
  const graded = results.graded.get(row);
  const { grade } = policy;
  if (!grade || !graded) return [];
  const { rule, earned, effect, fall } = graded;
  const measured = measuresText(plan, results.tallied[row]!);
  const looked = rule === undefined || rule < 0 ? rules : rules.slice(0, rule + 1);
  const held =
    rule === undefined
      ? "判断所用的计票项没有填报,未定等次"
      : rule < 0
        ? `各条都不满足,为${levelTitle(policy, earned!)}`
        : `满足“${grade.rules[rule]!.title}”(${conditionText(plan, rules[rule]!.value)}),为${levelTitle(policy, earned!)}`;
  const steps: TraceStep[] = [
    {
      shape: "grade",
      title: "评定等次",
      text: `${measured}${held}`,
      value: earned ?? null,
      parameters: [...looked, ...(rule === -1 && otherwise ? [otherwise] : [])].map(({ parameter }) => parameter),
    },
  ];
  if (effect !== undefined) {
    const { title, periods, becomes, grade: was, ...basis } = grade.effects[effect]!;
    const past = (facts.subjects[row]!.history ?? []).filter((one) => one.grade !== undefined).slice(0, periods - 1);
    steps.push({
      shape: "streak",
      title,
      text: `连同以往各期,连续${periods}期${levelTitle(policy, was)},由${levelTitle(policy, earned!)}改为${levelTitle(policy, becomes)}`,
      value: becomes,
      inputs: past.map((one) => ({
        code: "lastGrade",
        title: `${one.period}等次`,
        value: one.grade!,
        from: [{ sheet: `outcomes.${policy.id}`, period: one.period, id: one.of ?? facts.subjects[row]!.id }],
      })),
      parameters: [
        { name: `/grade/effects/${effect}`, title, value: { grade: was, periods, becomes }, ...basisOf(basis) },
      ],
    });
  }
  if (fall) {
    const { within, apart, grade: capped, limits } = grade.caps[fall.cap]!;
    const { base, rounding, ties } = limits;
    const among = within === "organization" ? "本村(社区)党组织" : peerTitles[within];
    steps.push({
      shape: "share",
      title: "等次比例上限",
      text: `${among}${fall.base}个,${levelTitle(policy, capped)}不超过${percentText(caps[fall.cap]!.value)},${roundingTitles[rounding]}为${fall.quota}个,达到的有${fall.holders}个,本对象列第${fall.place},落到${levelTitle(policy, graded.grade!)}`,
      value: graded.grade!,
      parameters: [
        caps[fall.cap]!.parameter,
        {
          name: `/grade/caps/${fall.cap}/limits`,
          title: "名额算法",
          value: { within, apart, base, rounding, ties },
          ...basisOf(limits),
        },
      ],
    });
  }
  return steps;
}

/** The score, and every rate that the rules look at. */
function measuresText(plan: AppraisalPlan, tallied: Tallied): string {
  const rates = plan.rules
    .flatMap(({ value }) => plainConditions(value))
    .flatMap((condition) => {
      if (!("rate" in condition)) return [];
      const rate = rateOf(plan, condition, tallied);
      return [
        `${rateText(plan, condition)}${omittedText(plan, condition, tallied)}${rate ? `${rate.marked}/${rate.base}` : "不知道"}`,
      ];
    });
  return [`综合得分${tallied.centi! / 100}`, ...new Set(rates)].map((one) => `${one};`).join("");
}

const rateText = ({ policy }: AppraisalPlan, { rate }: RateCondition) => {
  const options = policy.options.filter(({ code }) => rate.options.includes(code)).map(({ title }) => title);
  const groups = policy.groups.filter(({ code }) => rate.groups.includes(code)).map(({ title }) => title);
  return `${groups.join("、")}中${options.join("、")}占${termTitles[rate.base]}`;
};

/** Which of the groups that a rate names do not count in it. */
function omittedText({ policy }: AppraisalPlan, { rate }: RateCondition, { groups }: Tallied): string {
  const omitted = policy.groups.filter(
    ({ code }, i) => rate.groups.includes(code) && groups[i]!.state !== "counts" && groups[i]!.state !== "trimmed",
  );
  return omitted.length === 0 ? "" : `(${omitted.map(({ title }) => title).join("、")}不计)`;
}

/** A condition as a clerk reads it. */
function conditionText(plan: AppraisalPlan, condition: GradeCondition): string {
  if ("all" in condition) return condition.all.map((one) => conditionText(plan, one)).join("且");
  if ("any" in condition) return condition.any.map((one) => conditionText(plan, one)).join("或");
  if ("not" in condition) return `非(${conditionText(plan, condition.not)})`;
  if ("score" in condition) return `得分${signs[condition.score.op]}${condition.score.points}分`;
  return `${rateText(plan, condition)}${signs[condition.op]}${percentText(condition.share)}`;
}
