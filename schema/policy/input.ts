/** What a policy knows of a subject: its inputs, and the indicator shapes that take them from entries and outcomes. */
import * as z from "zod";
import { rounding } from "./arithmetic.ts";
import { inputCode } from "./condition.ts";

const latest = z
  .strictObject({
    shape: z.literal("latest"),
    sheet: z.string().min(1).describe("取数的表"),
    column: z.string().optional().describe("列,不写则与指标代码同名"),
  })
  .describe("本期最近一次填报的值");

const ratio = z
  .strictObject({
    shape: z.literal("ratio"),
    register: z.string().min(1).describe("台账"),
    of: z.string().min(1).describe("分子列,本期各行相加"),
    to: z.string().min(1).describe("分母列,本期各行相加;为零视为缺数据"),
    rounding: rounding.describe("按指标的小数位取整"),
  })
  .describe("台账两列合计之比,按百分数");

const outcomeOf = z
  .strictObject({
    shape: z.literal("outcomeOf"),
    policy: z.string().min(1).describe("另一办法"),
    field: z.enum(["score", "stars", "rank"]).describe("取其结果的哪一项"),
    unscored: z.enum(["missing", "earlier"]).describe("最近一期未评分:视为缺数据,或取更早一期的"),
  })
  .describe("另一办法在本期内最近一次的结果");

export const indicator = z.discriminatedUnion("shape", [latest, ratio, outcomeOf]);
export type Indicator = z.infer<typeof indicator>;

export const input = z.strictObject({
  title: z.string().min(1).max(40),
  type: z.enum(["integer", "decimal", "percent", "money", "flag", "option", "spells", "months"]),
  min: z.number().optional().describe("最小值(含)"),
  max: z.number().optional().describe("最大值(含)"),
  decimals: z.int().min(0).max(6).optional().describe("小数位,默认:整数 0,其余 2"),
  options: z
    .array(z.tuple([z.string(), z.string()]))
    .min(1)
    .optional()
    .describe("[代码, 名称]"),
  default: z.union([z.number(), z.string(), z.boolean()]).optional().describe("未填时的值;不写则缺数据"),
  help: z.string().max(200).optional(),
  from: indicator.optional().describe("取数办法;不写则由请求给出"),
});
export type Input = z.infer<typeof input>;

export const inputs = z.record(inputCode, input).describe("指标");
