/** Shapes over other shapes: sums, means, limits, parts; and the union of all shapes that give a value. */
import * as z from "zod";
import { type AmountNode, amountShapes } from "./amounts.ts";
import { type PeerLevel, peers, type RoundingMode, rounding, share } from "./arithmetic.ts";
import { type DatedValue, dated, table, yuan } from "./basis.ts";
import { type Condition, inputCode } from "./condition.ts";
import { node, type PointNode, pointShapes } from "./points.ts";

const child = z.lazy((): z.ZodType<ValueNode> => valueNode);

const missing = z
  .strictObject({
    rule: z.enum(["zero", "exclude", "block"]).describe("缺数据:按零计 / 剔除并按剩余满分折算 / 不评"),
    minimumShare: share.optional().describe("至少这一比例的各项有数据才评"),
  })
  .describe("缺数据怎么办");
export type Missing = z.infer<typeof missing>;

interface Common {
  code?: string | undefined;
  title: string;
  when?: Condition | undefined;
}
export interface SumNode extends Common {
  shape: "sum";
  missing: Missing;
  of: ValueNode[];
}
export interface WeightedMeanNode extends Common {
  shape: "weightedMean";
  missing: Missing;
  total?: number | undefined;
  of: { weight: DatedValue<number>[]; value: ValueNode }[];
}
export interface ClampNode extends Common {
  shape: "clamp";
  of: ValueNode;
  least?: DatedValue<number>[] | undefined;
  most?: DatedValue<number>[] | undefined;
}
export interface PickNode extends Common {
  shape: "pick";
  which: "greatest" | "least" | "first";
  of: ValueNode[];
}
export interface PercentOfNode extends Common {
  shape: "percentOf";
  of: ValueNode;
  percent?: DatedValue<number>[] | undefined;
  by?: { input: string; table: DatedValue<Record<string, number>>[] } | undefined;
}
export interface DifferenceNode extends Common {
  shape: "difference";
  of: ValueNode;
  minus: ValueNode;
  least: number;
}
export interface RoundedNode extends Common {
  shape: "rounded";
  of: ValueNode;
  to: number;
  mode: RoundingMode;
}
export interface PoolSplitNode extends Common {
  shape: "poolSplit";
  pool?: DatedValue<number>[] | undefined;
  of?: ValueNode | undefined;
  averageFloor?: DatedValue<number>[] | undefined;
  by?: string | undefined;
  peers: PeerLevel;
}
export interface SameAsNode extends Common {
  shape: "sameAs";
  item: string;
}
export type AggregateNode =
  | SumNode
  | WeightedMeanNode
  | ClampNode
  | PickNode
  | PercentOfNode
  | DifferenceNode
  | RoundedNode
  | PoolSplitNode
  | SameAsNode;
export type ValueNode = PointNode | AmountNode | AggregateNode;

const sumFields = { shape: z.literal("sum"), ...node, missing, of: z.array(child).min(1) };
const weightedMeanFields = {
  shape: z.literal("weightedMean"),
  ...node,
  missing,
  of: z
    .array(z.strictObject({ weight: dated(z.number().positive()).describe("权重"), value: child }))
    .min(1)
    .describe("各项与权重;按权重合计折算"),
  total: z.number().positive().optional().describe("权重合计须为多少,如 100;不写则不限"),
};
const clamp = z
  .strictObject({
    shape: z.literal("clamp"),
    ...node,
    of: child,
    least: dated(z.number()).optional().describe("下限"),
    most: dated(z.number()).optional().describe("上限"),
  })
  .refine((value) => value.least !== undefined || value.most !== undefined, { error: "下限与上限至少写一个" })
  .describe("限定在上下限之内");
const pick = z
  .strictObject({
    shape: z.literal("pick"),
    ...node,
    which: z.enum(["greatest", "least", "first"]).describe("取最高、取最低(双重封顶)、或取第一个不为零的(代替)"),
    of: z.array(child).min(2),
  })
  .describe("几项中取一项");
const percentOf = z
  .strictObject({
    shape: z.literal("percentOf"),
    ...node,
    of: child,
    percent: dated(z.number().nonnegative()).optional().describe("百分之几"),
    by: z
      .strictObject({ input: inputCode, table: dated(table(z.number().nonnegative())) })
      .optional()
      .describe("按等次等选项查百分之几"),
  })
  .refine((value) => (value.percent === undefined) !== (value.by === undefined), { error: "percent 与 by 二者取一" })
  .describe("另一数额的百分之几");
const difference = z
  .strictObject({
    shape: z.literal("difference"),
    ...node,
    of: child,
    minus: child.describe("抵扣"),
    least: z.number().describe("抵扣后不低于"),
  })
  .describe("抵扣");
const rounded = z
  .strictObject({
    shape: z.literal("rounded"),
    ...node,
    of: child,
    to: z.number().positive().describe("取整到:0.01 为分,1 为元,10 为十元"),
    mode: rounding,
  })
  .describe("取整");

const poolSplit = z
  .strictObject({
    shape: z.literal("poolSplit"),
    ...node,
    pool: dated(yuan).optional().describe("总额"),
    of: child.optional().describe("或由数据得出的总额(四舍五入到分),同组各人应当相同,如本村集体收入增长的提成"),
    averageFloor: dated(yuan).optional().describe("人均不低于;不足时按人均补足总额"),
    by: inputCode.optional().describe("按此指标的大小分;不写则平均分"),
    peers,
  })
  .refine((value) => (value.pool === undefined) !== (value.of === undefined), { error: "pool 与 of 二者取一" })
  .describe("总额在同组内分配,按最大余数分到分");

const sameAs = z
  .strictObject({ shape: z.literal("sameAs"), ...node, item: z.string().min(1).describe("补贴项目的代码") })
  .describe("同另一项目的数额");

export const valueNode: z.ZodType<ValueNode> = z.discriminatedUnion("shape", [
  ...pointShapes,
  ...amountShapes,
  z.strictObject(sumFields).describe("各项相加"),
  z.strictObject(weightedMeanFields).describe("加权平均"),
  clamp,
  pick,
  percentOf,
  difference,
  rounded,
  poolSplit,
  sameAs,
]);

const roundTo = z
  .strictObject({ to: z.literal("centi").describe("保留两位小数"), mode: rounding })
  .describe("总分取整");

/** The root of a score: a sum or a weighted mean that is rounded to 1/100 point. */
export const score = z.discriminatedUnion("shape", [
  z.strictObject({ ...sumFields, round: roundTo }).describe("总分:各项相加"),
  z.strictObject({ ...weightedMeanFields, round: roundTo }).describe("总分:加权平均"),
]);

type Place = { path: PropertyKey[]; node: ValueNode };

/** A node and all nodes below it, each with its place. */
export function nodesOf(root: ValueNode, path: PropertyKey[]): Place[] {
  return [{ path, node: root }, ...childrenOf(root).flatMap((one) => nodesOf(one.node, [...path, ...one.path]))];
}

function childrenOf(root: ValueNode): Place[] {
  switch (root.shape) {
    case "sum":
    case "pick":
      return root.of.map((one, i) => ({ path: ["of", i], node: one }));
    case "weightedMean":
      return root.of.map((one, i) => ({ path: ["of", i, "value"], node: one.value }));
    case "clamp":
    case "percentOf":
    case "rounded":
      return [{ path: ["of"], node: root.of }];
    case "poolSplit":
      return root.of === undefined ? [] : [{ path: ["of"], node: root.of }];
    case "difference":
      return [
        { path: ["of"], node: root.of },
        { path: ["minus"], node: root.minus },
      ];
    default:
      return [];
  }
}

/** The inputs that a node itself reads, each with its place. */
export function inputsOf(root: ValueNode): { path: PropertyKey[]; input: string }[] {
  switch (root.shape) {
    case "checklist":
      return root.items.map(({ input }, i) => ({ path: ["items", i, "input"], input }));
    case "lookup":
      return root.by.map((input, i) => ({ path: ["by", i], input }));
    case "growthShare":
      return [
        { path: ["now"], input: root.now },
        { path: ["before"], input: root.before },
      ];
    case "poolSplit":
      return root.by === undefined ? [] : [{ path: ["by"], input: root.by }];
    case "percentOf":
      return root.by === undefined ? [] : [{ path: ["by", "input"], input: root.by.input }];
    default:
      return "input" in root ? [{ path: ["input"], input: root.input }] : [];
  }
}
