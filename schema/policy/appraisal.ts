/** The appraisal kind: voter groups mark a subject by ballot; tallies become item scores, a composite and a grade. */
import * as z from "zod";
import { gradeParts } from "./appraisalGrade.ts";
import { exact, peers, rounding, share } from "./arithmetic.ts";
import { basis, basisError, dated, hasBasis } from "./basis.ts";

export const tallyCounts = ["entitled", "present", "issued", "returned", "valid", "invalid", "abstained"] as const;
export type TallyCount = (typeof tallyCounts)[number];
/** What a rule may add up: the counts, and all options' ballots together. */
export const tallyTerms = [...tallyCounts, "options"] as const;
export type TallyTerm = (typeof tallyTerms)[number];
export const termTitles: Record<TallyTerm, string> = {
  entitled: "应到",
  present: "实到",
  issued: "发出",
  returned: "收回",
  valid: "有效",
  invalid: "无效",
  abstained: "弃权",
  options: "各项票数",
};

/** Who took part: how many of the entitled were present, and how many of the issued ballots came back. */
export const turnoutPairs = [
  ["present", "entitled"],
  ["returned", "issued"],
] as const satisfies readonly (readonly [TallyCount, TallyCount])[];

const code = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/)
  .max(30);
const title = z.string().min(1).max(20);
const groupCodes = z.array(code).min(1).describe("哪些票组,写代码");
const term = z.enum(tallyTerms).describe("计票项;options 为各项票数之和,valid 未填报时为收回减无效");

const group = z.strictObject({
  code: code.describe("代码,用作计票列的前一半,如 masses.issued"),
  title: title.describe("票组名称,如群众票"),
  weight: dated(exact(10_000)).describe("权重"),
  leastValid: dated(z.int().min(1).max(10_000)).describe("保密下限:有效票少于此数的,整组不计,也不并入别组;1 为不设"),
});

const counted = z.strictObject({
  code: code.describe("代码,用作计票列的后一半,如 masses.excellent"),
  title: title.describe("选项名称,如优秀"),
  coefficient: dated(exact(1000)).describe("折算系数:一票折多少分"),
});
const uncounted = z
  .strictObject({
    code: code.describe("代码"),
    title: title.describe("选项名称,如不了解"),
    uncounted: z.literal(true).describe("不计:既不得分,也不进基数"),
    ...basis,
  })
  .refine(hasBasis, basisError);

/** One account types; two type and are compared; or one types and another signs. */
export const entryModes = ["single", "double", "reviewSignoff"] as const;

const counts = z
  .strictObject({
    held: z.array(z.enum(tallyCounts)).describe("除各项票数外,计票表还填哪些计票项"),
    blankAsZero: z
      .array(z.enum(["invalid", "abstained", "options"]))
      .describe("同组已填任一项票数时,这些计票项空着的按 0;其余的空格为不知道"),
    entry: z
      .enum(entryModes)
      .optional()
      .describe(
        "怎样录入:single 一人录入,不写即为此;double 双人录入,两个账号各录一遍,逐格相符的才评分;reviewSignoff 一人录入,另一人签核,签核后未再改动的才评分",
      ),
    ...basis,
  })
  .refine(hasBasis, basisError);

const item = z
  .strictObject({
    base: z
      .enum(["valid", "returned", "issued", "present", "entitled"])
      .describe(
        "单项得分的基数:有效票、收回票、发出票、实到或应到人数,都减去不计选项的票;基数小于计入的票即为计票不符。valid 而收回未填时,用各项票数与弃权之和",
      ),
    abstention: z.enum(["inBase", "outOfBase"]).describe("弃权票:进基数(不得分),或不进基数"),
    round: z.strictObject({ to: z.literal("centi"), mode: rounding }).describe("单项得分的进位"),
    ...basis,
  })
  .refine(hasBasis, basisError);

const trimming = z
  .strictObject({
    highest: z.int().min(0).max(5).describe("去掉几个最高的单项得分"),
    lowest: z.int().min(0).max(5).describe("去掉几个最低的单项得分"),
    atLeast: z.int().min(1).describe("计入的票组不少于这么多个时才去"),
    ...basis,
  })
  .refine(hasBasis, basisError)
  .refine(({ highest, lowest, atLeast }) => highest + lowest < atLeast, { error: "去掉以后须至少还有一个" });

const composite = z
  .strictObject({
    weightTotal: exact(100_000).describe("各组权重合计须等于此数"),
    missingGroup: z
      .enum(["renormalise", "zero", "block"])
      .describe("缺的票组(未填、不足保密下限或未达法定人数而不计):其余按权重重新折算,按 0 分,或不评"),
    round: z.strictObject({ to: z.literal("centi"), mode: rounding }).describe("综合得分的进位,由已进位的单项得分算"),
    trimming: trimming.optional().describe("去掉最高、最低的单项得分;不写为不去"),
    ...basis,
  })
  .refine(hasBasis, basisError);

const quorum = z
  .strictObject({
    title: z.string().min(1).max(40).describe("名称,如到会人数"),
    groups: groupCodes,
    count: term.describe("看哪个计票项"),
    of: term.describe("占哪个计票项的比例"),
    test: z.enum(["atLeast", "moreThan"]).describe("达到即可,或须超过"),
    share: dated(share).describe("比例"),
    unknown: z.enum(["pass", "fail"]).describe("计票项没有填报时:视为达到,或视为未达到"),
    effect: z.enum(["void", "omitGroup"]).describe("未达到时:整个测评无效,或只有该票组不计"),
    ...basis,
  })
  .refine(hasBasis, basisError);

const reconciliation = z
  .strictObject({
    code: z.string().min(1).max(20).describe("编号"),
    groups: groupCodes,
    left: z.array(term).min(1).describe("左边,相加"),
    op: z.enum(["=", "<="]).describe("须等于,或不得多于"),
    right: z.array(term).min(1).describe("右边,相加"),
    cell: z.enum(tallyCounts).describe("不符时指给填表人核对的计票项"),
    onPush: z
      .enum(["warn", "refuse"])
      .optional()
      .describe("提交计票时不符:warn 照收并提示,查明之前不评分(默认);refuse 该行不收"),
    ...basis,
  })
  .refine(hasBasis, basisError)
  .describe("两边有计票项未填的不核对;入户和流动票箱不受实到人数限制的票组,不写入 issued <= present 的 groups");

export const appraisalParts = {
  groups: z.array(group).min(1).max(20).describe("票组"),
  options: z
    .array(z.union([counted, uncounted]))
    .min(1)
    .max(20)
    .describe("选项,从好到差"),
  counts: counts.describe("计票表"),
  item: item.describe("单项得分 = Σ 票数 × 系数 ÷ 基数"),
  composite: composite.describe("综合得分 = Σ 单项得分 × 权重 ÷ 计入的权重"),
  quorums: z.array(quorum).describe("法定人数;没有写空"),
  reconciliation: z.array(reconciliation).describe("核对规则;不符的不评分,指出格子、规则和差数"),
  grade: gradeParts.optional().describe("评定等次;不写则只有得分和名次"),
  place: z
    .strictObject({
      peers,
      apart: z.enum(["kind", "none"]).describe("不同种类的评价对象:分别排名次,或合在一起"),
      ...basis,
    })
    .refine(hasBasis, basisError)
    .describe("名次"),
};
