/** What a policy knows of a subject: its inputs, each with its type, its limits and where its value comes from. */
import * as z from "zod";
import { inputCode } from "./condition.ts";
import { indicator } from "./indicators.ts";

export const input = z.strictObject({
  title: z.string().min(1).max(40),
  type: z
    .enum(["integer", "decimal", "percent", "money", "flag", "option", "spells", "months"])
    .describe(
      "整数、小数、百分数、钱(元)、是否、选项;spells 任职经历,如 secretary 2001-01/2008-02; deputy 1998-03/2000-12;months 月数 7 或月份 1-7,9",
    ),
  min: z.number().optional().describe("最小值(含)"),
  max: z.number().optional().describe("最大值(含)"),
  decimals: z.int().min(0).max(6).optional().describe("小数位,默认:整数 0,其余 2"),
  lowerBound: z.boolean().optional().describe("可填“30余”“200多”“30+”这样的下限,按下限计"),
  options: z
    .array(z.tuple([z.string(), z.string()]))
    .min(1)
    .optional()
    .describe("[代码, 名称]"),
  default: z.union([z.number(), z.string(), z.boolean()]).optional().describe("未填时的值;不写则缺数据"),
  help: z.string().max(200).optional(),
  from: indicator.optional().describe("取数办法;不写则由请求给出"),
  via: z
    .string()
    .min(1)
    .max(40)
    .optional()
    .describe("取另一对象的数:名册上写明其编码的那一列,如人员的所在党组织;不写则取本对象自己的"),
});
export type Input = z.infer<typeof input>;

export const inputs = z.record(inputCode, input).describe("指标");
