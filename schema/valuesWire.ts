/** Request and response bodies of single values, as a formula in a cell asks for them. */
import * as z from "zod";
import { policyId } from "./policy/policy.ts";
import { roundStates } from "./round.ts";
import { label } from "./wireParts.ts";

export const askedKinds = ["stars", "score", "rank", "amount", "why"] as const;
export type AskedKind = (typeof askedKinds)[number];

/** So many values are asked for at once; to say why judges a round again. */
export const mostAsked = 500;
export const mostWhys = 50;

const askedValue = z.strictObject({
  of: z.enum(askedKinds).describe("stars 星级,score 得分,rank 名次,amount 数额(元),why 怎样得出"),
  subjectId: z.string().min(1).max(64).describe("评价对象的编码"),
  period: z.string().min(1).max(10).describe("期,须与批次的相同"),
  policyId: policyId.optional().describe("办法;几个办法都有结果时须写明"),
  item: z.string().min(1).max(100).optional().describe("只用于 amount:项目的代码或名称;不写为合计"),
});
export type AskedValue = z.infer<typeof askedValue>;

export const valuesQuestion = z
  .strictObject({
    asked: z
      .array(askedValue)
      .min(1)
      .max(mostAsked)
      .refine((asked) => asked.filter((one) => one.of === "why").length <= mostWhys, {
        error: `why 一次最多${mostWhys}个`,
      }),
  })
  .meta({ id: "ValuesQuestion" });

/** Why there is no value. */
export const noValueReasons = ["none", "forbidden", "ambiguous", "unscored", "notGiven", "noItem"] as const;

const foundValue = z.object({
  value: z.union([z.number(), z.string(), z.null()]).describe("null 为没有,见 reason;数额以元计"),
  policyId: policyId.optional(),
  round: z.string().optional().describe("取自哪个批次"),
  state: z.enum(roundStates).optional().describe("批次的状态"),
  reason: z
    .object({
      code: z
        .enum(noValueReasons)
        .describe(
          "none 没有结果,或在管辖范围之外;forbidden 没有权限;ambiguous 几个办法都有;unscored 未评分;notGiven 办法不给这个;noItem 没有这一项",
        ),
      message: z.string(),
      policies: z.array(policyId).optional().describe("ambiguous:有哪些办法"),
    })
    .optional(),
});
export type FoundValue = z.infer<typeof foundValue>;

export const valuesAnswer = z
  .object({ values: z.array(foundValue).describe("与所问的次序相同"), label })
  .meta({ id: "ValuesAnswer" });
