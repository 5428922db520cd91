/** Leaf shapes that give an amount: what a post, a place or a service is due. */
import * as z from "zod";
import { dated, table } from "./basis.ts";
import { inputCode } from "./condition.ts";
import { ascending, node } from "./points.ts";

const fixed = z
  .strictObject({ shape: z.literal("fixed"), ...node, amount: dated(z.number()).describe("数额") })
  .describe("定额");

const lookup = z
  .strictObject({
    shape: z.literal("lookup"),
    ...node,
    by: z.array(inputCode).min(1).describe("按哪几项查表(选项类指标)"),
    table: dated(table(z.number())).describe("选项代码(多项用 / 连接)→ 数额"),
  })
  .describe("查表");

const marginal = z
  .strictObject({
    shape: z.literal("marginal"),
    ...node,
    input: inputCode,
    slices: dated(
      z
        .array(z.tuple([z.number(), z.number().min(0).max(100)]))
        .min(1)
        .refine(ascending, {
          error: "各段起点从小到大排列",
        }),
    ).describe("[起点, 百分比]:每段只对超过起点的部分计"),
  })
  .describe("超额累进");

const growthShare = z
  .strictObject({
    shape: z.literal("growthShare"),
    ...node,
    now: inputCode,
    before: inputCode,
    percent: dated(z.number().positive().max(100)).describe("增长额的百分之几;负增长为零"),
    most: dated(z.number().positive()).optional().describe("上限"),
  })
  .describe("按增长额提成");

const seniority = z
  .strictObject({
    shape: z.literal("seniority"),
    ...node,
    input: inputCode.describe("任职经历"),
    posts: z.array(z.string().min(1)).min(1).describe("计入年限的职务;同一个月只计一次"),
    terms: z
      .strictObject({
        years: z.int().positive().describe("几年为一届(按年计则为 1);不足一届不计"),
        each: dated(table(z.number())).describe("职务 → 每届数额;同时兼职只按最高的计"),
      })
      .optional()
      .describe("按届(年)计"),
    bands: dated(z.array(z.tuple([z.int().nonnegative(), z.number()])).min(1))
      .optional()
      .describe("按年限分档:[满几年, 数额],达到的最高一档"),
  })
  .refine((value) => (value.terms === undefined) !== (value.bands === undefined), { error: "terms 与 bands 二者取一" })
  .describe("按任职年限");

const streakExtra = z
  .strictObject({
    shape: z.literal("streakExtra"),
    ...node,
    input: inputCode.describe("连续年数"),
    steps: dated(
      z
        .array(z.tuple([z.int().positive(), z.number()]))
        .min(1)
        .refine(ascending, {
          error: "年数从少到多排列,不能相同",
        }),
    ).describe("[连续几年, 数额]"),
    rule: z.enum(["replace", "add"]).describe("replace 只取达到的最高一档;add 各档累加"),
  })
  .describe("连续奖励");

export const amountShapes = [fixed, lookup, marginal, growthShare, seniority, streakExtra] as const;
export type FixedNode = z.infer<typeof fixed>;
export type LookupNode = z.infer<typeof lookup>;
export type MarginalNode = z.infer<typeof marginal>;
export type GrowthShareNode = z.infer<typeof growthShare>;
export type SeniorityNode = z.infer<typeof seniority>;
export type StreakExtraNode = z.infer<typeof streakExtra>;
export type AmountNode = z.infer<(typeof amountShapes)[number]>;
