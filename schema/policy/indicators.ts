/** The indicator shapes: how an input takes its value from the entries and outcomes of its subject. */
import * as z from "zod";
import { peers, rounding } from "./arithmetic.ts";
import { dated } from "./basis.ts";
import { entryCondition } from "./entryCondition.ts";
import { stages } from "./stages.ts";

const register = z.string().min(1).describe("台账");
const column = z.string().min(1);
const where = entryCondition.optional().describe("只看符合条件的记录;不写则看全部");
const empty = z.enum(["zero", "missing"]).describe("本期没有记录:为零,或缺数据");
const toPlaces = rounding.describe("按指标的小数位取整");

const latest = z
  .strictObject({
    shape: z.literal("latest"),
    sheet: z.string().min(1).describe("取数的表"),
    column: z.string().optional().describe("列,不写则与指标代码同名"),
    stages: stages.optional().describe("分级评分:本办法的指标表中每级一列,初评、复核与前一级不同的须写明原因"),
  })
  .describe("本期最近一次填报的值");

const sum = z
  .strictObject({
    shape: z.literal("sum"),
    register,
    column: column.describe("相加的列"),
    where,
    empty,
    rounding: toPlaces,
  })
  .describe("本期各记录一列之和");

const countWhere = z
  .strictObject({ shape: z.literal("countWhere"), register, where, empty })
  .describe("本期符合条件的记录数");

const distinct = z
  .strictObject({ shape: z.literal("distinct"), register, column: column.describe("数不同值的列"), where, empty })
  .describe("一列有几个不同的值");

const ratio = z
  .strictObject({
    shape: z.literal("ratio"),
    register,
    of: column.describe("分子列,本期各行相加"),
    to: column.describe("分母列,本期各行相加;为零视为缺数据"),
    rounding: toPlaces,
  })
  .describe("台账两列合计之比,按百分数");

const shareOfPeers = z
  .strictObject({
    shape: z.literal("shareOfPeers"),
    register,
    column: column.describe("相加的列"),
    where,
    peers,
    empty,
    rounding: toPlaces,
  })
  .describe("本对象一列之和占同组合计的百分数;合计为零视为缺数据");

const steps = z
  .strictObject({
    shape: z.literal("steps"),
    register,
    columns: z.array(column).min(2).describe("各步的日期列,按先后"),
    sameDay: z.boolean().describe("前后两步可以同一天"),
    result: z.enum(["count", "complete"]).describe("依次做到第几步,或是否全部依次做到"),
    empty,
  })
  .describe("按步骤办事:取最近一条记录(最近一期中第一步最晚的),遇到没做或次序颠倒的一步为止");

const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
const dateColumn = column.describe("日期列;只写到月的不算到哪一天或哪一周");
/** When something is due: as often as the ledger has periods, by dates of the year, or by the calendar. */
const duty = z.union([
  z.strictObject({ atLeast: z.int().min(1).describe("台账每一期至少几条记录") }),
  z.strictObject({
    column: column.describe("日期列"),
    dates: z
      .array(monthDay)
      .min(1)
      .refine((list) => list.every((one, i) => i === 0 || list[i - 1]! < one), { error: "时限从早到晚排列" })
      .describe("当年各时限(月-日):上一时限之后至本时限(含)至少一条"),
  }),
  z.strictObject({
    column: dateColumn,
    each: z.enum(["week", "month"]).describe("周(周一至周日,跨期的归天数多的一期)或月"),
    atLeast: z.int().min(1).describe("每周(月)至少几条"),
  }),
  z.strictObject({
    column: dateColumn,
    on: z
      .union([
        z.strictObject({ monthDay: z.int().min(1).max(31).describe("每月几日;没有这一天的月为月末") }),
        z.strictObject({ weekday: z.int().min(1).max(7).describe("每周几,1 为周一,7 为周日") }),
      ])
      .describe("在哪些日子"),
    grace: z.int().min(0).max(15).describe("遇节假日等可以顺延几天"),
  }),
]);
export type Duty = z.infer<typeof duty>;

const due = z
  .strictObject({
    shape: z.literal("due"),
    register,
    by: duty.describe("怎样算按期"),
    where,
    rounding: toPlaces,
  })
  .describe("按期完成的百分数");

const coverage = z
  .strictObject({
    shape: z.literal("coverage"),
    register,
    column: column.describe("数不同值的列"),
    where,
    target: dated(z.int().positive()).describe("应覆盖多少个"),
    among: z.array(z.string().min(1)).min(1).optional().describe("应覆盖的清单,清单之外的不算;不写则不限"),
    over: z.enum(["capped", "counted"]).describe("超过目标:以 100% 为限,或照算"),
    empty,
    rounding: toPlaces,
  })
  .describe("覆盖率:不同值的个数占目标的百分数,重复的只算一次");

const streak = z
  .strictObject({
    shape: z.literal("streak"),
    register,
    where,
    each: z.enum(["any", "all"]).describe("一期有几条记录时:有一条符合即可,或须都符合;没有记录为不符合"),
    run: z.enum(["longest", "current"]).describe("最长一段,或到本期末为止的一段"),
  })
  .describe("连续几期符合条件");

const outcomeOf = z
  .strictObject({
    shape: z.literal("outcomeOf"),
    policy: z.string().min(1).describe("另一办法"),
    field: z
      .enum(["score", "stars", "grade", "rank", "selected", "amount"])
      .describe("取其结果的哪一项:得分、星级、等次、名次、是否列入、数额(元)"),
    unscored: z.enum(["missing", "earlier"]).describe("最近一期未评分:视为缺数据,或取更早一期的"),
  })
  .describe("另一办法在本期内最近一次的结果");

const outcomeStreak = z
  .strictObject({
    shape: z.literal("outcomeStreak"),
    policy: z.string().min(1).describe("另一办法"),
    stars: z.int().min(1).max(10).optional().describe("每期至少几星(几级)"),
    grade: z.string().min(1).optional().describe("每期的等次"),
    selected: z.boolean().optional().describe("每期是否列入名单"),
    until: z.enum(["within", "before"]).describe("数到本期(within),或数到本期开始之前已满的一期(before)"),
  })
  .refine(({ stars, grade, selected }) => [stars, grade, selected].filter((one) => one !== undefined).length === 1, {
    error: "stars、grade、selected 三者取一",
  })
  .describe("另一办法的结果连续几期如此;没有结果或未评分的一期使连续中断");

const spells = z
  .strictObject({
    shape: z.literal("spells"),
    sheet: z.string().min(1).describe("任职名册"),
    person: column.describe("人员列"),
    post: column.describe("职务列"),
    from: column.describe("任职日期列"),
    to: column.describe("免职日期列;空着为在任,算到本期末"),
  })
  .describe("任职经历:该人员在任职名册上的各行,任职当月起,免职当月止");

export const indicator = z.discriminatedUnion("shape", [
  latest,
  sum,
  countWhere,
  distinct,
  ratio,
  shareOfPeers,
  steps,
  due,
  coverage,
  streak,
  outcomeOf,
  outcomeStreak,
  spells,
]);
export type Indicator = z.infer<typeof indicator>;

/** The other policy whose results an indicator takes; none for one that looks at entries. */
export const drawnFrom = (from: Indicator | undefined): string | undefined =>
  from?.shape === "outcomeOf" || from?.shape === "outcomeStreak" ? from.policy : undefined;

/** An indicator shape by its name. */
export type IndicatorOf<S extends Indicator["shape"]> = Extract<Indicator, { shape: S }>;
