/** Data checks (数据核对): figures of a document that must agree with each other; where they do not, both are shown. */
import * as z from "zod";
import { source } from "./basis.ts";

const title = z.string().min(1).max(80);
const figure = z.strictObject({ title, value: z.number() });

const share = z
  .strictObject({
    shape: z.literal("share"),
    title,
    part: z.number().describe("部分"),
    whole: z.number().positive().describe("全部"),
    stated: z.number().describe("文件写的百分数"),
    places: z.int().min(0).max(4).describe("按几位小数比较"),
    source,
  })
  .describe("文件写的百分比,与按个数算出的");

const total = z
  .strictObject({
    shape: z.literal("total"),
    title,
    parts: z.array(figure).min(1).describe("各部分"),
    stated: z.number().describe("文件写的合计"),
    source,
  })
  .describe("各部分之和,与文件写的合计");

const named = z
  .strictObject({
    shape: z.literal("named"),
    title,
    number: z.int().positive().describe("名称里的数"),
    items: z.array(z.string().min(1)).min(1).describe("文件逐项列出的"),
    source,
  })
  .describe("名称里的数,与逐项列出的个数");

const overlap = z
  .strictObject({
    shape: z.literal("overlap"),
    title,
    bands: z
      .array(
        z.strictObject({
          title,
          from: z.number().optional().describe("不写为无下限"),
          to: z.number().optional().describe("不写为无上限"),
          fromInclusive: z.boolean(),
          toInclusive: z.boolean(),
        }),
      )
      .min(2)
      .describe("各档,从低到高"),
    source,
  })
  .describe("相邻两档的交界:重叠,或两边都不含");

const enough = z
  .strictObject({
    shape: z.literal("enough"),
    title,
    have: figure.describe("可用的"),
    need: figure.describe("所需的"),
    source,
  })
  .describe("可用的,够不够所需的");

const dates = z
  .strictObject({
    shape: z.literal("dates"),
    title,
    published: z.iso.date().describe("页面日期"),
    written: z.iso.date().describe("文件自身的日期"),
    source,
  })
  .describe("页面日期与文件日期");

export const check = z.discriminatedUnion("shape", [share, total, named, overlap, enough, dates]);
export type Check = z.infer<typeof check>;
