/** The rating kind: a score becomes stars by cuts, movement limits, vetoes and shares, in this order. */
import * as z from "zod";
import { score } from "./aggregates.ts";
import { peers, rounding, share } from "./arithmetic.ts";
import { basis, basisError, dated, hasBasis } from "./basis.ts";
import { condition } from "./condition.ts";

const star = z.enum(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);

const cuts = z.partialRecord(star, z.number()).refine(
  (value) => {
    const ascending = Object.entries(value).sort(([a], [b]) => Number(a) - Number(b));
    return ascending.length > 0 && ascending.every(([, cut], i) => i === 0 || ascending[i - 1]![1]! < cut!);
  },
  { error: "星级越高,分数线须越高" },
);

const limit = z.strictObject({ atMost: share });

const veto = z
  .strictObject({
    code: z.string().min(1).max(20),
    title: z.string().min(1).max(60),
    when: condition.describe("触发条件"),
    effect: z.strictObject({ maxStars: z.int().min(0).max(10).describe("最高星级,0 为不评星") }),
    ...basis,
  })
  .refine(hasBasis, basisError);

const grade = z.strictObject({
  shape: z.literal("stars"),
  cuts: dated(cuts).describe("星级分数线(含本数)"),
  shares: dated(z.partialRecord(star, limit)).optional().describe("各星级的比例上限"),
  shareRule: z
    .strictObject({
      base: z.enum(["scored", "all"]).describe("比例的基数:已评分的,或全部"),
      rounding,
      ties: z.enum(["none", "all"]).describe("名额边上同分:都不入,或都入"),
      smallGroups: z
        .strictObject({ below: z.int().min(1), use: z.literal("parent") })
        .describe("同组不足这么多个的,并入上一级区划内其他小组;全部合起来仍不足则不执行比例"),
      ...basis,
    })
    .refine(hasBasis, basisError)
    .optional()
    .describe("比例怎样算成名额"),
  peers,
  vetoes: z.array(veto).describe("一票否决"),
});

const dynamics = z
  .strictObject({
    firstStars: z.enum(["earned"]).describe("首次参评:按实得星级"),
    maxUp: z.int().min(0).max(10).describe("一期最多升几星"),
    maxDown: z.int().min(0).max(10).describe("一期最多降几星"),
    ...basis,
  })
  .refine(hasBasis, basisError);

export const ratingParts = { score, grade: grade.describe("定级"), dynamics: dynamics.optional().describe("升降") };
export type Grade = z.infer<typeof grade>;
export type Dynamics = z.infer<typeof dynamics>;
