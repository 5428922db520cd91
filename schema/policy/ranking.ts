/** The ranking kind: subjects are ordered by a measure, and a share of each group is listed from the bottom. */
import * as z from "zod";
import { peers, rounding, share } from "./arithmetic.ts";
import { basis, basisError, dated, hasBasis } from "./basis.ts";
import { condition, inputCode } from "./condition.ts";

const named = { code: z.string().min(1).max(20), title: z.string().min(1).max(60) };

const mandatory = z.strictObject({
  hits: z
    .array(z.strictObject({ ...named, when: condition, ...basis }).refine(hasBasis, basisError))
    .min(1)
    .describe("符合其一的必列"),
  quota: z
    .enum(["within", "beyond", "overlapping"])
    .describe(
      "必列的占用名额(其余名额按名次补足) / 不占名额(名额全由其他对象按名次填) / 名额照名次填,两边都有的只算一次",
    ),
  unmeasured: z.enum(["listed", "unscored"]).describe("没有排名依据而必列的:列入(无名次),或仍单列为未评分"),
});

const exclusion = z
  .strictObject({
    ...named,
    when: condition.describe("哪些对象不参加"),
    counted: z.boolean().describe("是否仍计入基数"),
    ...basis,
  })
  .refine(hasBasis, basisError);

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
  mandatory: mandatory.optional().describe("必列:符合条件的先列入"),
  exclusions: z.array(exclusion).min(1).optional().describe("不参加排名的,写明原因;优先于必列"),
});

export const rankingParts = {
  measure: z
    .strictObject({ input: inputCode, worst: z.enum(["lowest", "highest"]).describe("哪一端为差") })
    .describe("按哪一指标排"),
  groups: z.array(group).min(1).describe("各类分别倒排"),
};
