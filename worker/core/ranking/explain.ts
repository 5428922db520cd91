/** Why a subject has its place and is listed or not: the steps of a ranking for one row, in the clerk's words. */
import { periodTitle } from "../../../schema/period.ts";
import { roundingTitles } from "../../../schema/policy/arithmetic.ts";
import { type Condition, comparisonsOf } from "../../../schema/policy/condition.ts";
import type { TraceStep } from "../../../schema/trace.ts";
import { conditionText, holds } from "../condition.ts";
import { type Facts, inputText, traceInput } from "../facts.ts";
import { basisOf } from "../parameter.ts";
import { peerTitles, percentText } from "../peers.ts";
import type { RankingPlan, RankingResults } from "./ranking.ts";
import type { PeerList } from "./selection.ts";

const baseText = { all: "全部评价对象(含未评分)", scored: "有结果的评价对象" };
const tieText = {
  all: "同分都列入",
  none: "同分都不列入",
  key: "同分按次序键,再按编码先后",
  ask: "同分由人决定,决定前都不列入",
};

/** The trace of one row: the measure, the place, the selection. */
export function explainRanking(plan: RankingPlan, facts: Facts, results: RankingResults, row: number): TraceStep[] {
  const { policy } = plan;
  const read = traceInput(policy.inputs, facts, policy.measure.input, row);
  const measured = read.value !== null;
  const period = read.from?.at(-1)?.period;
  const since = period === undefined || period === plan.period ? "" : `(${periodTitle(period)})`;
  const measure: TraceStep = {
    shape: "measure",
    title: "排名依据",
    text: measured
      ? `${read.title}${inputText(policy.inputs[policy.measure.input]!, read.value)}${since}`
      : `${read.title}缺数据,不参加排名,单列`,
    value: read.value,
    inputs: [read],
  };
  const list = results.listOf(row);
  if (!list) return [measure];
  const group = policy.groups[list.group]!;
  const out = excludedStep(plan, facts, results, row, list);
  if (out) return [out];
  const mandatory = mandatoryStep(plan, facts, results, row, list);
  if (!measured) return mandatory ? [measure, mandatory] : [measure];

  const { selection } = group;
  const ratio = plan.ratios[list.group]!;
  const place = results.fromBottom[row]!;
  const selected = results.selected[row] === 1;
  const rank: TraceStep = {
    shape: "rank",
    title: "名次",
    text: `${group.title}(${peerTitles[group.peers]})${list.measured}个有结果的对象中列第${results.rank[row]},倒数第${place}`,
    value: results.rank[row]!,
  };
  const tie = list.tied.has(row) ? `;线上同分${list.tied.size}个,${tieText[selection.ties]}` : "";
  const rest = group.mandatory ? `,必列${list.mandatory}个,${quotaText[group.mandatory.quota]}${list.byPlace}个` : "";
  const selectionStep: TraceStep = {
    shape: "selection",
    title: "倒排",
    text: `${baseText[selection.base]}${list.base}个,按${percentText(ratio.value)},${roundingTitles[selection.rounding]}为${list.quota}个${rest}${tie};${selected ? "列入" : "不列入"}`,
    value: selected,
    inputs: selection.keys.map((key) => traceInput(policy.inputs, facts, key.input, row)),
    parameters: [
      ratio.parameter,
      {
        name: `/groups/${list.group}/selection`,
        title: "名单算法",
        value: { base: selection.base, rounding: selection.rounding, ties: selection.ties, keys: selection.keys },
        ...basisOf(selection),
      },
    ],
  };
  return [measure, rank, ...(mandatory ? [mandatory] : []), selectionStep];
}

const quotaText = {
  within: "占用名额,按名次补足",
  beyond: "不占名额,其他对象按名次列入",
  overlapping: "两边都有的只算一次,按名次列入",
};

/** The rule that keeps a row out of the ranking. */
export const exclusionRule = ({ policy }: RankingPlan, { listOf, exclusionOf }: RankingResults, row: number) =>
  policy.groups[listOf(row)?.group ?? -1]?.exclusions?.[exclusionOf(row)];

function excludedStep(plan: RankingPlan, facts: Facts, results: RankingResults, row: number, list: PeerList) {
  const rule = exclusionRule(plan, results, row);
  if (!rule) return undefined;
  const { policy } = plan;
  const step: TraceStep = {
    shape: "exclusion",
    title: "不参加排名",
    text: `${rule.title}(${conditionText(rule.when, policy.inputs)}),不参加排名,${rule.counted ? "仍计入" : "不计入"}基数`,
    value: null,
    inputs: inputsIn(rule.when).map((code) => traceInput(policy.inputs, facts, code, row)),
    parameters: [
      {
        name: `/groups/${list.group}/exclusions/${results.exclusionOf(row)}`,
        title: rule.title,
        value: { counted: rule.counted },
        ...basisOf(rule),
      },
    ],
  };
  return step;
}

/** Which conditions put a row on the list before all places. */
function mandatoryStep(plan: RankingPlan, facts: Facts, results: RankingResults, row: number, list: PeerList) {
  const { policy } = plan;
  const { mandatory } = policy.groups[list.group]!;
  if (!mandatory) return undefined;
  const rules = mandatory.hits
    .map((rule, index) => ({ index, rule }))
    .filter(({ rule }) => holds(rule.when, policy.inputs, facts, row));
  const said = rules.map(({ rule }) => `${rule.title}(${conditionText(rule.when, policy.inputs)})`).join("、");
  const listed = results.isMandatory(row);
  const step: TraceStep = {
    shape: "mandatory",
    title: "必列",
    text: rules.length === 0 ? "不符合必列条件" : `符合必列条件:${said},${listed ? "列入" : "没有排名依据,仍单列"}`,
    value: listed,
    inputs: [...new Set(mandatory.hits.flatMap(({ when }) => inputsIn(when)))].map((code) =>
      traceInput(policy.inputs, facts, code, row),
    ),
    parameters: rules.map(({ index, rule }) => ({
      name: `/groups/${list.group}/mandatory/hits/${index}`,
      title: rule.title,
      value: { quota: mandatory.quota },
      ...basisOf(rule),
    })),
  };
  return step;
}

const inputsIn = (condition: Condition) => [
  ...new Set(comparisonsOf(condition).map(({ comparison }) => comparison.input)),
];
