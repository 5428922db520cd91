/** Why an appraisal came out as it did, step by step in the clerk's words; nothing of a group below its threshold. */

import { termTitles, turnoutPairs } from "../../../schema/policy/appraisal.ts";
import { roundingTitles } from "../../../schema/policy/arithmetic.ts";
import type { TraceStep } from "../../../schema/trace.ts";
import { type Facts, traceInput } from "../facts.ts";
import { basisOf } from "../parameter.ts";
import { peerTitles } from "../peers.ts";
import { confirmationSteps } from "./confirmation.ts";
import { gradeSteps } from "./explainGrade.ts";
import type { AppraisalResults } from "./judge.ts";
import { mismatchText } from "./mismatch.ts";
import type { AppraisalPlan } from "./plan.ts";
import { lowestOfAll, lowestOption, lowestText, percentOf, turnoutText } from "./rates.ts";
import type { Tallied } from "./tally.ts";

const round4 = (value: number) => Math.round(value * 1e4) / 1e4;
const missingText = { renormalise: "其余按权重重新折算", zero: "缺的按0分", block: "有缺即不评" };

/** The trace of one row: checks, items and composite, then grade and place. */
export function explainAppraisal(
  plan: AppraisalPlan,
  facts: Facts,
  results: AppraisalResults,
  row: number,
): TraceStep[] {
  const tallied = results.tallied[row]!;
  const confirmed = confirmationSteps(plan, facts, row);
  if (tallied.reason === "unconfirmed") return confirmed;
  const checks = [...confirmed, ...reconciliationSteps(plan, tallied), ...quorumSteps(plan, tallied)];
  if (tallied.reason === "unreconciled" || tallied.reason === "noQuorum") return checks;
  const composite = compositeStep(plan, facts, tallied, row);
  if (tallied.centi === undefined) return [...checks, composite];
  const { peers, apart } = plan.policy.place;
  const sharing = results.sharing.get(row)!;
  const place: TraceStep = {
    shape: "rank",
    title: "名次",
    text: `${peerTitles[peers]}${apart === "kind" ? "同类" : ""}${results.placed.get(row)}个已评分对象中,按得分从高到低列第${results.rank.get(row)}${sharing > 1 ? `,${sharing}个并列` : ""}`,
    value: results.rank.get(row) ?? null,
    parameters: [{ name: "/place", title: "名次范围", value: { peers, apart }, ...basisOf(plan.policy.place) }],
  };
  return [...checks, composite, ...rateSteps(plan, tallied), ...gradeSteps(plan, facts, results, row), place];
}

function reconciliationSteps({ policy, inputs }: AppraisalPlan, { mismatches }: Tallied): TraceStep[] {
  if (policy.reconciliation.length === 0 && mismatches.length === 0) return [];
  const said = mismatches.map((mismatch) => mismatchText(inputs, mismatch));
  return [
    {
      shape: "reconciliation",
      title: "计票核对",
      text: said.length > 0 ? `计票不符:${said.join(";")};不评分` : "已填的计票项都相符",
      value: said.length === 0,
      parameters: policy.reconciliation.map(({ code, groups, left, op, right, ...rule }, i) => ({
        name: `/reconciliation/${i}`,
        title: `核对规则${code}`,
        value: { groups, left, op, right },
        ...basisOf(rule),
      })),
    },
  ];
}

function quorumSteps({ policy, quorums }: AppraisalPlan, tallied: Tallied): TraceStep[] {
  return tallied.quorums.map(({ quorum, group, count, of, met }) => {
    const rule = policy.quorums[quorum]!;
    const isFew = tallied.groups[group]!.state === "tooFew";
    const known = isFew
      ? `有效票少于保密下限,不列人数,${met ? "达到" : "未达到"}`
      : count === undefined || of === undefined
        ? `${termTitles[rule.count]}或${termTitles[rule.of]}没有填报,视为${met ? "达到" : "未达到"}`
        : `${termTitles[rule.count]}${count},${termTitles[rule.of]}${of},${met ? "达到" : "未达到"}`;
    const effect = met ? "" : rule.effect === "void" ? ";测评无效" : ";该票组不计";
    const asked = `${rule.test === "atLeast" ? "须不少于" : "须超过"}${termTitles[rule.of]}的${quorums[quorum]!.value.join("/")}`;
    return {
      shape: "quorum",
      title: rule.title,
      text: `${policy.groups[group]!.title}:${asked};${known}${effect}`,
      value: met,
      parameters: [
        quorums[quorum]!.parameter,
        {
          name: `/quorums/${quorum}`,
          title: "法定人数算法",
          value: { count: rule.count, of: rule.of, test: rule.test, unknown: rule.unknown, effect: rule.effect },
          ...basisOf(rule),
        },
      ],
    };
  });
}

function compositeStep(plan: AppraisalPlan, facts: Facts, tallied: Tallied, row: number): TraceStep {
  const { policy, weights } = plan;
  const { composite } = policy;
  const { missingGroup, round, weightTotal, trimming } = composite;
  const terms = tallied.groups.flatMap(({ state, item }, i) =>
    state === "counts" ? [{ score: item!.centi / 100, weight: weights[i]!.value }] : [],
  );
  const lacking = tallied.groups.flatMap(({ state }, i) =>
    state === "counts" || state === "trimmed" ? [] : [policy.groups[i]!.title],
  );
  const trimmed = tallied.groups.some(({ state }) => state === "trimmed");
  const all = missingGroup === "zero" && !trimmed;
  const by = all ? "全部权重" : missingGroup === "zero" ? "去掉后余下的权重" : "计入的权重";
  const divisor = tallied.groups.flatMap(({ state }, i) =>
    state === "counts" || (state !== "trimmed" && missingGroup === "zero") ? [weights[i]!.value] : [],
  );
  const total = round4(divisor.reduce((sum, weight) => sum + weight, 0));
  const said = `(${terms.map(({ score, weight }) => `${score}×${weight}`).join(" + ")}) ÷ ${by}${all ? "" : total},${roundingTitles[round.mode]}到两位小数`;
  const gap = lacking.length > 0 ? `;${lacking.join("、")}没有计入,${missingText[missingGroup]}` : "";
  const value = tallied.centi === undefined ? null : tallied.centi / 100;
  return {
    shape: "composite",
    title: "综合得分",
    text: value === null ? `没有综合得分${gap}` : `${said}为${value}${gap}`,
    value,
    parameters: [
      ...weights.map(({ parameter }) => parameter),
      {
        name: "/composite",
        title: "综合得分算法",
        value: { weightTotal, missingGroup, round, ...(trimming && { trimming }) },
        ...basisOf(composite),
      },
    ],
    steps: tallied.groups.map((_, group) => itemStep(plan, facts, tallied, group, row)),
  };
}

/** Who took part, and who marked the lowest option: figures beside the score, which decide nothing by themselves. */
function rateSteps(plan: AppraisalPlan, tallied: Tallied): TraceStep[] {
  const { policy, coefficients } = plan;
  const holds = turnoutPairs.some((pair) => pair.every((count) => policy.counts.held.includes(count)));
  const lowest = lowestOption(plan);
  const all = lowestOfAll(plan, tallied);
  return [
    ...(holds ? [{ shape: "turnout", title: "参与率", text: turnoutText(plan, tallied) }] : []),
    ...(lowest === undefined
      ? []
      : [
          {
            shape: "lowest",
            title: `${policy.options[lowest]!.title}占比`,
            text: lowestText(plan, tallied),
            value: all ? percentOf(all) : null,
            parameters: [coefficients[lowest]!.parameter],
          },
        ]),
  ];
}

const silent = {
  blank: "没有填报,或没有可计的票,不计",
  tooFew: "有效票少于保密下限,整组不计,也不并入别组,不列出票数",
};

/** The item score of one group. Of a group below its threshold only the threshold is shown. */
function itemStep(plan: AppraisalPlan, facts: Facts, tallied: Tallied, group: number, row: number): TraceStep {
  const { policy, leastValid, coefficients } = plan;
  const { title, code } = policy.groups[group]!;
  const { state, ballots, item } = tallied.groups[group]!;
  const head = { shape: "ballots", code, title };
  const threshold = leastValid[group]!.parameter;
  if (state === "blank" || state === "tooFew")
    return { ...head, text: `${title}${silent[state]}`, value: null, parameters: [threshold] };

  const terms = policy.options.flatMap((option, i) =>
    coefficients[i] ? [`${option.title}${ballots.options[i]}×${coefficients[i].value}`] : [],
  );
  const outside = policy.options.flatMap((option, i) =>
    coefficients[i] ? [] : [`,${option.title}${ballots.options[i]}不计`],
  );
  const { base, abstention, round } = policy.item;
  const abstained =
    (ballots.terms.abstained ?? 0) === 0
      ? ""
      : `,弃权${ballots.terms.abstained}${abstention === "inBase" ? "计入基数" : "不计入基数"}`;
  const value = item!.centi / 100;
  const omitted = state === "noQuorum" ? ";未达到法定人数,不计" : state === "trimmed" ? ";为最高或最低,去掉" : "";
  const read = [...policy.counts.held, ...policy.options.map((option) => option.code)];
  return {
    ...head,
    text: `${terms.join(" + ")} = ${round4(item!.points / plan.scale)},${round4(item!.points / plan.scale)} ÷ 基数(${termTitles[base]})${item!.base}${outside.join("")}${abstained},${roundingTitles[round.mode]}到两位小数为${value}${omitted}`,
    value,
    inputs: read.map((field) => traceInput(plan.inputs, facts, `${code}.${field}`, row)),
    parameters: [
      ...coefficients.flatMap((coefficient) => coefficient?.parameter ?? []),
      ...policy.options.flatMap((option, i) =>
        "uncounted" in option
          ? [{ name: `/options/${i}`, title: `${option.title}不计`, value: true, ...basisOf(option) }]
          : [],
      ),
      threshold,
      { name: "/item", title: "单项得分算法", value: { base, abstention, round }, ...basisOf(policy.item) },
      {
        name: "/counts",
        title: "空格怎样看",
        value: { blankAsZero: policy.counts.blankAsZero },
        ...basisOf(policy.counts),
      },
    ],
  };
}
