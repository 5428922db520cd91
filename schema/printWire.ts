/** What is asked for with a print: its file's name, and what it is about. */
import * as z from "zod";
import { printFiles } from "./print/prints.ts";
import { regionCode } from "./wireParts.ts";

export const printParams = z.object({
  file: z.enum(printFiles).describe("打印件的名称,.html 为打印用的网页(A4),.xlsx 为工作簿"),
});
export const printQuery = z.strictObject({
  round: z.string().optional().describe("批次"),
  batch: z.string().optional().describe("发放表:只印这一批"),
  region: regionCode.optional().describe("只印这一区划的;不写为批次中管辖范围以内的"),
  policy: z.string().optional().describe("票样、签到册、唱票计票单:评议的办法;有 round 的可以不写"),
  period: z.string().optional().describe("与 policy 一起写:期"),
  group: z.string().optional().describe("票样、签到册、唱票计票单:只印这一票组的,如 masses"),
  case: z.string().optional().describe("一村一策:整顿的件"),
  subject: z.string().optional().describe("一村一档:党组织的编码"),
  lines: z.coerce.number().int().min(1).max(1000).optional().describe("签到册:几行;不写为一页"),
  unit: z.enum(["yuan", "wan"]).optional().describe("金额单位:元(默认)、万元"),
});
export type PrintQuery = z.infer<typeof printQuery>;
