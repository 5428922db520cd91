/** The policy document (办法): strict, dated, sourced, tested; a yearly method is one of these, never code. */
import * as z from "zod";
import { levelOf, regionPattern } from "../region.ts";
import { month, source } from "./basis.ts";
import { conditionInputs } from "./condition.ts";
import { inputs } from "./input.ts";
import { leaves } from "./points.ts";
import { rankingParts } from "./ranking.ts";
import { ratingParts } from "./rating.ts";

export const policyId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(60);

export const subjectKinds = [
  "organization",
  "leadershipTeam",
  "committeeMember",
  "person",
  "household",
  "venue",
] as const;

/** One earlier result of a subject, the newest first in a list. */
export const pastOutcome = z.strictObject({
  period: z.string(),
  stars: z.int().min(0).max(10).optional(),
});
export type PastOutcome = z.infer<typeof pastOutcome>;

/** A subject with what is known of it, as a request or a policy's own test gives it. */
export const subjectFacts = z.strictObject({
  id: z.string().min(1).max(64),
  kind: z.string().min(1).max(40).optional().describe("评价对象的类别"),
  regionCode: z.string().regex(regionPattern).optional().describe("区划代码"),
  name: z.string().max(100).optional(),
  inputs: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])).describe("指标代码 → 值"),
  history: z.array(pastOutcome).optional().describe("以往各期结果,最近的在前"),
});
export type SubjectFacts = z.infer<typeof subjectFacts>;

const expectation = z
  .strictObject({
    id: z.string(),
    unscored: z.literal(true).optional(),
    score: z.number().optional(),
    stars: z.int().optional(),
    rank: z.int().optional(),
    selected: z.boolean().optional(),
    bound: z.string().optional(),
  })
  .describe("期望的结果");

const policyTest = z.strictObject({
  name: z.string().min(1),
  period: z.string(),
  subjects: z.array(subjectFacts).min(1),
  expect: z.array(expectation).min(1),
});

const common = {
  id: policyId,
  title: z.string().min(1).max(100),
  issuer: z.string().min(1).max(100).describe("制定机关"),
  region: z.string().regex(regionPattern).describe("制定机关的区划代码;别处也可以采用"),
  source,
  effective: z.strictObject({ from: month, to: month.optional() }).describe("施行起止"),
  subject: z.enum(subjectKinds).describe("评价对象"),
  period: z.enum(["month", "quarter", "half-year", "year"]).describe("评价周期"),
  inputs,
  tests: z.array(policyTest).min(1).describe("算例:输入与应得结果"),
};

const ratingPolicy = z.strictObject({ ...common, kind: z.literal("rating"), ...ratingParts });
const rankingPolicy = z.strictObject({ ...common, kind: z.literal("ranking"), ...rankingParts });

export type RatingPolicy = z.infer<typeof ratingPolicy>;
export type RankingPolicy = z.infer<typeof rankingPolicy>;

/** Where a policy names an input. */
function inputReferences(value: RatingPolicy | RankingPolicy): { path: PropertyKey[]; input: string }[] {
  if (value.kind === "rating") {
    return [
      ...leaves(value.score, ["score"]).map(({ path, node }) => ({ path: [...path, "input"], input: node.input })),
      ...value.grade.vetoes.flatMap((veto, i) => conditionInputs(veto.when, ["grade", "vetoes", i, "when"])),
    ];
  }
  return [
    { path: ["measure", "input"], input: value.measure.input },
    ...value.groups.flatMap((group, g) =>
      group.selection.keys.map((key, k) => ({
        path: ["groups", g, "selection", "keys", k, "input"],
        input: key.input,
      })),
    ),
  ];
}

export const policy = z.discriminatedUnion("kind", [ratingPolicy, rankingPolicy]).superRefine((value, context) => {
  const refuse = (path: PropertyKey[], message: string) => context.addIssue({ code: "custom", path, message });
  for (const { path, input } of inputReferences(value)) {
    if (!Object.hasOwn(value.inputs, input)) refuse(path, `指标 ${input} 没有在 inputs 中定义`);
  }
  for (const [code, input] of Object.entries(value.inputs)) {
    if (input.type === "option" && !input.options) refuse(["inputs", code, "options"], "选项类指标须列出 options");
    if (input.from?.shape === "outcomeOf" && input.from.policy === value.id)
      refuse(["inputs", code, "from", "policy"], "办法不能取自身的结果");
  }
  if (value.kind === "rating") {
    const codes = leaves(value.score, ["score"]);
    for (const { path, node } of codes)
      if (codes.filter((other) => other.node.code === node.code).length > 1)
        refuse([...path, "code"], `评分项编号 ${node.code} 重复`);
    if (value.grade.shares && !value.grade.shareRule) refuse(["grade", "shareRule"], "有比例上限时须写明名额怎样算");
  }
  if (value.kind === "ranking" && value.groups.filter((group) => !group.kinds).length > 1)
    refuse(["groups"], "“其余各类”只能有一组");
  if (levelOf(value.region) === "village") refuse(["region"], "制定机关不低于乡镇");
});
export type Policy = z.infer<typeof policy>;
