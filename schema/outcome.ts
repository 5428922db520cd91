/** Results of subjects: what a policy gives each, and who could not be judged and why. */
import * as z from "zod";
import { traceStep } from "./trace.ts";

export const unscoredReasons = [
  "missingData",
  "missingMeasure",
  "badInput",
  "disqualified",
  "barred",
  "excluded",
  "whichMonths",
  "unreconciled",
  "unconfirmed",
  "noQuorum",
] as const;
export type UnscoredReason = (typeof unscoredReasons)[number];

/** Which rule settled a rating or a selection. */
export const bounds = [
  "cuts",
  "distribution",
  "movement",
  "hold",
  "required",
  "worstItem",
  "veto",
  "assessedOnly",
  "share",
  "ratio",
  "tie",
  "mandatory",
  "budget",
  "rate",
  "streak",
] as const;
export type Bound = (typeof bounds)[number];
export const boundTitles: Record<Bound, string> = {
  cuts: "分数线",
  distribution: "比例分配",
  movement: "升降幅度",
  hold: "得分未变,沿用",
  required: "必备条件",
  worstItem: "最差一项",
  veto: "一票否决",
  assessedOnly: "参评不定星",
  rate: "得票率",
  streak: "连续年度",
  share: "比例上限",
  ratio: "倒排比例",
  tie: "同分规则",
  budget: "预算",
  mandatory: "必列条件",
};

export const warning = z.object({ code: z.string(), message: z.string() });
export type Warning = z.infer<typeof warning>;

const amount = z.object({ code: z.string(), title: z.string(), amountFen: z.int().describe("分") });

export const fundState = z
  .object({
    code: z.string(),
    title: z.string(),
    regionCode: z.string().optional().describe("哪一区划的一笔;整个批次一笔的没有"),
    budgetFen: z.int().describe("预算(含结转),分"),
    dueFen: z.int().describe("应付合计,分"),
    usedFen: z.int().describe("实付合计,分"),
    overFen: z.int().describe("超出预算,分;不超为 0"),
    sources: z.array(amount),
  })
  .meta({ id: "FundState" });
export type FundState = z.infer<typeof fundState>;

const voterRates = z.object({
  code: z.string(),
  title: z.string().describe("票组"),
  turnout: z.number().optional().describe("参与率,百分数,两位小数:实到占应到;没有填报的为收回占发出"),
  lowest: z.number().optional().describe("最末一个选项的票占单项得分基数的比例,百分数,两位小数"),
});
export type VoterRates = z.infer<typeof voterRates>;

export const outcome = z
  .object({
    subjectId: z.string(),
    name: z.string().optional(),
    regionCode: z.string().optional(),
    score: z.number().optional().describe("得分,两位小数"),
    scoreCenti: z.int().optional().describe("得分,百分之一分"),
    stars: z.int().optional().describe("星级,0 为不评星"),
    level: z.string().optional().describe("评定:这一级的名称,如 达标;办法没有写 grade.levels 的没有"),
    grade: z.string().optional().describe("等次代码,名称见办法的 grade.levels"),
    rank: z.int().optional().describe("同组名次,最好为 1"),
    ranked: z.int().optional().describe("评议:名次是在几个已评分的对象中排的"),
    rates: z.array(voterRates).optional().describe("评议:各票组的参与率和最末选项占比;不足保密下限的票组不列"),
    lowest: z.number().optional().describe("评议:计入的各票组合计的最末选项占比,百分数"),
    selected: z.boolean().optional().describe("是否列入名单"),
    bound: z.enum(bounds).optional().describe("由哪条规则决定"),
    amountFen: z.int().optional().describe("数额合计,分"),
    items: z.array(amount).optional().describe("各项数额"),
    payers: z.array(amount).optional().describe("各方分担,合计等于数额"),
    warnings: z.array(warning),
  })
  .meta({ id: "Outcome" });
export type Outcome = z.infer<typeof outcome>;

/** Ballots that do not add up: which cell to look at, which rule, by how much. */
export const mismatch = z.object({
  cell: z.string().describe("要核对的计票列"),
  rule: z.string().describe("不符的核对规则"),
  difference: z.int().optional().describe("左边减右边;票数少于保密下限的票组不列"),
});
export type Mismatch = z.infer<typeof mismatch>;

export const unscored = z
  .object({
    subjectId: z.string(),
    name: z.string().optional(),
    regionCode: z.string().optional(),
    code: z.enum(unscoredReasons),
    message: z.string().describe("原因"),
    mismatches: z.array(mismatch).optional().describe("计票不符之处"),
  })
  .meta({ id: "Unscored" });
export type Unscored = z.infer<typeof unscored>;

export const nextStar = z
  .object({
    star: z.int().describe("高一级的星级:该对象现在的星级之上,办法里最低的一级"),
    gap: z
      .number()
      .describe("离该星级分数线还差多少分(低分为好的,为还须减多少分);得分已够,或沿用、限降使其不靠分数线的,为 0"),
    needs: z
      .array(
        z.object({
          rule: z.enum(bounds).describe("哪条规则不让"),
          text: z.string().describe("还须怎样,中文,附数字"),
        }),
      )
      .describe("补足 gap 之后还缺的各项;补足 gap、各项都做到,即为该星级(其他对象不变)"),
    room: z
      .array(
        z.object({
          code: z.string().optional(),
          title: z.string(),
          value: z.number().nullable().describe("这一项得分;null 为缺数据"),
          most: z.number().describe("这一项满分;只扣分的项为 0"),
          gap: z.number().describe("这一项得满分(只扣分的:一分不扣;低分为好的:降到 0),总分可好多少分,权重、上限已计入"),
        }),
      )
      .describe("哪些项还有分可得,多的在前,最多 10 项"),
  })
  .meta({ id: "NextStar" });
export type NextStar = z.infer<typeof nextStar>;

export const tracedOutcome = outcome.extend({ trace: z.array(traceStep) }).meta({ id: "TracedOutcome" });
export const tracedUnscored = unscored.extend({ trace: z.array(traceStep) }).meta({ id: "TracedUnscored" });
