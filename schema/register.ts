/** The register document (台账、名册): what a sheet of entries holds, as a document and not as code. */
import * as z from "zod";
import { periodKinds } from "./period.ts";
import { subjectKinds } from "./policy/policy.ts";
import { column } from "./sheet/definition.ts";

export const register = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      .max(60),
    title: z.string().min(1).max(60),
    group: z.string().min(1).max(40).describe("分组"),
    source: z
      .strictObject({ document: z.string().min(1), quote: z.string().min(1) })
      .optional()
      .describe("出处"),
    assumed: z.string().optional().describe("没有出处时的理由"),
    subject: z
      .enum([...subjectKinds, "appointment", "succession"])
      .optional()
      .describe("名册所列,或台账所记的对象"),
    period: z.enum(periodKinds).describe("期的种类"),
    rows: z.enum(["roster", "one", "many"]).describe("roster 名册;one 每个对象每期一行;many 每期多行"),
    key: z.string().optional().describe("名册的编码列"),
    region: z.string().optional().describe("决定所属区划的列:区划代码,或另一名册的编码;台账随评价对象"),
    standsOn: z
      .string()
      .optional()
      .describe("名册:哪一列的组织在沿革中终止以后,本行不再列入以后各期;组织名册写编码列。不写则不受沿革影响"),
    columns: z.array(column).min(1),
  })
  .superRefine((value, context) => {
    const keys = value.columns.map((c) => c.key);
    const refuse = (path: PropertyKey[], message: string) => context.addIssue({ code: "custom", path, message });
    if (new Set(keys).size !== keys.length) refuse(["columns"], "列的 key 重复");
    if (value.rows === "roster") {
      if (!value.key || !keys.includes(value.key)) refuse(["key"], "名册须写明编码列");
      else if (!value.columns.some((c) => c.key === value.key && c.required)) refuse(["key"], "名册的编码列须必填");
      if (!value.region || !keys.includes(value.region)) refuse(["region"], "名册须写明决定所属区划的列");
      if (value.standsOn !== undefined && !keys.includes(value.standsOn)) refuse(["standsOn"], "没有这一列");
      if (value.period !== "none") refuse(["period"], "名册长期有效,period 为 none");
    } else {
      if (!value.subject) refuse(["subject"], "台账须写明记录的对象");
      if (value.standsOn !== undefined) refuse(["standsOn"], "台账随评价对象,不写 standsOn");
    }
  });
export type Register = z.infer<typeof register>;
