/** Conditions on one entry's own cells: `column op value`, `column op another column`, and `all`, `any`, `not` of them. */
import * as z from "zod";
import { share } from "./arithmetic.ts";
import { comparisons } from "./condition.ts";

const compare = z.strictObject({
  column: z.string().min(1).describe("列"),
  op: z.enum(comparisons).describe("比较;日期和文本按先后"),
  value: z.union([z.number(), z.string(), z.boolean()]).describe("比较值;空格不满足任何比较"),
});

const beside = z.strictObject({
  column: z.string().min(1).describe("列"),
  op: z.enum(comparisons).describe("比较;日期和文本按先后"),
  of: z.string().min(1).describe("本行的另一列;空格不满足任何比较"),
  share: share.optional().describe("数字:与另一列的几分之几相比,如 实到 >= 应到的 [2, 3];不写为全部"),
});

export type EntryCondition =
  | z.infer<typeof compare>
  | z.infer<typeof beside>
  | { all: EntryCondition[] }
  | { any: EntryCondition[] }
  | { not: EntryCondition };

const part = z.lazy((): z.ZodType<EntryCondition> => entryCondition);

export const entryCondition: z.ZodType<EntryCondition> = z.union([
  compare,
  beside,
  z.strictObject({ all: z.array(part).min(1).describe("同时满足") }),
  z.strictObject({ any: z.array(part).min(1).describe("满足其一") }),
  z.strictObject({ not: part }).describe("不满足"),
]);
