/** Sheets made of a round, to read only: results, plaques to hang and to take down, how far townships have submitted, payments. */
import { paymentKindTitles, paymentTitles } from "../payment.ts";
import { plaqueTitles } from "../plaque.ts";
import { turnoutPairs } from "../policy/appraisal.ts";
import { type Policy, periodsOf, type SubsidyPolicy, subjectsOf } from "../policy/policy.ts";
import { submissionTitles } from "../submission.ts";
import type { Column } from "./definition.ts";
import { type Sheet, subjectColumns } from "./source.ts";

const shown = (key: string, title: string, type: Column["type"], more: Partial<Column> = {}): Column => ({
  key,
  title,
  type,
  readOnly: true,
  ...more,
});

/** `outcomes.{policyId}`, `submissions.{policyId}`, of a rating `plaques.{policyId}`, of a subsidy `payments.{policyId}`. */
export function roundSheets(policy: Policy): Sheet[] {
  const common = { period: periodsOf(policy)[0]!, rows: "ofRound", policyId: policy.id } as const;
  const sheet = (of: string, title: string, more: Pick<Sheet, "group" | "subjects" | "key" | "shows" | "columns">) => ({
    ...common,
    ...{ id: `${of}.${policy.id}`, title: `${policy.title}·${title}`, ...more },
  });
  const aboutSubjects = { subjects: subjectsOf(policy), key: "subject" };
  return [
    sheet("outcomes", "结果", {
      ...{ group: "结果", ...aboutSubjects, shows: policy.kind === "subsidy" ? "amounts" : "outcomes" },
      columns: outcomeColumns(policy),
    }),
    sheet("submissions", "报送进度", {
      ...{ group: "报送", subjects: [], key: "region", shows: "submissions", columns: submissionColumns },
    }),
    ...(policy.kind === "rating"
      ? [sheet("plaques", "挂牌", { group: "结果", ...aboutSubjects, shows: "plaques", columns: plaqueColumns })]
      : []),
    ...(policy.kind === "subsidy"
      ? [
          sheet("payments", "发放", {
            ...{ group: "发放", subjects: subjectsOf(policy), key: "id", shows: "payments" },
            columns: paymentColumns(policy),
          }),
        ]
      : []),
  ];
}

function outcomeColumns(policy: Policy): Column[] {
  const byKind = {
    rating: [
      ...(policy.kind === "rating" && policy.grade.levels
        ? [shown("level", "等次", "text"), shown("stars", "第几级", "integer")]
        : [shown("stars", "星级", "integer")]),
      shown("rank", "组内名次", "integer"),
      shown("bound", "定级依据", "text"),
    ],
    ranking: [shown("rank", "名次", "integer"), shown("selected", "列入后进", "flag")],
    subsidy: [shown("amount", "合计(元)", "money")],
    appraisal: [
      ...levelsOf(policy).map((options) => shown("grade", "等次", "option", { options })),
      shown("rank", "名次", "integer"),
      shown("ranked", "同组个数", "integer"),
      shown("bound", "定级依据", "text"),
      ...rateColumns(policy),
    ],
  };
  return [
    ...subjectColumns,
    ...(policy.kind === "subsidy" ? [] : [shown("score", policy.kind === "ranking" ? "排名依据" : "得分", "decimal")]),
    ...byKind[policy.kind],
    shown("reason", "未评分原因", "text", { width: 30 }),
  ];
}

/** The grades of an appraisal as options of a column; none where it has no grades. */
function levelsOf(policy: Policy): [string, string][][] {
  if (policy.kind !== "appraisal" || !policy.grade) return [];
  return [policy.grade.levels.map(({ code, title }) => [code, title])];
}

/** What an appraisal tells of its voter groups: who took part, and who marked the lowest option. */
function rateColumns(policy: Policy): Column[] {
  if (policy.kind !== "appraisal") return [];
  const counted = policy.options.filter((option) => !("uncounted" in option));
  const lowest = counted.length > 1 ? `${counted.at(-1)!.title}占比` : undefined;
  const { held } = policy.counts;
  const turnout = turnoutPairs.some((pair) => pair.every((count) => held.includes(count)));
  const percent = (key: string, name: string, more: Partial<Column>) =>
    shown(key, name, "percent", { decimals: 2, ...more });
  const help = "实到占应到;没有填报的为收回占发出。不足保密下限的票组不列";
  return [
    ...policy.groups.flatMap(({ code, title: group }) => [
      ...(turnout ? [percent(`${code}.turnout`, `${group}参与率`, { group, help })] : []),
      ...(lowest ? [percent(`${code}.lowest`, `${group}${lowest}`, { group })] : []),
    ]),
    ...(lowest ? [percent("lowest", lowest, { help: "计入的各票组合计" })] : []),
  ];
}

const submissionColumns: Column[] = [
  shown("region", "编码", "code", { width: 16 }),
  shown("name", "乡镇(街道)", "text", { width: 14 }),
  shown("state", "报送", "option", { options: Object.entries(submissionTitles), width: 8 }),
  shown("deadline", "报送期限", "date", { width: 12 }),
  shown("overdue", "已过期限", "flag", { width: 8 }),
  shown("on", "办理日期", "date", { width: 12, help: "最近一次办理;没有报送的为空" }),
  shown("by", "办理人", "text", { width: 12 }),
  shown("reason", "说明", "note", { width: 20, help: "退回的原因,或上报、审核时所写" }),
  shown("remind", "催报文字", "note", { width: 60, help: "可以直接发出;不必再催的为空" }),
];

const plaqueColumns: Column[] = [
  ...subjectColumns,
  shown("action", "办理", "option", { options: Object.entries(plaqueTitles), width: 8 }),
  shown("before", "原挂(星)", "integer", { width: 8, help: "上一个审定的批次以后所挂;0 为没有" }),
  shown("after", "应挂(星)", "integer", { width: 8, help: "未评分的沿用原有星级,直到办法规定收回" }),
  shown("reason", "原因", "note", { width: 40 }),
  shown("score", "得分", "decimal"),
  shown("stars", "本期星级", "integer", { width: 8 }),
  shown("final", "已审定", "flag", { width: 8, help: "没有审定的只供核对,不得挂、摘" }),
];

const paymentColumns = (policy: SubsidyPolicy): Column[] => [
  shown("id", "行号", "code", { width: 24, help: "尚未编制的行没有行号,写对象的编码" }),
  ...subjectColumns,
  shown("kind", "类别", "option", { options: Object.entries(paymentKindTitles), width: 8 }),
  shown("state", "状态", "option", { options: [["unprepared", "未编制"], ...Object.entries(paymentTitles)], width: 8 }),
  shown("due", "应付(元)", "money", { help: "扣回为负;各行合计即最近一次审定的应付" }),
  shown("paid", "已发(元)", "money", { help: "不含银行退回、尚未重发的" }),
  shown("owed", "未发(元)", "money", { help: "应付减已发" }),
  ...[...payersOf(policy)].map(([code, title]) => shown(`payer.${code}`, `${title}(元)`, "money", { group: "分担" })),
  ...(policy.fund ? [shown("fund", "专项资金", "text", { width: 16 })] : []),
  shown("reference", "付款凭证号", "text", { width: 16 }),
  shown("paidOn", "付款日期", "date", { width: 12 }),
  shown("corrects", "更正哪一行", "code", { width: 24 }),
  shown("reason", "原因", "note", { width: 30 }),
];

/** Everybody who bears a share at some time, by code with the latest title. */
const payersOf = ({ payers }: SubsidyPolicy): Map<string, string> =>
  new Map((payers?.shares ?? []).flatMap(({ value }) => value.map(({ code, title }) => [code, title] as const)));
