/** What a sheet looks like to whoever pulls it: its columns and how their cells are read. */
import * as z from "zod";
import { periodKinds } from "../period.ts";
import type { Rule } from "../registerRule.ts";

export const columnTypes = [
  "text",
  "code",
  "integer",
  "decimal",
  "money",
  "percent",
  "date",
  "flag",
  "option",
  "note",
  "spells",
  "months",
] as const;

/** What kinds of personal data a column can hold; each has its mask. */
export const sensitiveKinds = ["idNumber", "bankAccount", "phone", "other"] as const;
export type SensitiveKind = (typeof sensitiveKinds)[number];

export const column = z.strictObject({
  key: z.string().regex(/^[a-z][A-Za-z0-9.]*$/),
  title: z.string().min(1).max(40),
  type: z.enum(columnTypes),
  readOnly: z.boolean().optional().describe("只读,提交时不收"),
  required: z.boolean().optional().describe("必填"),
  options: z
    .array(z.tuple([z.string(), z.string()]))
    .optional()
    .describe("[代码, 名称]"),
  many: z.boolean().optional().describe("选项列可选几项;单元格为各项代码,以 , 相连,按选项的次序"),
  min: z.number().optional(),
  max: z.number().optional(),
  decimals: z.int().min(0).max(6).optional().describe("小数位,默认:整数 0,以万元记的金额 6,其余数字 2"),
  unit: z.enum(["yuan", "wanYuan"]).optional().describe("金额列的单位:元(默认)或万元;带“元”“万元”“亿元”填的照此换算"),
  lowerBound: z.boolean().optional().describe("数字列可填“30余人”“200多场”“30+”,单元格为 30+,即不少于 30"),
  precision: z
    .enum(["day", "month"])
    .optional()
    .describe("日期列:day 须写到日,month 只记到月;不写则写到月的也收,单元格为 2014-09"),
  format: z.enum(["idNumber"]).optional().describe("文本或编码列:idNumber 身份证号,核对出生日期和校验码"),
  sensitive: z
    .enum(sensitiveKinds)
    .optional()
    .describe(
      "个人信息,没有 personal:read 权限的只看到掩码:idNumber 身份证号留前三位、末四位,bankAccount 银行账号、phone 电话留末四位,other 全部遮住",
    ),
  maxLength: z.int().positive().optional(),
  refers: z.string().optional().describe("填写该表中的编码"),
  width: z.int().positive().optional().describe("列宽(字符)"),
  help: z.string().max(200).optional(),
  group: z.string().max(40).optional().describe("列组标题"),
});
export type Column = z.infer<typeof column>;

export const sheetDefinition = z.strictObject({
  id: z.string(),
  title: z.string(),
  group: z.string().describe("分组:名册、指标、计票、台账、结果、报送、发放"),
  policyId: z.string().optional().describe("属于哪个办法;名册、台账、账号没有"),
  key: z.string().describe("主键列"),
  period: z.enum(periodKinds).describe("期的种类;none 为长期名册"),
  editable: z.boolean().describe("当前账号能否修改"),
  masked: z
    .literal(true)
    .optional()
    .describe("个人信息列(sensitive)全部或部分显示为掩码;掩码原样交回为不改,要改就填完整的值"),
  columns: z.array(column),
  rules: z
    .array(z.custom<Rule>().meta({ type: "object" }))
    .optional()
    .describe("各行须符合的规则,照台账文件;提交前可自行核对"),
});

/** A cell as it is stored: canonical, `null` when empty. */
export type Cell = string | number | boolean | null;
/** The filled cells of an entry by column key; an absent key is an empty cell. */
export type Cells = Record<string, Cell>;
