/** The rules of a register: what its rows must agree with, each a check out of a closed list. */
import * as z from "zod";
import { basis } from "./policy/basis.ts";
import { entryCondition } from "./policy/entryCondition.ts";

const column = z.string().min(1).describe("列");
const op = z.enum(["=", "<="]).describe("须等于,或不得大于");

export const check = z.union([
  z
    .strictObject({ unique: z.array(column).min(1) })
    .describe("本期本表各行(不限地区)这几列的值不得都相同;有空格的行不比"),
  z
    .strictObject({
      sum: z.strictObject({ of: z.array(column).min(1).describe("相加的列"), op, to: column.describe("比较的列") }),
    })
    .describe("一行之内几列之和;有空格的不核对"),
  z
    .strictObject({
      total: z.strictObject({
        of: column.describe("各行相加的列"),
        by: z.array(column).describe("这几列都相同的行为一组,有空格的行不计;写空为全表一组"),
        op,
        to: z.union([column, z.number()]).describe("比较的列(组内已填的每一格都须相符)或数"),
      }),
    })
    .describe("一组行的合计;已填的相加"),
  z
    .strictObject({
      order: z.array(column).min(2).describe("日期列,从先到后"),
      sameDay: z.boolean().describe("前后可以同一天"),
    })
    .describe("日期的先后;空格跳过,只写到月的按月比"),
  z
    .strictObject({ within: z.strictObject({ date: column.describe("日期列"), of: z.literal("period") }) })
    .describe("日期须在本期之内"),
  z.strictObject({ require: z.array(column).min(1) }).describe("符合 where 时须填的列"),
  z.strictObject({ blank: z.array(column).min(1) }).describe("符合 where 时须空着的列"),
  z
    .strictObject({
      cover: z.strictObject({
        column: column.describe("看哪一列"),
        targets: z.array(z.string().min(1)).min(1).describe("每个对象本期各行合起来须有的值"),
      }),
    })
    .describe("覆盖;填报过程中总是只提示"),
]);
export type Check = z.infer<typeof check>;

export const rule = z
  .strictObject({
    code: z
      .string()
      .regex(/^[a-z][A-Za-z0-9]*$/)
      .max(40)
      .describe("代码"),
    title: z.string().min(1).max(60).describe("规则,如 办结不多于受理"),
    severity: z.enum(["refuse", "warn"]).optional().describe("不符时:refuse 该行不收(默认),warn 照收并提示"),
    where: entryCondition.optional().describe("只看符合条件的行;不写则看全部"),
    check,
    ...basis,
  })
  .refine(({ source, assumed }) => source === undefined || assumed === undefined, {
    error: "source 与 assumed 二者取一,或都不写",
  });
export type Rule = z.infer<typeof rule>;
