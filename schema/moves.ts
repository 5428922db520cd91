/** Who moves between two lots of results, and why: bodies of the simulation of a round and of the comparison of runs. */
import * as z from "zod";
import { bounds, fundState, unscoredReasons, warning } from "./outcome.ts";
import { policyId } from "./policy/policy.ts";
import { regionPattern } from "./region.ts";
import { label } from "./wireParts.ts";

const count = z.int().nonnegative();
const regionCode = z.string().regex(regionPattern);
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const region = regionCode.optional().describe("只看该区划内的对象");
const mostListed = 10_000;

/** So many rows are listed unless the caller says otherwise; the counts are always of all. */
export const usuallyListed = 2000;

export const simulation = z
  .strictObject({
    round: z.string().min(1).max(120).describe("批次:用它的数据"),
    version: z.int().positive().optional().describe("改用办法的另一版本来评"),
    values: z
      .array(z.strictObject({ name: z.string().min(1).max(300), value: z.unknown() }))
      .min(1)
      .max(200)
      .optional()
      .describe(
        "改参数:name 为该参数在办法中的位置(JSON pointer,如 /grade/cuts),value 代替批次所属期施行的值,写成 JSON,或照参数表的写法写成文本",
      ),
    inputs: z
      .array(z.strictObject({ subjectId: z.string().min(1).max(64), inputs: z.record(z.string(), scalar) }))
      .min(1)
      .max(5000)
      .optional()
      .describe("改单个对象的指标值:代码 → 值,null 为缺数据"),
    region,
    limit: z.int().min(1).max(mostListed).optional().describe("最多列出多少个,默认 2000;个数总是全部的"),
    all: z.boolean().optional().describe("只有得分或名次变动的也列出"),
  })
  .meta({ id: "Simulation" });
export type Simulation = z.infer<typeof simulation>;

const side = z
  .object({
    score: z.number().optional(),
    stars: z.int().optional(),
    grade: z.string().optional(),
    rank: z.int().optional(),
    selected: z.boolean().optional(),
    amountFen: z.int().optional(),
    bound: z.enum(bounds).optional().describe("由哪条规则决定"),
    unscored: z
      .object({ code: z.enum(unscoredReasons), message: z.string() })
      .optional()
      .describe("未评分的原因"),
  })
  .nullable()
  .describe("结果;null 为不在其中");

const move = z
  .object({
    subjectId: z.string(),
    name: z.string().optional(),
    regionCode: z.string().optional(),
    before: side,
    after: side,
    text: z.string().describe("从什么到什么,由哪条规则决定"),
  })
  .meta({ id: "Move" });
export type MoveRow = z.infer<typeof move>;

const both = z.object({ before: count, after: count });
const counts = z
  .object({
    scored: both,
    unscored: both,
    moved: count.describe("星级、等次、是否列入、数额或是否评分有变的:up + down + other"),
    up: count.describe("升星、升等、不再列入、数额增加"),
    down: count.describe("降星、降等、新列入、数额减少"),
    other: count.describe("分不出升降的:开始或不再评分、开始或不再在其中"),
    scoreMoved: count.describe("结果未变,只有得分变了的"),
    rankMoved: count.describe("结果和得分未变,只有名次变了的"),
  })
  .meta({ id: "MoveCounts" });
export type MoveCounts = z.infer<typeof counts>;

/** Totals on both sides; which there are depends on the kind of the policy. */
const figures = {
  stars: z
    .array(both.extend({ stars: z.int() }))
    .optional()
    .describe("各星级的个数,从高到低"),
  grades: z
    .array(both.extend({ grade: z.string(), title: z.string() }))
    .optional()
    .describe("各等次的个数,从好到差"),
  selected: both.optional().describe("列入名单的个数"),
  totalFen: z.object({ before: z.int(), after: z.int() }).optional().describe("数额合计,分"),
  payers: z
    .array(z.object({ code: z.string(), title: z.string(), beforeFen: z.int(), afterFen: z.int() }))
    .optional()
    .describe("各方分担合计,分"),
};
const figuresBody = z.object(figures);
export type Figures = z.infer<typeof figuresBody>;

export const difference = z.object({
  name: z.string().describe("在办法中的位置,JSON pointer;对象的指标为 /inputs/{对象}/{指标}"),
  title: z.string(),
  before: z.unknown().describe("null 为没有"),
  after: z.unknown(),
});
export type Difference = z.infer<typeof difference>;

const policyHead = z.object({ id: policyId, version: z.int().positive(), hash: z.string(), title: z.string() });

export const simulated = z
  .object({
    round: z.string(),
    policy: policyHead.describe("批次所用的办法"),
    basedOn: z
      .object({ run: count.nullable().describe("所依据的运算;null 为尚未运算,用现在的数据"), push: count })
      .describe("所依据的数据"),
    counts,
    ...figures,
    funds: z
      .object({ before: z.array(fundState), after: z.array(fundState) })
      .optional()
      .describe("资金,总是整个批次的"),
    overlay: z.array(difference).describe("改了什么"),
    moved: z.array(move).describe("降得最多的在前"),
    warnings: z.array(warning),
    label,
  })
  .meta({ id: "Simulated" });

export const causes = ["entries", "history", "parameters", "peers", "joined", "left", "successions", "engine"] as const;
export type Cause = (typeof causes)[number];
export const causeTitles: Record<Cause, string> = {
  entries: "自身填报变动",
  history: "以往结果变动",
  parameters: "办法或参数变动",
  peers: "同组他人变动",
  joined: "新列入评价对象",
  left: "不再是评价对象",
  successions: "沿革变动",
  engine: "运算程序变动",
};

export const compareQuery = z.strictObject({
  run: z.coerce.number().int().positive().optional().describe("运算号,默认最近一次"),
  with: z.string().min(1).max(120).optional().describe("与哪个批次比,默认同一批次"),
  withRun: z.coerce
    .number()
    .int()
    .positive()
    .optional()
    .describe("与哪次运算比,默认那个批次的最近一次;同一批次为 run 的前一次"),
  region,
  limit: z.coerce.number().int().min(1).max(mostListed).optional().describe("最多列出多少个,默认 2000"),
});
export type CompareQuery = z.infer<typeof compareQuery>;

const compared = z.object({
  round: z.string(),
  period: z.string(),
  run: z.int().positive(),
  push: count.describe("所依据的提交号"),
  policyVersion: z.int().positive(),
});
const inputChange = z.object({
  code: z.string().describe("指标;计票为票组"),
  title: z.string(),
  from: scalar.optional().describe("null 为缺数据;计票不列票数"),
  to: scalar.optional(),
});
export type InputChange = z.infer<typeof inputChange>;
const causedMove = move
  .extend({
    causes: z.array(z.enum(causes)).describe(
      Object.entries(causeTitles)
        .map((one) => one.join(" "))
        .join("、"),
    ),
    entries: z.array(inputChange).describe("自身变动的指标"),
  })
  .meta({ id: "CausedMove" });

export const comparison = z
  .object({
    policy: z.object({ id: policyId, title: z.string() }),
    before: compared,
    after: compared,
    counts,
    ...figures,
    parameters: z.array(difference).describe("两次所用的参数值不同的"),
    moved: z.array(causedMove).describe("降得最多的在前"),
    warnings: z.array(warning),
    label,
  })
  .meta({ id: "Comparison" });
