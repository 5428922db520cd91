/** The register document (台账、名册): what a sheet of entries holds, as a document and not as code. */
import * as z from "zod";
import { derivedColumn } from "./derived.ts";
import { periodKinds } from "./period.ts";
import { subjectKinds } from "./policy/policy.ts";
import { systems } from "./policy/systems.ts";
import { registerContradictions } from "./registerChecks.ts";
import { rule } from "./registerRule.ts";
import { column } from "./sheet/definition.ts";

const listed = [...subjectKinds, "appointment", "succession"] as const;

export const register = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      .max(60),
    title: z.string().min(1).max(60),
    group: z.string().min(1).max(40).describe("分组"),
    systems,
    source: z
      .strictObject({ document: z.string().min(1), quote: z.string().min(1) })
      .optional()
      .describe("出处"),
    assumed: z.string().optional().describe("没有出处时的理由"),
    subject: z
      .union([z.enum(listed), z.array(z.enum(listed)).min(2)])
      .optional()
      .describe("名册所列,或台账所记的对象;台账可以记几种"),
    period: z.enum(periodKinds).describe("期的种类"),
    rows: z.enum(["roster", "one", "many"]).describe("roster 名册;one 每个对象每期一行;many 每期多行"),
    key: z.string().optional().describe("名册的编码列"),
    region: z.string().optional().describe("决定所属区划的列:区划代码,或另一名册的编码;台账随评价对象"),
    standsOn: z
      .string()
      .optional()
      .describe("名册:哪一列的组织在沿革中终止以后,本行不再列入以后各期;组织名册写编码列。不写则不受沿革影响"),
    ballots: z.boolean().optional().describe("台账:记有票数,同计票一样只给计票和核对的人看"),
    selfAssessment: z.boolean().optional().describe("台账:村(社区)账号可以填本村的各行"),
    columns: z.array(column).min(1),
    derived: z.array(derivedColumn).optional().describe("由本台账的记录算出的列,只读"),
    rules: z.array(rule).optional().describe("各行须符合的规则"),
  })
  .superRefine((value, context) => {
    for (const { path, message } of registerContradictions(value)) context.addIssue({ code: "custom", path, message });
  });
export type Register = z.infer<typeof register>;
