/** Why a subject has its score and stars: the steps of a rating for one row, in the clerk's words. */

import { periodTitle } from "../../../schema/period.ts";
import { roundingTitles } from "../../../schema/policy/arithmetic.ts";
import { levelTitle } from "../../../schema/policy/rating.ts";
import type { TraceStep } from "../../../schema/trace.ts";
import type { Facts } from "../facts.ts";
import { basisOf } from "../parameter.ts";
import { peerTitles } from "../peers.ts";
import { type Cuts, edgesOf, starOf } from "./cuts.ts";
import { requiredStep, type Stage, vetoStep, worstStep } from "./explainCaps.ts";
import { lastStarred, move, whoseStars } from "./movement.ts";
import type { RatingPlan, RatingResults } from "./rating.ts";
import { limitText } from "./shares.ts";

/** The trace of one row: score, then each stage that the policy has; a row that is out has the reason instead. */
export function explainRating(
  plan: RatingPlan,
  facts: Facts,
  results: RatingResults,
  row: number,
  out?: { code: string; message: string } | undefined,
): TraceStep[] {
  const score = plan.score.explain(facts, row);
  const centi = results.scoreCenti[row]!;
  if (out) return [score, outStep(plan, facts, results, row, out)];
  if (Number.isNaN(centi)) return [score];
  const value = centi / 100;
  const { mode } = plan.policy.score.round;
  const text = score.value === value ? score.text : `${score.text};${roundingTitles[mode]}到两位小数为${value}`;
  const stages = [
    ...[cutStep, distributionStep, movementStep],
    ...[requiredStep, worstStep, vetoStep, shareStep, rankStep, stabilityStep],
  ];
  return [{ ...score, text, value }, ...stages.flatMap((stage) => stage(plan, facts, results, row) ?? [])];
}

/** The step that takes a row out: the veto with its inputs, or the bar of an earlier round. */
function outStep(
  plan: RatingPlan,
  facts: Facts,
  results: RatingResults,
  row: number,
  { code, message }: { code: string; message: string },
): TraceStep {
  const veto = vetoStep(plan, facts, results, row);
  return { ...(code === "disqualified" && veto), shape: code, title: "参评资格", text: message, value: null };
}

const cutStep: Stage = ({ policy }, _, results, row) => {
  const found = results.cutsOf(row);
  if (!found) return undefined;
  const { cuts, group } = found;
  const best = policy.grade.best ?? "highest";
  const centi = results.scoreCenti[row]!;
  const [score, stars] = [centi / 100, starOf(centi, cuts.value, best)];
  const reached = cuts.value[stars];
  const higher = Object.keys(cuts.value)
    .map(Number)
    .filter((star) => star > stars)
    .sort((a, b) => a - b)[0];
  const text = [
    group === undefined ? "" : `${group}:`,
    reached === undefined
      ? `${score}分未达到最低一级分数线`
      : `${score}分达到${levelTitle(policy.grade, stars)}线${reached}分`,
    higher === undefined
      ? ""
      : `,距${levelTitle(policy.grade, higher)}线${cuts.value[higher]}分差${gapTo(higher, cuts.value, centi, best)}分`,
  ].join("");
  return { shape: "cuts", title: "按分数线", text, value: stars, parameters: [cuts.parameter] };
};

/** How far a score is from the one that just reaches a star. */
const gapTo = (star: number, cuts: Cuts, centi: number, best: "highest" | "lowest") =>
  Math.abs(edgesOf(cuts, best).find((edge) => edge.star === star)!.centi - centi) / 100;

const distributionStep: Stage = ({ policy, distribution }, _, results, row) => {
  const rule = policy.grade.distributionRule;
  if (!distribution || !rule) return undefined;
  const dealt = results.dealt.get(row);
  const { base, ties, keys, smallGroups } = rule;
  const counts = dealt?.counts.map(([star, count]) => `${levelTitle(policy.grade, Number(star))}${count}个`).join("、");
  const tied = dealt?.tied ? `;名额边上同分,${tieText[ties]}` : "";
  return {
    shape: "distribution",
    title: "比例分配",
    text: dealt
      ? `${peerTitles[dealt.level]}${dealt.base}个,按比例(最大余数)分配${counts},本对象列第${dealt.place},为${levelTitle(policy.grade, dealt.star)}${tied}`
      : `不参加分配(触发否决,或同组不足${smallGroups.below}个)`,
    value: dealt?.star ?? null,
    parameters: [
      distribution.parameter,
      {
        name: "/grade/distributionRule",
        title: "分配算法",
        value: { base, ties, keys, smallGroups, peers: policy.grade.peers },
        ...basisOf(rule),
      },
    ],
  };
};

const tieText = { none: "都按后一档", all: "都按前一档", key: "按次序键,再按编码先后" };

const movementStep: Stage = ({ policy, period }, facts, results, row) => {
  const { dynamics, grade } = policy;
  if (!dynamics) return undefined;
  const title = (stars: number) => levelTitle(grade, stars);
  const unit = grade.levels ? "级" : "星";
  const earned = results.earned[row]!;
  const { history } = facts.subjects[row]!;
  const { last, stars, held, withdrawn } = move(earned, results.scoreCenti[row]!, history, dynamics);
  const past = lastStarred(history);
  const limits = `一期最多升${dynamics.maxUp}${unit}、降${dynamics.maxDown}${unit}`;
  const first =
    dynamics.firstStars === "earned"
      ? `按实得${title(earned)}`
      : `实得${title(earned)},首次最高${title(dynamics.firstStars.atMost)},为${title(stars)}`;
  const why = withdrawn
    ? `以往连续${dynamics.withdraw?.rounds}期无星或未评分,原有星级收回`
    : `${periodTitle(period)}之前没有星级`;
  const text =
    last === undefined
      ? `${why},首次参评,${first}`
      : held
        ? `得分与上期相同,沿用${whoseStars(facts, past)}${title(last)}`
        : `${whoseStars(facts, past)}${title(last)},本期实得${title(earned)},${limits},为${title(stars)}`;
  const { source, assumed, ...value } = dynamics;
  return {
    shape: "movement",
    title: "升降幅度",
    text,
    value: stars,
    ...(past && {
      inputs: [
        {
          code: "lastStars",
          title: "上期星级",
          value: last ?? null,
          from: [{ sheet: `outcomes.${policy.id}`, period: past.period, id: past.of ?? facts.subjects[row]!.id }],
        },
      ],
    }),
    parameters: [{ name: "/dynamics", title: "升降幅度", value, ...basisOf({ source, assumed }) }],
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
      ? `${peerTitles[fall.level]}${fall.base}个,${levelTitle(policy.grade, fall.star)}${limitText(shares.value[fall.star]!, fall.quota)},达到的有${fall.holders}个,本对象列第${fall.place},由${levelTitle(policy.grade, capped)}降为${levelTitle(policy.grade, stars)}`
      : limit
        ? `${levelTitle(policy.grade, capped)}${limitText(limit)},在名额内`
        : `${levelTitle(policy.grade, capped)}没有比例上限`;
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

const stabilityStep: Stage = ({ policy }, _, results, row) => {
  const { stability } = policy.grade;
  if (!stability) return undefined;
  const { percent, draws, seed } = stability;
  const { best, worst } = results.ranges();
  return best[row] === 0
    ? undefined
    : {
        shape: "stability",
        title: "名次的稳定性",
        text: `各项权重上下浮动${percent}%,试${draws}次(种子${seed}),名次在第${best[row]}至第${worst[row]}之间`,
        value: `${best[row]}-${worst[row]}`,
        parameters: [
          { name: "/grade/stability", title: "稳定性", value: { percent, draws, seed }, ...basisOf(stability) },
        ],
      };
};

const rankStep: Stage = ({ policy }, _, results, row) => ({
  shape: "rank",
  title: "同组名次",
  text: `${peerTitles[policy.grade.peers]}${results.scored(row)}个已评分对象中,按得分从${policy.grade.best === "lowest" ? "低到高" : "高到低"}列第${results.ranks()[row]}`,
  value: results.ranks()[row]!,
});
