/** Where a value of a policy comes from: a quote of a document, or an assumption of ours with its reason. */
import * as z from "zod";
import { monthPattern } from "../period.ts";

export const month = z.string().regex(monthPattern).describe("月份,YYYY-MM");

export const source = z
  .strictObject({
    document: z.string().min(1).describe("文件名或文号"),
    title: z.string().min(1).optional().describe("文件标题和出处,供读者查找"),
    quote: z.string().min(1).describe("原文摘录"),
    published: z.iso.date().optional().describe("文件发布日期(不等于施行日期)"),
  })
  .describe("政策依据");

/** The two fields of a basis; put `hasBasis` on the object that spreads them. */
export const basis = {
  source: source.optional(),
  assumed: z.string().min(1).optional().describe("没有文件依据的假设值,写明理由"),
};

export type Basis = { source?: z.infer<typeof source> | undefined; assumed?: string | undefined };

/** A value has exactly one basis: a quote or an assumption. */
export const hasBasis = (value: Basis): boolean => (value.source === undefined) !== (value.assumed === undefined);
export const basisError = { error: "须写明 source(文件与原文)或 assumed(假设理由),二者取一" };

/** A parameter: its values over time, each with its basis; the value in force at the month decides. */
export function dated<T extends z.ZodType>(value: T) {
  return z
    .array(
      z
        .strictObject({
          from: month.describe("起始月份(含)"),
          to: month.optional().describe("截止月份(含),不写为至今"),
          value,
          ...basis,
        })
        .refine(hasBasis, basisError)
        .refine(({ from, to }) => to === undefined || from <= to, { error: "to 早于 from", path: ["to"] }),
    )
    .min(1)
    .refine((values) => values.every((v, i) => i === 0 || values[i - 1]!.from < v.from), {
      error: "各时段按起始月份从早到晚排列",
    })
    .refine((values) => values.every((v, i) => i === 0 || (values[i - 1]!.to ?? "") < v.from), {
      error: "时段重叠:前一时段的 to 须早于后一时段的 from",
    });
}

/** A table by option codes; an empty one says nothing. */
export const table = (amount: z.ZodNumber) =>
  z.record(z.string().min(1), amount).refine((value) => Object.keys(value).length > 0, { error: "表不能为空" });

/** Yuan, to the fen at most. */
export const yuan = z
  .number()
  .nonnegative()
  .refine((value) => Math.round(value * 100) / 100 === value, { error: "最多到分(两位小数)" });

/** One value of a parameter with its time and basis. */
export type DatedValue<T> = { from: string; to?: string | undefined; value: T } & Basis;

/** The value in force at a month: the last that begins no later and has not ended before it; none in a gap. */
export const inForce = <T>(values: readonly DatedValue<T>[], month: string): DatedValue<T> | undefined =>
  values.findLast(({ from, to }) => from <= month && (to === undefined || to >= month));
