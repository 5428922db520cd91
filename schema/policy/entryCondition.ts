/** Conditions on one entry's own cells: `column op value`, and `all`, `any`, `not` of conditions. */
import * as z from "zod";
import { comparisons } from "./condition.ts";

const compare = z.strictObject({
  column: z.string().min(1).describe("列"),
  op: z.enum(comparisons).describe("比较;日期和文本按先后"),
  value: z.union([z.number(), z.string(), z.boolean()]).describe("比较值;空格不满足任何比较"),
});

export type EntryCondition =
  | z.infer<typeof compare>
  | { all: EntryCondition[] }
  | { any: EntryCondition[] }
  | { not: EntryCondition };

const part = z.lazy((): z.ZodType<EntryCondition> => entryCondition);

export const entryCondition: z.ZodType<EntryCondition> = z.union([
  compare,
  z.strictObject({ all: z.array(part).min(1).describe("同时满足") }),
  z.strictObject({ any: z.array(part).min(1).describe("满足其一") }),
  z.strictObject({ not: part }).describe("不满足"),
]);

/** The columns that a condition reads. */
export function columnsOfCondition(value: EntryCondition): string[] {
  if ("column" in value) return [value.column];
  if ("not" in value) return columnsOfCondition(value.not);
  return ("all" in value ? value.all : value.any).flatMap(columnsOfCondition);
}
