/** What an auditor asks about by name: a closed list of kinds of exception, and what is told of each. */
import * as z from "zod";
import { count, label, who } from "./wireParts.ts";

/** The kinds with the words that an auditor reads. */
export const exceptionKinds = {
  sameIdentity: "身份证号或银行账号重复",
  payAfterLeaving: "离任后仍计补贴",
  sameTallies: "不同对象的计票逐格相同",
  fullMarks: "各项全部满分",
  lateEdit: "审核或审定之后又改数",
  editAfterSigning: "签核之后又改计票",
  triedBeforeChange: "先试算、后改线",
} as const satisfies Record<string, string>;
export type ExceptionKind = keyof typeof exceptionKinds;

/** One row that an exception is about. */
export interface Cited {
  sheet: string;
  period: string;
  id: string;
  regionCode: string;
  /** The columns that it is about; none where it is the whole row. */
  columns: readonly string[];
  /** The push by which the row came to say so; 0 for a result. */
  push: number;
}

/** An exception as it is found; who and when is told by the pushes of its rows. */
export interface Exception {
  kind: ExceptionKind;
  rows: Cited[];
  reason: string;
  /** The round that it concerns. */
  round?: string;
  /** The line of the audit that it concerns. */
  line?: number;
}

const kinds = Object.keys(exceptionKinds) as [ExceptionKind, ...ExceptionKind[]];

export const exceptionQuery = z.strictObject({
  kind: z.enum(kinds).optional().describe("只要这一种"),
  region: z
    .string()
    .regex(/^\d{12}$/)
    .optional()
    .describe("只要该区划内的,12 位"),
  limit: z.coerce.number().int().min(1).max(5000).optional().describe("最多几项,默认 1000"),
});

const citedRow = z.object({
  sheet: z.string(),
  title: z.string().describe("表名"),
  period: z.string(),
  id: z.string().describe("哪一行"),
  regionCode: z.string(),
  columns: z.array(z.object({ key: z.string(), title: z.string() })).describe("哪些列;空为整行"),
  push: z.int().positive().nullable().describe("由哪次提交而来;结果没有"),
  at: z.string().nullable().describe("何时"),
  principal: who.nullable().describe("何人"),
  history: z.string().describe("这一行的来历;结果为其明细"),
});

export const exceptionList = z
  .object({
    exceptions: z
      .array(
        z.object({
          kind: z.enum(kinds),
          title: z.string(),
          reason: z.string().describe("为什么列出"),
          rows: z.array(citedRow),
          at: z.string().nullable().describe("最近一行是何时的"),
          round: z.string().optional().describe("所涉批次"),
          line: z.int().positive().optional().describe("所涉审计行"),
        }),
      )
      .describe("最近的在前"),
    more: count.describe("没有列出的还有几项"),
    label,
  })
  .meta({ id: "ExceptionList" });
