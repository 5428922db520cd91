/** Conditions on a subject: `input op value`, a streak of its past results, and `all`, `any`, `not` of conditions. */
import * as z from "zod";

export const inputCode = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)?$/)
  .max(64)
  .describe("指标代码");

export const comparisons = ["=", "!=", "<", "<=", ">", ">="] as const;

const compare = z.strictObject({
  input: inputCode,
  op: z.enum(comparisons).describe("比较"),
  value: z.union([z.number(), z.string(), z.boolean()]).describe("比较值,按指标的单位"),
});

const streak = z
  .strictObject({
    stars: z.int().min(1).max(10).optional().describe("每期至少几星"),
    grade: z.string().min(1).optional().describe("每期的等次"),
    selected: z.boolean().optional().describe("每期是否列入名单"),
    atLeast: z.int().min(1).describe("至本期之前已连续几期"),
  })
  .refine(({ stars, grade, selected }) => [stars, grade, selected].filter((one) => one !== undefined).length === 1, {
    error: "stars、grade、selected 三者取一",
  });
export type StreakOfOutcomes = z.infer<typeof streak>;

export type Condition =
  | z.infer<typeof compare>
  | { streak: StreakOfOutcomes }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };

const part = z.lazy((): z.ZodType<Condition> => condition);

export const condition: z.ZodType<Condition> = z.union([
  compare,
  z.strictObject({ streak: streak.describe("以往各期结果连续如此;未评分的一期使连续中断") }),
  z.strictObject({ all: z.array(part).min(1).describe("同时满足") }),
  z.strictObject({ any: z.array(part).min(1).describe("满足其一") }),
  z.strictObject({ not: part }).describe("不满足"),
]);

export type Comparison = z.infer<typeof compare>;

/** The comparisons inside a condition, each with its place. */
export function comparisonsOf(
  value: Condition,
  path: PropertyKey[] = [],
): { path: PropertyKey[]; comparison: Comparison }[] {
  if ("input" in value) return [{ path, comparison: value }];
  if ("streak" in value) return [];
  if ("not" in value) return comparisonsOf(value.not, [...path, "not"]);
  const [key, parts] = "all" in value ? (["all", value.all] as const) : (["any", value.any] as const);
  return parts.flatMap((one, i) => comparisonsOf(one, [...path, key, i]));
}

/** Whether past results decide a condition, too. */
export function hasStreak(value: Condition): boolean {
  if ("input" in value) return false;
  if ("streak" in value) return true;
  if ("not" in value) return hasStreak(value.not);
  return ("all" in value ? value.all : value.any).some(hasStreak);
}
