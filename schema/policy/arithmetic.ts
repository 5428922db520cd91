/** Words of arithmetic that several kinds of policy share: rounding, shares, and among whom things are compared. */
import * as z from "zod";
import { toUnits } from "../decimal.ts";

export const roundingModes = ["halfAwayFromZero", "halfUp", "halfEven", "up", "down"] as const;
export type RoundingMode = (typeof roundingModes)[number];
export const roundingTitles: Record<RoundingMode, string> = {
  halfAwayFromZero: "四舍五入",
  halfUp: "四舍五入(五向上)",
  halfEven: "四舍六入五成双",
  up: "进一取整",
  down: "舍去尾数",
};
export const rounding = z
  .enum(roundingModes)
  .describe("进位:halfAwayFromZero 四舍五入,halfUp 五向上,halfEven 五成双,up 进一,down 舍去");

/** A number from 0 on with at most four decimals, so that it is an exact fraction of small parts. */
export const exact = (most: number) =>
  z
    .number()
    .min(0)
    .max(most)
    .refine((value) => toUnits(value, 4) !== undefined, { error: "最多四位小数" });

/** A share as numerator and denominator, at most the whole. */
export const share = z
  .tuple([z.int().nonnegative(), z.int().positive()])
  .refine(([n, d]) => n <= d, { error: "比例不能超过 100%" })
  .describe("[分子, 分母]");

export const peerLevels = ["round", "prefecture", "county", "township", "village"] as const;
export type PeerLevel = (typeof peerLevels)[number];
export const peers = z.enum(peerLevels).describe("同组:在哪一级区划内比较;round 为整个批次");
