/** The ranking kind: subjects are ordered by a measure, and a share of each group is listed from the bottom. */
import * as z from "zod";
import { peers, rounding, share } from "./arithmetic.ts";
import { basis, basisError, dated, hasBasis } from "./basis.ts";
import { condition, inputCode } from "./condition.ts";

const group = z.strictObject({
  code: z.string().min(1).max(40),
  title: z.string().min(1).max(60),
  when: condition.optional().describe("哪些对象;不写则为其余各类"),
  peers,
  ratio: dated(share).describe("倒排比例"),
  selection: z
    .strictObject({
      base: z.enum(["all", "scored"]).describe("基数:全部评价对象,或只算有结果的"),
      rounding,
      ties: z.enum(["all", "none", "key", "ask"]).describe("线上同分:都列入 / 都不列入 / 按次序键 / 由人决定"),
      keys: z
        .array(z.strictObject({ input: inputCode, worst: z.enum(["lowest", "highest"]) }))
        .describe("次序键,缺数据的排在后面;都相同时按编码从小到大"),
      ...basis,
    })
    .refine(hasBasis, basisError)
    .describe("怎样从比例到名单"),
});

export const rankingParts = {
  measure: z
    .strictObject({ input: inputCode, worst: z.enum(["lowest", "highest"]).describe("哪一端为差") })
    .describe("按哪一指标排"),
  groups: z.array(group).min(1).describe("各类分别倒排"),
};
