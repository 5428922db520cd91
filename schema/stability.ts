/** How stable the ranks of a round are when weights are a little different: the query and the answer. */
import * as z from "zod";
import { policyId } from "./policy/policy.ts";
import { regionPattern } from "./region.ts";
import { label } from "./wireParts.ts";

const regionCode = z.string().regex(regionPattern);
const whole = z.coerce.number().int();

/** What is drawn where neither the caller nor the policy says. */
export const usualDraws = { percent: 20, draws: 200, seed: 20140101 };
const usual = "不写则按办法的 grade.stability,办法没有写的为";

export const stabilityQuery = z.strictObject({
  percent: whole.min(1).max(50).optional().describe(`各项权重上下浮动百分之几;${usual} ${usualDraws.percent}`),
  draws: whole.min(10).max(1000).optional().describe(`试多少次;${usual} ${usualDraws.draws}`),
  seed: whole
    .min(0)
    .max(2 ** 32 - 1)
    .optional()
    .describe(`随机种子,同一种子结果相同;${usual} ${usualDraws.seed}`),
  region: regionCode.optional().describe("只列该区划内的对象"),
  limit: whole.min(1).max(10_000).optional().describe("最多列出多少个,默认 10000"),
});
export type StabilityQuery = z.infer<typeof stabilityQuery>;

const place = z.int().positive();
const who = { subjectId: z.string(), name: z.string().optional(), regionCode: z.string().optional() };
const ranked = z.object({
  ...who,
  score: z.number(),
  rank: place.describe("实际的同组名次"),
  best: place.describe("各次中最好的名次,含实际的"),
  worst: place.describe("各次中最差的名次,含实际的"),
});
const listed = z.object({
  ...who,
  rank: place.nullable().describe("实际的名次;null 为没有排名依据而必列,以下同"),
  best: place.nullable(),
  worst: place.nullable(),
  selected: z.boolean().describe("实际是否列入"),
  selectedIn: z.number().min(0).max(100).describe("各次中列入的占百分之几,两位小数"),
});

const head = {
  round: z.string(),
  run: place.describe("最近一次运算的运算号"),
  policy: z.object({ id: policyId, version: place, title: z.string() }),
  percent: z.int(),
  draws: z.int(),
  seed: z.int(),
  total: z.int().nonnegative().describe("管辖范围内(及所选区划内)共有多少个,不论列出多少"),
  label,
};
export const stability = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("rating"),
      ...head,
      subjects: z.array(ranked).describe("已评分的对象;名次变动范围大的在前"),
    }),
    z.object({
      kind: z.literal("ranking"),
      ...head,
      measuredBy: z
        .array(z.object({ round: z.string(), run: place, policyVersion: place }))
        .describe("排名依据取自哪些批次的哪次运算"),
      subjects: z.array(listed).describe("有结果的对象;列入与否最不稳的(selectedIn 最接近 50)在前"),
    }),
  ])
  .meta({ id: "Stability" });
export type Stability = z.infer<typeof stability>;
