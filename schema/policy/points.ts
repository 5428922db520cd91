/** Leaf shapes that read one input or a few and give points (or yuan): the criteria of a method. */
import * as z from "zod";
import { peers } from "./arithmetic.ts";
import { dated } from "./basis.ts";
import { condition, inputCode } from "./condition.ts";

/** What every node of a score or an amount has. */
export const node = {
  code: z.string().min(1).max(20).optional().describe("编号"),
  title: z.string().min(1).max(60),
  when: condition.optional().describe("满足时才计,否则为零"),
};
const best = z.enum(["highest", "lowest"]).describe("哪一端为好");
const point = z.tuple([z.number(), z.number()]);
const descending = (list: [number, number][]) => list.every(([edge], i) => i === 0 || list[i - 1]![0] > edge);
/** Whether a list of [edge, value] goes from low to high, each edge once. */
export const ascending = (list: [number, number][]) => list.every(([edge], i) => i === 0 || list[i - 1]![0] < edge);

const given = z
  .strictObject({
    shape: z.literal("given"),
    ...node,
    input: inputCode,
    max: dated(z.number().positive()).describe("满分"),
  })
  .describe("直接给分,不超过满分;指标没有写最小值的,扣分也不超过满分");

const bands = z
  .strictObject({
    shape: z.literal("bands"),
    ...node,
    input: inputCode,
    ends: z.enum(["lowInclusive", "highInclusive"]).describe("档线归属:lowInclusive 为“以上”含本数"),
    bands: dated(z.array(point).min(1).refine(descending, { error: "各档按档线从高到低排列,不能相同" })).describe(
      "[档线, 分值],从高到低",
    ),
  })
  .describe("分档给分");

const flag = z
  .strictObject({
    shape: z.literal("flag"),
    ...node,
    input: inputCode,
    points: dated(z.number()).describe("为“是”时的分值"),
  })
  .describe("是否项");

const checklist = z
  .strictObject({
    shape: z.literal("checklist"),
    ...node,
    items: z
      .array(z.strictObject({ title: z.string().min(1).max(60), input: inputCode }))
      .min(1)
      .describe("各项;项数以此为准,与名称中的数字无关"),
    rule: z.enum(["each", "all"]).describe("each 每项给分;all 全部具备才给分"),
    points: dated(z.number().positive()).describe("each 为每项分值,all 为全部分值"),
  })
  .describe("清单");

const proportional = z
  .strictObject({
    shape: z.literal("proportional"),
    ...node,
    input: inputCode,
    best,
    target: dated(z.number().positive()).describe("目标值"),
    points: dated(z.number().positive()).describe("达到目标的分值"),
  })
  .describe("按完成目标的比例给分,封顶");

const piecewise = z
  .strictObject({
    shape: z.literal("piecewise"),
    ...node,
    input: inputCode,
    line: dated(z.array(point).min(2).refine(ascending, { error: "折点按指标值从小到大排列" })).describe(
      "[指标值, 分值] 折点,两端之外取端点",
    ),
  })
  .describe("折线:折点之间按比例");

const perUnit = z
  .strictObject({
    shape: z.literal("perUnit"),
    ...node,
    input: inputCode,
    each: dated(z.number()).describe("每单位加(负数为扣)多少"),
    above: dated(z.number().nonnegative()).optional().describe("超过这么多才计"),
    most: dated(z.number().positive()).optional().describe("加或扣的上限"),
  })
  .describe("按数量加扣");

const rankPoints = z
  .strictObject({
    shape: z.literal("rankPoints"),
    ...node,
    input: inputCode,
    best,
    peers,
    places: dated(
      z
        .array(z.tuple([z.int().positive(), z.number()]))
        .min(1)
        .refine(ascending, { error: "名次从前到后排列" }),
    ).describe("[到第几名, 分值]"),
  })
  .describe("按同组名次给分");

const normalised = z
  .strictObject({
    shape: z.literal("normalised"),
    ...node,
    input: inputCode,
    best,
    peers,
    method: z.enum(["minMax", "percentRank"]).describe("按最小最大值,或按名次百分位"),
    points: dated(z.number().positive()).describe("最好者的分值"),
  })
  .describe("同组内标准化给分");

export const pointShapes = [
  given,
  bands,
  flag,
  checklist,
  proportional,
  piecewise,
  perUnit,
  rankPoints,
  normalised,
] as const;
export type GivenNode = z.infer<typeof given>;
export type BandsNode = z.infer<typeof bands>;
export type FlagNode = z.infer<typeof flag>;
export type ChecklistNode = z.infer<typeof checklist>;
export type ProportionalNode = z.infer<typeof proportional>;
export type PiecewiseNode = z.infer<typeof piecewise>;
export type PerUnitNode = z.infer<typeof perUnit>;
export type RankPointsNode = z.infer<typeof rankPoints>;
export type NormalisedNode = z.infer<typeof normalised>;
export type PointNode = z.infer<(typeof pointShapes)[number]>;
