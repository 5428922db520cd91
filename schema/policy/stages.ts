/** The stages of a score (自评, 初评, 复核): those that an indicator goes through, and the columns in which each is typed. */
import * as z from "zod";
import type { Input } from "./input.ts";

/** From the first to the last; what counts of them when a round is made final is the final score (审定). */
const scoreStages = ["self", "preliminary", "review"] as const;
export type ScoreStage = (typeof scoreStages)[number];

export const stageTitles: Record<ScoreStage, string> = { self: "自评", preliminary: "初评", review: "复核" };

const inOrder = (through: readonly ScoreStage[]) =>
  through.every((stage, i) => i === 0 || scoreStages.indexOf(through[i - 1]!) < scoreStages.indexOf(stage));

export const stages = z
  .strictObject({
    through: z
      .array(z.enum(scoreStages))
      .min(1)
      .refine(inOrder, { error: "各级按自评、初评、复核的先后,不重复" })
      .describe("经过哪几级:self 自评(村也可填),preliminary 初评(乡镇以上填),review 复核(县以上填)"),
    countsFrom: z.enum(scoreStages).describe("评到哪一级起作数;以这一级起最后填的一级为准,没有则缺数据"),
  })
  .refine(({ through, countsFrom }) => through.includes(countsFrom), {
    error: "countsFrom 须是 through 中的一级",
    path: ["countsFrom"],
  });
export type Stages = z.infer<typeof stages>;

/** Where a stage is typed: its value, and why that is another one than the stage before gave; nobody deducts before the first. */
export interface StageColumns {
  stage: ScoreStage;
  value: string;
  reason?: string;
}

/** The columns of an indicator's stages, in their order. */
export const stageColumns = (code: string, { through }: Stages): StageColumns[] =>
  through.map((stage) => {
    const value = `${code}.${stage}`;
    return stage === "self" ? { stage, value } : { stage, value, reason: `${value}Reason` };
  });

/** The stage that counts: the last one filled, unless it comes before those that count. */
export function countedStage(
  columns: readonly StageColumns[],
  { countsFrom }: Stages,
  cells: Readonly<Record<string, unknown>>,
): StageColumns | undefined {
  const from = columns.findIndex(({ stage }) => stage === countsFrom);
  return columns.slice(from).findLast(({ value }) => (cells[value] ?? null) !== null);
}

/** What a staged indicator says against its policy. */
export function stageContradictions(policyId: string, inputs: Record<string, Input>, code: string): string[] {
  const { title, type, from } = inputs[code]!;
  if (from?.shape !== "latest" || !from.stages) return [];
  const taken = stageColumns(code, from.stages).flatMap(({ value, reason }) => [value, reason ?? value]);
  return [
    ...(from.sheet === `indicators.${policyId}` ? [] : [`分级评分填在本办法的指标表 indicators.${policyId}`]),
    ...(title.length <= longestTitle ? [] : [`分级评分的指标名称不超过${longestTitle}字,各列以它开头`]),
    ...(from.column === undefined ? [] : ["分级评分的列由各级而来,不写 column"]),
    ...(stagedTypes.has(type) ? [] : [`分级评分的指标须是数字,“${title}”不是`]),
    ...taken
      .filter((key, i) => Object.hasOwn(inputs, key) && taken.indexOf(key) === i)
      .map((key) => `与指标 ${key} 同列`),
  ];
}

/** A column's title has 40 signs at most, and begins with the indicator's. */
const longestTitle = 40 - "·初评扣分原因".length;
const stagedTypes = new Set<Input["type"]>(["integer", "decimal", "percent", "money"]);
