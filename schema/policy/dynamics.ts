/** How stars move from round to round: first stars, steps, holding, withdrawal, barring, and what a successor takes over. */
import * as z from "zod";
import { basis, basisError, hasBasis } from "./basis.ts";

const steps = z.int().min(0).max(10);

export const dynamics = z
  .strictObject({
    firstStars: z
      .union([z.literal("earned"), z.strictObject({ atMost: steps })])
      .describe("首次参评:按实得星级,或最高几星"),
    maxUp: steps.describe("一期最多升几星"),
    maxDown: steps.describe("一期最多降几星"),
    hold: z.enum(["untilScoreChanges"]).optional().describe("本期得分与上期相同的,沿用上期星级;不写则每期重定"),
    withdraw: z
      .strictObject({
        rounds: z.int().min(1).describe("以往连续几期"),
        when: z
          .array(z.enum(["zeroStars", "unscored"]))
          .min(1)
          .describe("无星、未评分"),
      })
      .optional()
      .describe("收回原有星级,再评时按首次参评;不写则不收回"),
    barredRounds: z.int().min(1).optional().describe("取消参评资格后,以后几期不得参评;不写则下期即可参评"),
    successorInherits: z
      .strictObject({
        what: z.enum(["stars", "streaks"]).describe("stars 只承接最近一期的星级;streaks 承接以往各期"),
        several: z.enum(["highest", "lowest"]).describe("由几个合并而来的:取最高的,或最低的"),
      })
      .optional()
      .describe("并村、分设后的继任者承接什么;不写则按首次参评"),
    ...basis,
  })
  .refine(hasBasis, basisError);
export type Dynamics = z.infer<typeof dynamics>;
