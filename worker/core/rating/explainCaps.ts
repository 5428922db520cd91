/** Why stars were capped: required conditions, the worst item and vetoes, in the clerk's words. */
import { type Condition, comparisonsOf } from "../../../schema/policy/condition.ts";
import { levelsFrom, levelTitle } from "../../../schema/policy/rating.ts";
import type { TraceStep } from "../../../schema/trace.ts";
import { conditionText } from "../condition.ts";
import { type Facts, traceInput } from "../facts.ts";
import { basisOf } from "../parameter.ts";
import { conflictsOf, effectText, hitsOf, lackingOf } from "./caps.ts";
import type { RatingPlan, RatingResults } from "./rating.ts";

export type Stage = (plan: RatingPlan, facts: Facts, results: RatingResults, row: number) => TraceStep | undefined;

const changeText = ({ policy: { grade } }: RatingPlan, before: number, after: number) =>
  after < before
    ? `由${levelTitle(grade, before)}降为${levelTitle(grade, after)}`
    : `${levelTitle(grade, before)}不受影响`;

const inputsOf = (conditions: readonly Condition[], { policy }: RatingPlan, facts: Facts, row: number) =>
  [...new Set(conditions.flatMap((one) => comparisonsOf(one).map(({ comparison }) => comparison.input)))].map((code) =>
    traceInput(policy.inputs, facts, code, row),
  );

export const requiredStep: Stage = (plan, facts, results, row) => {
  const { required } = plan.policy.grade;
  if (!required) return undefined;
  const lacking = lackingOf(plan.policy, facts, row);
  const [before, after] = [results.moved[row]!, results.afterRequired[row]!];
  const said = lacking.map(
    ({ title, atLeast, when }) =>
      `${levelsFrom(plan.policy.grade, atLeast)}须${title}(${conditionText(when, plan.policy.inputs)}),不满足`,
  );
  return {
    shape: "required",
    title: "必备条件",
    text: `${said.length === 0 ? "必备条件都满足" : said.join(";")};${changeText(plan, before, after)}`,
    value: after,
    inputs: inputsOf(
      required.map(({ when }) => when),
      plan,
      facts,
      row,
    ),
    parameters: required.map((one, i) => ({
      name: `/grade/required/${i}`,
      title: one.title,
      value: { atLeast: one.atLeast },
      ...basisOf(one),
    })),
  };
};

export const worstStep: Stage = (plan, _, results, row) => {
  if (!plan.worst) return undefined;
  const worst = results.worst.get(row);
  const [before, after] = [results.afterRequired[row]!, results.afterWorst[row]!];
  const limit = worst && Number.isFinite(worst.maxStars) ? `,最高${levelTitle(plan.policy.grade, worst.maxStars)}` : "";
  return {
    shape: "worstItem",
    title: "最差一项",
    text: worst
      ? `最差的是${worst.title},得满分的${worst.percent}%${limit};${changeText(plan, before, after)}`
      : "所看各项都缺数据,不限制",
    value: after,
    parameters: [plan.worst.parameter],
  };
};

export const vetoStep: Stage = (plan, facts, results, row) => {
  const { policy } = plan;
  const { vetoes } = policy.grade;
  if (vetoes.length === 0) return undefined;
  const hits = hitsOf(policy, facts, row);
  const [before, after] = [results.afterWorst[row]!, results.capped[row]!];
  const reasons = hits.map(
    (veto) => `${veto.title}(${conditionText(veto.when, policy.inputs)}),${effectText(veto, policy.grade)}`,
  );
  const conflict = conflictsOf(hits, policy.grade).map(({ message }) => `;${message}`);
  return {
    shape: "veto",
    title: "一票否决",
    text:
      hits.length === 0
        ? "没有触发一票否决"
        : `触发${reasons.join(";")};${changeText(plan, before, after)}${conflict.join("")}`,
    value: after,
    inputs: inputsOf(
      vetoes.map(({ when }) => when),
      plan,
      facts,
      row,
    ),
    parameters: vetoes.map((veto, i) => ({
      name: `/grade/vetoes/${i}`,
      title: veto.title,
      value: veto.effect,
      ...basisOf(veto),
    })),
  };
};
