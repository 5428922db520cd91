/** How stars move from round to round: first stars, steps, holding, withdrawal, barring. */
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
    ...basis,
  })
  .refine(hasBasis, basisError);
export type Dynamics = z.infer<typeof dynamics>;
