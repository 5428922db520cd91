/** The rating kind: a score becomes stars by cuts or a distribution, movement, caps, vetoes and shares, in this order. */
import * as z from "zod";
import { regionPattern } from "../region.ts";
import { score } from "./aggregates.ts";
import { peers, rounding, share } from "./arithmetic.ts";
import { basis, basisError, dated, hasBasis } from "./basis.ts";
import { condition, inputCode } from "./condition.ts";
import { dynamics } from "./dynamics.ts";

const star = z.enum(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);

const cuts = z
  .partialRecord(star, z.number())
  .refine((value) => Object.keys(value).length > 0, { error: "至少写一个星级的分数线" });

const groupCuts = z
  .strictObject({
    title: z.string().min(1).max(60),
    when: condition.optional().describe("哪些对象"),
    region: z.string().regex(regionPattern).optional().describe("哪一区划内的对象"),
    below: z.int().min(1).optional().describe("不足这么多个对象时,用总的分数线"),
    cuts: dated(cuts),
  })
  .refine((value) => value.when !== undefined || value.region !== undefined, { error: "when 与 region 至少写一个" });

const smallGroups = z
  .strictObject({ below: z.int().min(1), use: z.literal("parent") })
  .describe("同组不足这么多个的,并入上一级区划内其他小组;全部合起来仍不足则不执行比例");
const shareBase = z.enum(["scored", "all"]).describe("比例的基数:已评分的,或全部");

const limit = z.union([
  z.strictObject({ atMost: share.describe("不超过评价对象的百分之几") }),
  z.strictObject({ places: z.int().min(0).describe("名额,个") }),
]);
export type Limit = z.infer<typeof limit>;

const distribution = z
  .partialRecord(star, share)
  .refine((value) => Object.keys(value).length > 0, { error: "至少写一个星级的比例" })
  .refine((value) => Object.values(value).reduce((all, part) => all + part![0] / part![1], 0) < 1 + 1e-9, {
    error: "各星级比例合计不能超过 100%",
  });

const distributionRule = z
  .strictObject({
    base: shareBase,
    ties: z.enum(["none", "all", "key"]).describe("名额边上同分:都按后一档,都按前一档,或按次序键、再按编码先后"),
    keys: z.array(z.strictObject({ input: inputCode, best: z.enum(["highest", "lowest"]) })).describe("次序键"),
    smallGroups,
    ...basis,
  })
  .refine(hasBasis, basisError);

const veto = z
  .strictObject({
    code: z.string().min(1).max(20),
    title: z.string().min(1).max(60),
    when: condition.describe("触发条件"),
    effect: z.union([
      z.strictObject({ maxStars: z.int().min(0).max(10).describe("最高星级,0 为不评星") }),
      z.strictObject({ noStars: z.literal(true).describe("评为无星") }),
      z.strictObject({ assessedOnly: z.literal(true).describe("只评分排名,不定星级") }),
      z.strictObject({ disqualify: z.literal(true).describe("取消参评资格:不评分,单列原因") }),
    ]),
    ...basis,
  })
  .refine(hasBasis, basisError);

const required = z
  .strictObject({
    title: z.string().min(1).max(60),
    atLeast: z.int().min(1).max(10).describe("这一星级及以上须满足"),
    when: condition.describe("须满足的条件;缺数据视为不满足"),
    ...basis,
  })
  .refine(hasBasis, basisError);

const worstItem = z.strictObject({
  items: z.array(z.string().min(1).max(20)).min(1).describe("看哪些评分项(编号)"),
  missing: z.enum(["ignore", "zero"]).describe("缺数据的项:不看,或视为零"),
  caps: dated(
    z
      .array(z.tuple([z.number().positive().max(100), z.int().min(0).max(10)]))
      .min(1)
      .refine(
        (list) => list.every(([edge, stars], i) => i === 0 || (list[i - 1]![0] < edge && list[i - 1]![1] < stars)),
        {
          error: "按百分比从低到高排列,百分比越高,最高星级越高",
        },
      ),
  ).describe("[百分比, 最高星级]:最差一项的得分低于满分的这一百分比时"),
});

const level = z.enum(["0", ...star.options]);

const grade = z.strictObject({
  shape: z.literal("stars"),
  levels: z
    .partialRecord(level, z.string().min(1).max(20))
    .optional()
    .describe("各级的名称,如 1 达标、0 未达标;不写为几星、无星"),
  best: z.enum(["highest", "lowest"]).optional().describe("得分哪一端为好;不写为高分"),
  cuts: dated(cuts).optional().describe("星级分数线(含本数)"),
  groupCuts: z.array(groupCuts).min(1).optional().describe("分组的分数线:取第一个符合的组"),
  distribution: dated(distribution).optional().describe("各星级按比例分配,名额按最大余数;与分数线都写时取较低的"),
  distributionRule: distributionRule.optional().describe("分配怎样算"),
  shares: dated(z.partialRecord(star, limit)).optional().describe("各星级的比例上限,或名额"),
  shareRule: z
    .strictObject({
      base: shareBase,
      rounding,
      ties: z.enum(["none", "all"]).describe("名额边上同分:都不入,或都入"),
      smallGroups,
      ...basis,
    })
    .refine(hasBasis, basisError)
    .optional()
    .describe("比例怎样算成名额"),
  peers,
  required: z.array(required).min(1).optional().describe("各星级的必备条件;不满足的落到下一个满足的星级"),
  worstItem: worstItem.optional().describe("最差一项限制最高星级"),
  vetoes: z.array(veto).describe("一票否决"),
  stability: z
    .strictObject({
      percent: z.int().min(1).max(50).describe("各项权重上下浮动百分之几"),
      draws: z.int().min(10).max(1000).describe("试多少次"),
      seed: z.int().nonnegative().describe("随机种子:同一种子结果相同"),
      ...basis,
    })
    .refine(hasBasis, basisError)
    .optional()
    .describe("名次的稳定性:权重略有不同时名次在哪个范围;只在明细中说明,不影响结果"),
});

export const ratingParts = { score, grade: grade.describe("定级"), dynamics: dynamics.optional().describe("升降") };
export type Grade = z.infer<typeof grade>;

/** What a level of a rating is called: its own name, or so many stars. */
export const levelTitle = ({ levels }: Pick<Grade, "levels">, stars: number): string =>
  levels?.[String(stars) as z.infer<typeof level>] ?? (stars === 0 ? "无星" : `${stars}星`);

/** The lowest level of a comparison: 3星及以上, or the name of a level and those above it. */
export const levelsFrom = (grade: Pick<Grade, "levels">, stars: number): string =>
  `${levelTitle(grade, stars)}${grade.levels ? "以上" : "及以上"}`;

export type Veto = Grade["vetoes"][number];
