/** Results of subjects: what a policy gives each, and who could not be judged and why. */
import * as z from "zod";
import { traceStep } from "./trace.ts";

export const unscoredReasons = ["missingData", "missingMeasure", "badInput", "unreconciled", "noQuorum"] as const;
export type UnscoredReason = (typeof unscoredReasons)[number];

/** Which rule settled a rating or a selection. */
export const bounds = ["cuts", "movement", "veto", "rate", "streak", "share", "ratio", "tie"] as const;
export type Bound = (typeof bounds)[number];
export const boundTitles: Record<Bound, string> = {
  cuts: "分数线",
  movement: "升降幅度",
  veto: "一票否决",
  rate: "得票率",
  streak: "连续年度",
  share: "比例上限",
  ratio: "倒排比例",
  tie: "同分规则",
};

export const warning = z.object({ code: z.string(), message: z.string() });
export type Warning = z.infer<typeof warning>;

export const outcome = z
  .object({
    subjectId: z.string(),
    name: z.string().optional(),
    regionCode: z.string().optional(),
    score: z.number().optional().describe("得分,两位小数"),
    scoreCenti: z.int().optional().describe("得分,百分之一分"),
    stars: z.int().optional().describe("星级,0 为不评星"),
    grade: z.string().optional().describe("等次代码,名称见办法的 grade.levels"),
    rank: z.int().optional().describe("同组名次,最好为 1"),
    selected: z.boolean().optional().describe("是否列入名单"),
    bound: z.enum(bounds).optional().describe("由哪条规则决定"),
    warnings: z.array(warning),
  })
  .meta({ id: "Outcome" });
export type Outcome = z.infer<typeof outcome>;

/** Ballots that do not add up: which cell to look at, which rule, by how much. */
export const mismatch = z.object({
  cell: z.string().describe("要核对的计票列"),
  rule: z.string().describe("不符的核对规则"),
  difference: z.int().describe("左边减右边"),
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

export const tracedOutcome = outcome.extend({ trace: z.array(traceStep) }).meta({ id: "TracedOutcome" });
export const tracedUnscored = unscored.extend({ trace: z.array(traceStep) }).meta({ id: "TracedUnscored" });
