/** The parameters of a policy: every dated list in the document, wherever it stands, with what a clerk calls it. */
import { monthPattern } from "../period.ts";
import { partsOf, pointerOf, valueAt } from "../pointer.ts";
import type { DatedValue } from "./basis.ts";
import type { Policy } from "./policy.ts";

export interface Parameter {
  /** Its place in the document, a JSON pointer; traces name it so. */
  name: string;
  title: string;
  values: DatedValue<unknown>[];
}

const isDated = (value: unknown): value is DatedValue<unknown> => {
  if (typeof value !== "object" || value === null || !("from" in value && "value" in value)) return false;
  const based = "source" in value || "assumed" in value;
  return based && typeof value.from === "string" && monthPattern.test(value.from);
};

/** Every parameter of a document, in the order of the document. */
export function parametersOf(policy: Policy): Parameter[] {
  const { tests: _, ...rules } = policy;
  return datedLists(rules, []).map(({ path, values }) => {
    const name = pointerOf(path);
    return { name, title: parameterTitle(policy, name), values };
  });
}

function datedLists(value: unknown, path: string[]): { path: string[]; values: DatedValue<unknown>[] }[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value) && value.length > 0 && value.every(isDated)) return [{ path, values: value }];
  return Object.entries(value).flatMap(([key, part]) => datedLists(part, [...path, key]));
}

/** The parameters that stand at a place of their own. */
const titlesByPlace: Record<string, string> = {
  "/grade/cuts": "星级分数线",
  "/grade/distribution": "星级分配比例",
  "/grade/shares": "星级比例上限",
  "/grade/worstItem/caps": "最差一项",
  "/grade/otherwise": "其余的等次",
  "/payers/shares": "分担比例",
};

/** The others are called by what they belong to and what they are of it. */
const titlesByKey: Record<string, string> = {
  above: "起计数",
  amount: "标准",
  averageFloor: "人均",
  bands: "分档",
  budget: "预算",
  carryOver: "结转",
  coefficient: "折算系数",
  cuts: "分数线",
  each: "每单位",
  "terms/each": "每届",
  least: "下限",
  leastValid: "保密下限",
  line: "折点",
  max: "满分",
  most: "上限",
  percent: "比例",
  places: "名次分",
  points: "分值",
  pool: "总额",
  ratio: "倒排比例",
  share: "",
  slices: "分段",
  sources: "来源",
  steps: "档次",
  table: "标准",
  "by/table": "比例",
  target: "目标",
  weight: "权重",
  when: "",
};

/** What a clerk calls a parameter; a trace calls it the same. */
function parameterTitle(policy: Policy, name: string): string {
  const place = titlesByPlace[name];
  if (place !== undefined) return place;
  const parts = partsOf(name);
  const [last, before] = [parts.at(-1)!, parts.at(-2)!];
  const owner = parts.findLastIndex((_, i) => i > 0 && titleAt(policy, parts.slice(0, i)) !== undefined);
  const holder = valueAt(policy, pointerOf(parts.slice(0, -1))) as { grade?: unknown; value?: { title?: string } };
  const title =
    holder.value?.title ?? levelTitle(policy, last, holder.grade) ?? titleAt(policy, parts.slice(0, owner)) ?? "";
  return `${title}${titlesByKey[`${before}/${last}`] ?? titlesByKey[last] ?? last}`;
}

function titleAt(policy: Policy, path: readonly string[]): string | undefined {
  const title = valueAt(policy, pointerOf([...path, "title"]));
  return typeof title === "string" ? title : undefined;
}

/** A share that caps a grade is called by the grade. */
function levelTitle(policy: Policy, last: string, grade: unknown): string | undefined {
  if (policy.kind !== "appraisal" || last !== "share" || typeof grade !== "string") return undefined;
  return `${policy.grade?.levels.find(({ code }) => code === grade)?.title ?? grade}比例上限`;
}
