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
  unit: z.enum(["yuan", "wan"]).optional().describe("金额单位:元(默认)、万元"),
});
export type PrintQuery = z.infer<typeof printQuery>;
