/** Why a subject has its score and stars: the steps of a rating for one row, in the clerk's words. */

import { roundingTitles } from "../../../schema/policy/arithmetic.ts";
import { comparisonsOf } from "../../../schema/policy/condition.ts";
import type { TraceStep } from "../../../schema/trace.ts";
import { conditionText } from "../condition.ts";
import { type Facts, traceInput } from "../facts.ts";
import { basisOf } from "../parameter.ts";
import { peerTitles, percentText } from "../peers.ts";
import type { RatingPlan, RatingResults } from "./rating.ts";

const starText = (stars: number) => (stars === 0 ? "无星" : `${stars}星`);

/** The trace of one row: score, then each stage that the policy has. */
export function explainRating(plan: RatingPlan, facts: Facts, results: RatingResults, row: number): TraceStep[] {
  const score = plan.score.explain(facts, results.columns, row);
  const centi = results.scoreCenti[row]!;
  if (Number.isNaN(centi)) return [score];
  const value = centi / 100;
  const { mode } = plan.policy.score.round;
  const text = score.value === value ? score.text : `${score.text};${roundingTitles[mode]}到两位小数为${value}`;
  const stages = [cutStep, movementStep, vetoStep, shareStep, rankStep];
  return [{ ...score, text, value }, ...stages.flatMap((stage) => stage(plan, facts, results, row) ?? [])];
}

type Stage = (plan: RatingPlan, facts: Facts, results: RatingResults, row: number) => TraceStep | undefined;

const cutStep: Stage = ({ cuts }, _, results, row) => {
  const stars = results.earned[row]!;
  const score = results.scoreCenti[row]! / 100;
  const reached = cuts.value[stars];
  const next = cuts.value[stars + 1];
  const text = [
    reached === undefined ? `${score}分未达到最低一级分数线` : `${score}分达到${stars}星线${reached}分`,
    next === undefined ? "" : `,距${stars + 1}星线${next}分差${Math.round((next - score) * 100) / 100}分`,
  ].join("");
  return { shape: "cuts", title: "按分数线", text, value: stars, parameters: [cuts.parameter] };
};

const movementStep: Stage = ({ policy, period }, facts, results, row) => {
  const { dynamics } = policy;
  if (!dynamics) return undefined;
  const before = results.last[row];
  const [earned, moved] = [results.earned[row]!, results.moved[row]!];
  const subject = facts.subjects[row]!;
  const past = subject.history?.find(({ stars }) => stars !== undefined);
  const limits = `一期最多升${dynamics.maxUp}星、降${dynamics.maxDown}星`;
  const text =
    before === undefined
      ? `${period}之前没有星级,首次参评,按实得${starText(earned)}`
      : `上期${starText(before)},本期实得${starText(earned)},${limits},为${starText(moved)}`;
  return {
    shape: "movement",
    title: "升降幅度",
    text,
    value: moved,
    ...(past && {
      inputs: [
        {
          code: "lastStars",
          title: "上期星级",
          value: before ?? null,
          from: [{ sheet: `outcomes.${policy.id}`, period: past.period, id: subject.id }],
        },
      ],
    }),
    parameters: [
      {
        name: "/dynamics",
        title: "升降幅度",
        value: { firstStars: dynamics.firstStars, maxUp: dynamics.maxUp, maxDown: dynamics.maxDown },
        ...basisOf(dynamics),
      },
    ],
  };
};

const vetoStep: Stage = ({ policy }, facts, results, row) => {
  const { vetoes } = policy.grade;
  if (vetoes.length === 0) return undefined;
  const hits = results.vetoed.get(row) ?? [];
  const [moved, capped] = [results.moved[row]!, results.capped[row]!];
  const reasons = hits.map(
    (veto) => `${veto.title}(${conditionText(veto.when, policy.inputs)}),最高${starText(veto.effect.maxStars)}`,
  );
  const codes = [
    ...new Set(vetoes.flatMap((veto) => comparisonsOf(veto.when).map(({ comparison }) => comparison.input))),
  ];
  const outcome = capped < moved ? `由${starText(moved)}降为${starText(capped)}` : `${starText(moved)}不受影响`;
  return {
    shape: "veto",
    title: "一票否决",
    text: hits.length === 0 ? "没有触发一票否决" : `触发${reasons.join(";")};${outcome}`,
    value: capped,
    inputs: codes.map((code) => traceInput(policy.inputs, facts, code, row)),
    parameters: vetoes.map((veto) => ({
      name: `/grade/vetoes/${vetoes.indexOf(veto)}`,
      title: veto.title,
      value: veto.effect,
      ...basisOf(veto),
    })),
  };
};

const shareStep: Stage = ({ policy, shares }, _, results, row) => {
  const rule = policy.grade.shareRule;
  if (!shares || !rule) return undefined;
  const [capped, stars] = [results.capped[row]!, results.stars[row]!];
  const fall = results.shared.fell.get(row);
  const limit = shares.value[capped];
  const text = results.shared.exempt.has(row)
    ? `评价对象不足${rule.smallGroups.below}个,比例上限没有执行`
    : fall
      ? `${peerTitles[fall.level]}${fall.base}个,${fall.star}星不超过${percentText(shares.value[fall.star]!.atMost)}即${fall.quota}个,达到的有${fall.holders}个,本对象列第${fall.place},由${starText(capped)}降为${starText(stars)}`
      : limit
        ? `${capped}星不超过${percentText(limit.atMost)},在名额内`
        : `${starText(capped)}没有比例上限`;
  return {
    shape: "share",
    title: "比例上限",
    text,
    value: stars,
    parameters: [
      shares.parameter,
      {
        name: "/grade/shareRule",
        title: "名额算法",
        value: {
          base: rule.base,
          rounding: rule.rounding,
          ties: rule.ties,
          peers: policy.grade.peers,
          smallGroups: rule.smallGroups,
        },
        ...basisOf(rule),
      },
    ],
  };
};

const rankStep: Stage = ({ policy }, _, results, row) => ({
  shape: "rank",
  title: "同组名次",
  text: `${peerTitles[policy.grade.peers]}${results.peers.get(row)}个已评分对象中,按得分从高到低列第${results.rank.get(row)}`,
  value: results.rank.get(row) ?? null,
});
