/** The trace (得分明细): why a result is what it is, as a tree of steps with inputs, values, rules and sources. */
import * as z from "zod";
import { source } from "./policy/basis.ts";

const scalar = z.union([z.number(), z.string(), z.boolean(), z.null()]);

/** The entry or outcome that a value came from. */
export const lineage = z.object({
  sheet: z.string(),
  period: z.string(),
  id: z.string(),
  version: z.int().optional().describe("记录的版本"),
  push: z.int().optional().describe("最近一次提交号"),
  run: z.int().optional().describe("结果的运算号"),
  of: z.string().optional().describe("承接自哪一组织的,其编码;不写为自己的"),
  cells: z.record(z.string(), scalar).optional().describe("用到的单元格"),
});
export type Lineage = z.infer<typeof lineage>;

export const traceInput = z.object({
  code: z.string(),
  title: z.string(),
  value: scalar.describe("null 为缺数据"),
  from: z.array(lineage).optional().describe("取自哪些记录;不写则由请求给出"),
  text: z.string().optional().describe("怎样由这些记录得出,中文"),
});

export const traceParameter = z.object({
  name: z.string().describe("在办法中的位置,JSON pointer"),
  title: z.string(),
  value: z.unknown(),
  from: z.string().optional().describe("起始月份"),
  to: z.string().optional(),
  source: source.optional(),
  assumed: z.string().optional().describe("假设值的理由"),
});
export type TraceParameter = z.infer<typeof traceParameter>;

export interface TraceStep {
  shape: string;
  code?: string | undefined;
  title: string;
  text: string;
  value?: string | number | boolean | null | undefined;
  inputs?: z.infer<typeof traceInput>[] | undefined;
  parameters?: TraceParameter[] | undefined;
  steps?: TraceStep[] | undefined;
}

export const traceStep: z.ZodType<TraceStep> = z
  .object({
    shape: z.string().describe("规则的种类"),
    code: z.string().optional(),
    title: z.string(),
    text: z.string().describe("这一步怎样得出,中文"),
    value: scalar.optional().describe("得分、星级或名次"),
    inputs: z.array(traceInput).optional(),
    parameters: z.array(traceParameter).optional(),
    steps: z.array(z.lazy((): z.ZodType<TraceStep> => traceStep)).optional(),
  })
  .meta({ id: "TraceStep" });
