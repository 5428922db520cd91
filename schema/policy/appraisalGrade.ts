/** Grades of an appraisal: conditions on rates and scores in order, effects of several years, caps among members. */
import * as z from "zod";
import { exact, peerLevels, rounding, share } from "./arithmetic.ts";
import { basis, basisError, dated, hasBasis } from "./basis.ts";

const code = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/)
  .max(30);
const op = z.enum(["<", "<=", ">", ">="]).describe("比较");

const rateCondition = z.strictObject({
  rate: z
    .strictObject({
      options: z.array(code).min(1).describe("哪些选项的票,相加"),
      groups: z.array(code).min(1).describe("哪些票组的票,相加;不计的票组除外"),
      base: z
        .enum(["valid", "returned", "issued", "present", "entitled"])
        .describe("得票率的基数,减去不计选项的票;弃权票随 item.abstention"),
    })
    .describe("得票率"),
  op,
  share,
});
const scoreCondition = z.strictObject({ score: z.strictObject({ op, points: exact(1000) }).describe("综合得分") });

export type RateCondition = z.infer<typeof rateCondition>;
export type ScoreCondition = z.infer<typeof scoreCondition>;
export type GradeCondition =
  | RateCondition
  | ScoreCondition
  | { all: GradeCondition[] }
  | { any: GradeCondition[] }
  | { not: GradeCondition };

const part = z.lazy((): z.ZodType<GradeCondition> => gradeCondition);
const gradeCondition: z.ZodType<GradeCondition> = z.union([
  rateCondition,
  scoreCondition,
  z.strictObject({ all: z.array(part).min(1).describe("同时满足") }),
  z.strictObject({ any: z.array(part).min(1).describe("满足其一") }),
  z.strictObject({ not: part }).describe("不满足"),
]);

/** The plain conditions inside a condition. */
export function plainConditions(value: GradeCondition): (RateCondition | ScoreCondition)[] {
  if ("all" in value) return value.all.flatMap(plainConditions);
  if ("any" in value) return value.any.flatMap(plainConditions);
  return "not" in value ? plainConditions(value.not) : [value];
}

const rule = z.strictObject({
  code: z.string().min(1).max(20).describe("编号"),
  title: z.string().min(1).max(60).describe("规则名称"),
  grade: code.describe("评为哪个等次"),
  when: dated(gradeCondition).describe("条件;基数没有填报而无法判断的,不定等次"),
});

const effect = z
  .strictObject({
    title: z.string().min(1).max(60).describe("名称,如连续两年基本称职"),
    grade: code.describe("哪个等次"),
    periods: z.int().min(2).max(10).describe("连续几期(含本期),以往各期看最后评定的等次"),
    becomes: code.describe("改为哪个等次"),
    ...basis,
  })
  .refine(hasBasis, basisError);

const cap = z.strictObject({
  grade: code.describe("限哪个等次"),
  share: dated(share).describe("不超过多大比例"),
  within: z
    .enum([...peerLevels, "organization"])
    .describe("在谁之中:organization 为同一村(社区)党组织(区划代码相同),其余为该级区划,round 为全部"),
  apart: z.enum(["kind", "none"]).describe("不同种类的评价对象:分别限,或合在一起限"),
  limits: z
    .strictObject({
      base: z.enum(["scored", "all"]).describe("比例的基数:已评分的,或全部"),
      rounding,
      ties: z.enum(["none", "all"]).describe("名额边上同分:都不入,或都入"),
      ...basis,
    })
    .refine(hasBasis, basisError)
    .describe("比例怎样算成名额;得分高的在先,其余落到下一等次"),
});

export const gradeParts = z.strictObject({
  levels: z
    .array(z.strictObject({ code, title: z.string().min(1).max(20).describe("等次名称") }))
    .min(2)
    .describe("等次,从好到差"),
  rules: z.array(rule).describe("按次序,第一条满足的定等次"),
  otherwise: dated(code).describe("各条都不满足时的等次"),
  effects: z.array(effect).describe("连续几期的效果;没有写空"),
  caps: z.array(cap).describe("等次的比例上限,在连续几期的效果之后;没有写空"),
});
export type GradeParts = z.infer<typeof gradeParts>;
