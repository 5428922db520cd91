/** How criteria become points: leaf shapes that read one input, and the aggregates over them. */
import * as z from "zod";
import { rounding, share } from "./arithmetic.ts";
import { dated } from "./basis.ts";
import { inputCode } from "./condition.ts";

const leaf = {
  code: z.string().min(1).max(20).describe("评分项编号"),
  title: z.string().min(1).max(60),
  input: inputCode,
};

const given = z
  .strictObject({
    shape: z.literal("given"),
    ...leaf,
    max: dated(z.number().positive()).describe("满分"),
  })
  .describe("直接给分,不超过满分");

const band = z.tuple([z.number(), z.number()]);
const bands = z
  .strictObject({
    shape: z.literal("bands"),
    ...leaf,
    ends: z.enum(["lowInclusive", "highInclusive"]).describe("档线归属:lowInclusive 为“以上”含本数"),
    bands: dated(
      z
        .array(band)
        .min(1)
        .refine((list) => list.every(([edge], i) => i === 0 || list[i - 1]![0] > edge), {
          error: "各档按档线从高到低排列",
        }),
    ).describe("[档线, 分值],从高到低"),
  })
  .describe("分档给分");

export type GivenNode = z.infer<typeof given>;
export type BandsNode = z.infer<typeof bands>;
export type PointsNode = GivenNode | BandsNode;

export const roundTo = z.strictObject({
  to: z.literal("centi").describe("保留两位小数"),
  mode: rounding,
});

export const missing = z.strictObject({
  rule: z.enum(["zero", "exclude", "block"]).describe("缺数据:按零分 / 剔除并按剩余满分折算 / 不评分"),
  minimumShare: share.optional().describe("至少这一比例的评分项有数据才评分"),
});

export interface SumNode {
  shape: "sum";
  code?: string | undefined;
  title: string;
  missing: z.infer<typeof missing>;
  of: ScoreNode[];
}
export type ScoreNode = PointsNode | SumNode;

const sumFields = {
  shape: z.literal("sum"),
  code: z.string().min(1).max(20).optional(),
  title: z.string().min(1).max(60),
  missing: missing.describe("缺数据的处理"),
  of: z
    .array(z.lazy(() => scoreNode))
    .min(1)
    .describe("评分项"),
};
const sum: z.ZodType<SumNode> = z.strictObject(sumFields).describe("各项相加");

const scoreNode: z.ZodType<ScoreNode> = z.union([given, bands, sum]);

/** The root of a score: a sum that is rounded to 1/100 point. */
export const score = z.strictObject({ ...sumFields, round: roundTo }).describe("总分");

/** The leaves below a node, each with its place. */
export function leaves(node: SumNode, path: PropertyKey[]): { path: PropertyKey[]; node: PointsNode }[] {
  return node.of.flatMap((child, i) => {
    const place = [...path, "of", i];
    return child.shape === "sum" ? leaves(child, place) : [{ path: place, node: child }];
  });
}
