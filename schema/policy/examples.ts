/** The families of the policy language with an example of every shape, for the reference page; a test parses each and misses none. */
import * as z from "zod";
import { type ValueNode, valueNode } from "./aggregates.ts";
import { type Check, check } from "./checks.ts";
import { type Condition, condition } from "./condition.ts";
import { type Indicator, indicator } from "./indicators.ts";
import { type Input, input } from "./input.ts";
import { appointments } from "./subsidy.ts";
import { type Successors, successors } from "./successors.ts";

const assumed = "示例";
const always = <T>(value: T) => [{ from: "2014-01", value, assumed }];
const satisfaction: ValueNode = { shape: "given", title: "满意度得分", input: "satisfaction", max: always(20) };
const base: ValueNode = { shape: "fixed", title: "基础补贴", amount: always(560) };
const missing = { rule: "zero" as const };

/** Shapes that give points or yuan. */
const valueExamples: { [S in ValueNode["shape"]]: Extract<ValueNode, { shape: S }> } = {
  given: { shape: "given", code: "1", title: "服务班子强", input: "serviceTeam", max: always(20) },
  bands: {
    shape: "bands",
    code: "6",
    title: "服务业绩好",
    input: "satisfaction",
    ends: "lowInclusive",
    bands: always([
      [98, 20],
      [90, 15],
      [0, 0],
    ]),
  },
  flag: { shape: "flag", code: "2", title: "有创新项目", input: "innovation", points: always(5) },
  checklist: {
    shape: "checklist",
    code: "3",
    title: "场所配备",
    rule: "each",
    points: always(2),
    items: [
      { title: "办公室", input: "office" },
      { title: "会议室", input: "meetingRoom" },
    ],
  },
  proportional: {
    shape: "proportional",
    code: "4",
    title: "走访完成率",
    input: "visits",
    best: "highest",
    target: always(12),
    points: always(5),
  },
  piecewise: {
    shape: "piecewise",
    code: "5",
    title: "集体经济收入",
    input: "income",
    line: always([
      [0, 0],
      [30000, 6],
      [100000, 10],
    ]),
  },
  perUnit: { shape: "perUnit", code: "7", title: "逾期扣分", input: "overdue", each: always(-0.5), most: always(5) },
  rankPoints: {
    shape: "rankPoints",
    code: "8",
    title: "增收名次",
    input: "growth",
    best: "highest",
    peers: "county",
    places: always([
      [1, 10],
      [3, 8],
      [10, 5],
    ]),
  },
  normalised: {
    shape: "normalised",
    code: "9",
    title: "人均收入",
    input: "income",
    best: "highest",
    peers: "township",
    method: "minMax",
    points: always(10),
  },
  fixed: { shape: "fixed", title: "每村每年", amount: always(50000) },
  lookup: {
    shape: "lookup",
    title: "基础补贴",
    by: ["post"],
    table: always({ secretary: 560, deputy: 540 }),
  },
  marginal: {
    shape: "marginal",
    title: "创收奖励",
    input: "net",
    slices: always([
      [0, 1],
      [100000, 2],
    ]),
  },
  growthShare: {
    shape: "growthShare",
    title: "增收提成",
    now: "income",
    before: "incomeBefore",
    percent: always(5),
    most: always(20000),
  },
  seniority: {
    shape: "seniority",
    title: "离任补助",
    input: "served",
    posts: ["secretary", "deputy"],
    terms: { years: 3, each: always({ secretary: 20, deputy: 15 }) },
  },
  streakExtra: {
    shape: "streakExtra",
    title: "优秀津贴",
    input: "years",
    rule: "replace",
    steps: always([
      [2, 100],
      [3, 200],
    ]),
  },
  poolSplit: { shape: "poolSplit", title: "绩效总额", pool: always(3000000), by: "score", peers: "round" },
  sum: { shape: "sum", title: "合计", missing, of: [satisfaction, satisfaction] },
  weightedMean: {
    shape: "weightedMean",
    title: "综合",
    missing: { rule: "exclude" },
    of: [
      { weight: always(40), value: satisfaction },
      { weight: always(60), value: satisfaction },
    ],
  },
  clamp: { shape: "clamp", title: "封顶", most: always(10), of: satisfaction },
  pick: { shape: "pick", title: "就高", which: "greatest", of: [satisfaction, satisfaction] },
  percentOf: { shape: "percentOf", title: "表彰上浮", percent: always(20), of: base },
  difference: { shape: "difference", title: "抵扣", of: base, minus: base, least: 0 },
  rounded: { shape: "rounded", title: "取整到十元", to: 10, mode: "down", of: base },
  sameAs: { shape: "sameAs", title: "基础补贴", item: "base" },
};

/** Shapes that take an input from entries and results. */
const indicatorExamples: { [S in Indicator["shape"]]: Extract<Indicator, { shape: S }> } = {
  latest: { shape: "latest", sheet: "indicators.xinhui-star-organization" },
  sum: { shape: "sum", register: "service-cases", column: "closed", empty: "zero", rounding: "halfAwayFromZero" },
  countWhere: {
    shape: "countWhere",
    register: "service-cases",
    where: { column: "accepted", op: ">=", value: 2 },
    empty: "zero",
  },
  distinct: { shape: "distinct", register: "visits", column: "village", empty: "zero" },
  shareOfPeers: {
    shape: "shareOfPeers",
    register: "service-cases",
    column: "closed",
    peers: "township",
    empty: "zero",
    rounding: "halfAwayFromZero",
  },
  steps: {
    shape: "steps",
    register: "decisions",
    columns: ["proposedOn", "discussedOn", "resolvedOn", "publishedOn"],
    sameDay: true,
    result: "complete",
    empty: "missing",
  },
  due: {
    shape: "due",
    register: "service-days",
    by: { column: "heldOn", on: { weekday: 3 }, grace: 1 },
    rounding: "halfAwayFromZero",
  },
  coverage: {
    shape: "coverage",
    register: "visits",
    column: "village",
    target: always(21),
    over: "capped",
    empty: "zero",
    rounding: "halfAwayFromZero",
  },
  streak: {
    shape: "streak",
    register: "service-cases",
    where: { column: "closed", op: ">", value: 0 },
    each: "all",
    run: "current",
  },
  ratio: { shape: "ratio", register: "service-cases", of: "satisfied", to: "asked", rounding: "halfAwayFromZero" },
  outcomeStreak: { shape: "outcomeStreak", policy: "outstanding-secretaries", stars: 1, until: "before" },
  spells: { shape: "spells", sheet: "appointments", person: "person", post: "post", from: "from", to: "to" },
  outcomeOf: { shape: "outcomeOf", policy: "xinhui-star-organization", field: "score", unscored: "missing" },
};

/** Inputs, one for each manner of writing; the word is a field that the example shows. */
const inputExamples: Record<string, Input> = {
  type: { title: "服务班子强", type: "decimal", min: 0, max: 20, help: "评审组打分,满分20" },
  options: {
    title: "职务",
    type: "option",
    options: [
      ["secretary", "党组织书记"],
      ["deputy", "副主任"],
    ],
  },
  default: { title: "验收合格", type: "flag", default: false },
  via: {
    title: "所在村为空壳村",
    type: "flag",
    default: false,
    from: { shape: "latest", sheet: "register.village-income", column: "hollow" },
    via: "organization",
  },
  from: {
    title: "服务班子强",
    type: "decimal",
    max: 20,
    from: {
      shape: "latest",
      sheet: "indicators.xinhui-star-organization",
      stages: { through: ["self", "preliminary", "review"], countsFrom: "preliminary" },
    },
  },
};

const compare: Condition = { input: "noVenue", op: "=", value: true };

/** Conditions. */
const conditionExamples: Record<string, Condition> = {
  op: compare,
  all: { all: [compare, { input: "satisfaction", op: "<", value: 60 }] },
  any: { any: [compare, { input: "satisfaction", op: "<", value: 60 }] },
  not: { not: compare },
  streak: { streak: { stars: 4, atLeast: 2 } },
};

/** What becomes of those that were merged, split or renamed. */
const successorExamples: Record<string, Successors> = {
  asOf: {
    asOf: "end",
    inherits: { what: "last", several: "highest" },
    records: "withPredecessors",
    assumed: "文件未写并村之后怎样评:按期末的建制,承接原村最近一期星级(取高),台账接着计",
  },
};

/** Appointments on which allowances follow. */
const appointmentExamples: Record<string, z.infer<typeof appointments>> = {
  concurrent: {
    sheet: "appointments",
    person: "person",
    from: "from",
    to: "to",
    input: "post",
    column: "post",
    place: "organization",
    start: "current",
    end: "current",
    concurrent: "all",
    change: "later",
    assumed: "文件未写兼任与月中换任:兼任都计,换任当月只计新职",
  },
};

const source = { document: "文件名或文号", quote: "原文摘录" };

/** Data checks. */
const checkExamples: { [S in Check["shape"]]: Extract<Check, { shape: S }> } = {
  share: { shape: "share", title: "后进占比", part: 101, whole: 1098, stated: 9.24, places: 2, source },
  total: {
    shape: "total",
    title: "分档",
    parts: [
      { title: "10万元以上", value: 45 },
      { title: "其余", value: 1047 },
    ],
    stated: 1098,
    source,
  },
  named: { shape: "named", title: "五有", number: 5, items: ["办公室", "会议室", "活动室"], source },
  overlap: {
    shape: "overlap",
    title: "分档",
    bands: [
      { title: "1-3万元", from: 10000, to: 30000, fromInclusive: true, toInclusive: true },
      { title: "3-10万元", from: 30000, to: 100000, fromInclusive: true, toInclusive: true },
    ],
    source,
  },
  enough: {
    shape: "enough",
    title: "基金与经费",
    have: { title: "基金下限", value: 1400 },
    need: { title: "经费", value: 2240 },
    source,
  },
  dates: { shape: "dates", title: "文件日期", published: "2020-10-10", written: "2012-11-22", source },
};

/** A family of the language: its schema, and an example for each shape by the word that names it. */
interface Family {
  title: string;
  schema: z.ZodType;
  examples: Record<string, unknown>;
}

/** Every family, in the order of the reference page. */
export const families: Family[] = [
  { title: "指标", schema: z.union([input]), examples: inputExamples },
  { title: "取数:指标从哪里来", schema: indicator, examples: indicatorExamples },
  { title: "计分与数额:指标怎样成为分或元", schema: valueNode, examples: valueExamples },
  { title: "条件", schema: condition, examples: conditionExamples },
  { title: "沿革:并村、分设、更名、撤销以后", schema: z.union([successors]), examples: successorExamples },
  { title: "任职:补贴从任职名册取数", schema: z.union([appointments]), examples: appointmentExamples },
  { title: "数据核对", schema: check, examples: checkExamples },
];
