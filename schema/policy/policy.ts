/** The policy document (办法): strict, dated, sourced, tested; a yearly method is one of these, never code. */
import * as z from "zod";
import { unscoredReasons } from "../outcome.ts";
import type { PeriodKind } from "../period.ts";
import { regionPattern } from "../region.ts";
import type { Confirmation } from "../sheet/confirmation.ts";
import { appraisalParts } from "./appraisal.ts";
import { tallyInputs } from "./appraisalChecks.ts";
import { month, source } from "./basis.ts";
import { check } from "./checks.ts";
import { contradictionsOf } from "./contradictions.ts";
import { entryCondition } from "./entryCondition.ts";
import { type Input, inputs } from "./input.ts";
import { rankingParts } from "./ranking.ts";
import { ratingParts } from "./rating.ts";
import { subsidyParts } from "./subsidy.ts";
import { successors } from "./successors.ts";
import { systems } from "./systems.ts";

export const policyId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(60);

/** A version is a draft until a second person activates it; the next active one supersedes it. */
export const policyStates = ["draft", "active", "superseded"] as const;
export type PolicyState = (typeof policyStates)[number];

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
  score: z.number().optional(),
  grade: z.string().max(30).optional().describe("等次代码"),
  selected: z.boolean().optional(),
  unscored: z.enum(unscoredReasons).optional().describe("该期未评分的原因"),
  of: z.string().max(64).optional().describe("承接自哪一对象的结果,写其编码;不写为自己的"),
});
export type PastOutcome = z.infer<typeof pastOutcome>;

/** A subject with what is known of it, as a request or a policy's own test gives it. */
export const subjectFacts = z.strictObject({
  id: z.string().min(1).max(64),
  kind: z.enum(subjectKinds).optional().describe("评价对象的种类"),
  regionCode: z.string().regex(regionPattern).optional().describe("区划代码"),
  name: z.string().max(100).optional(),
  inputs: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])).describe("指标代码 → 值"),
  history: z.array(pastOutcome).optional().describe("以往各期结果,最近的在前"),
});
/** Parts of a subject of which only the best paid counts in a month, 1 to 12: who left a post and who came to one are one. */
export interface Handover {
  month: number;
  parts: number[];
}
/**
 * A subject as the data has it. Where its inputs differ over the period, each part has its own, such as one post and its
 * months; where its ballots want two accounts, how far they are.
 */
export type SubjectInParts = SubjectFacts & {
  parts?: SubjectFacts["inputs"][] | undefined;
  handovers?: Handover[] | undefined;
  confirmation?: Confirmation | undefined;
};
export type SubjectFacts = z.infer<typeof subjectFacts>;

const expectation = z
  .strictObject({
    id: z.string(),
    unscored: z.literal(true).optional(),
    score: z.number().optional(),
    stars: z.int().optional(),
    grade: z.string().optional(),
    code: z.string().optional().describe("未评分的原因"),
    rank: z.int().optional(),
    selected: z.boolean().optional(),
    bound: z.string().optional(),
    amountFen: z.int().optional(),
    payersFen: z.array(z.int()).optional().describe("各方分担,依次"),
  })
  .describe("期望的结果");

const policyTest = z.strictObject({
  name: z.string().min(1),
  period: z.string(),
  subjects: z.array(subjectFacts).min(1),
  expect: z.array(expectation).min(1),
});

const oneOrMore = <T extends z.ZodType<string>>(one: T) => z.union([one, z.array(one).min(1)]);

const common = {
  id: policyId,
  title: z.string().min(1).max(100),
  issuer: z.string().min(1).max(100).describe("制定机关"),
  region: z.string().regex(regionPattern).describe("制定机关的区划代码;别处也可以采用"),
  systems,
  source,
  effective: z
    .strictObject({ from: month, to: month.optional() })
    .refine(({ from, to }) => to === undefined || from <= to, { error: "to 早于 from", path: ["to"] })
    .describe("施行起止"),
  subject: oneOrMore(z.enum(subjectKinds)).describe("评价对象,一种或几种"),
  among: entryCondition.optional().describe("评价对象中的哪些,看其名册上的列,如只评社区;不写则评名册上的全部"),
  period: oneOrMore(z.enum(["month", "quarter", "half-year", "year"])).describe("评价周期,一种或几种;第一种为填报周期"),
  successors: successors.optional().describe("沿革:并村、分设、更名、撤销以后怎样评;不写为按期末的建制,不承接"),
  checks: z.array(check).min(1).optional().describe("数据核对:文件中应当相符的数"),
  tests: z.array(policyTest).min(1).describe("算例:输入与应得结果"),
};

const ratingPolicy = z.strictObject({ ...common, inputs, kind: z.literal("rating"), ...ratingParts });
const rankingPolicy = z.strictObject({ ...common, inputs, kind: z.literal("ranking"), ...rankingParts });
const appraisalPolicy = z.strictObject({ ...common, kind: z.literal("appraisal"), ...appraisalParts });

const subsidyPolicy = z.strictObject({ ...common, inputs, kind: z.literal("subsidy"), ...subsidyParts });

export type RatingPolicy = z.infer<typeof ratingPolicy>;
export type RankingPolicy = z.infer<typeof rankingPolicy>;
export type SubsidyPolicy = z.infer<typeof subsidyPolicy>;
export type AppraisalPolicy = z.infer<typeof appraisalPolicy>;

export const policy = z
  .discriminatedUnion("kind", [ratingPolicy, rankingPolicy, appraisalPolicy, subsidyPolicy])
  .superRefine((value, context) =>
    contradictionsOf(value).forEach(({ path, message }) => {
      context.addIssue({ code: "custom", path, message });
    }),
  );
export type Policy = z.infer<typeof policy>;

/** Everything that a policy knows of a subject: the inputs that it defines, and those that follow from its kind. */
export const inputsOfPolicy = (document: Policy): Record<string, Input> =>
  document.kind === "appraisal" ? tallyInputs(document) : document.inputs;

const asList = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** The kinds of subject that a policy judges. */
export const subjectsOf = (document: Pick<Policy, "subject">) => asList(document.subject);
/** The kinds of period that a policy runs over; the first is the one that clerks fill in. */
export const periodsOf = (document: Pick<Policy, "period">): PeriodKind[] => asList(document.period);
