/** The parameters of a policy document: every list of dated values with its place and title; replaced, compared, shifted. */
import type { Difference } from "../../schema/moves.ts";
import { parsePeriod, periodsFor } from "../../schema/period.ts";
import { type DatedValue, inForce } from "../../schema/policy/basis.ts";
import type { Policy } from "../../schema/policy/policy.ts";

/** One parameter of a document. */
export interface Parameter {
  /** Its place, a JSON pointer. */
  name: string;
  /** Its place by codes where items have them: it stays when another item comes before it. */
  key: string;
  title: string;
  values: DatedValue<unknown>[];
}

/** What the fields that hold parameters are called, after the title of what they belong to. */
const fieldTitles: Record<string, string> = {
  ...{ target: "目标", points: "分值", bands: "分档", percent: "比例", table: "标准", line: "折点", each: "每单位" },
  ...{ most: "上限", least: "下限", pool: "总额", averageFloor: "人均", above: "起计数", places: "名次分" },
  ...{ weight: "权重", slices: "分段", steps: "档次", max: "满分", amount: "标准", leastValid: "保密下限" },
  ...{ coefficient: "折算系数", ratio: "倒排比例", cuts: "分数线", budget: "预算", sources: "来源", carryOver: "结转" },
  ...{ share: "", when: "" },
};
/** Parameters that belong to the whole policy, or are called otherwise where they stand. */
const placeTitles: Record<string, string> = {
  "/grade/cuts": "星级分数线",
  "/grade/distribution": "星级分配比例",
  "/grade/shares": "星级比例上限",
  "/grade/worstItem/caps": "最差一项",
  "/grade/otherwise": "其余的等次",
  "/payers/shares": "分担比例",
};

/** Parts of a document that hold figures but no parameters. */
const without = new Set(["tests", "checks", "source"]);

/** All parameters of a policy, in the order of the document. */
export function parametersOf(policy: Policy): Parameter[] {
  const found: Parameter[] = [];
  const levels = policy.kind === "appraisal" ? (policy.grade?.levels ?? []) : [];
  const walk = (value: unknown, name: string, key: string, title: string) => {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) {
      value.forEach((one, i) => {
        walk(one, `${name}/${i}`, `${key}/${codeOf(one) ?? i}`, title);
      });
      return;
    }
    const inner = titleOf(value, levels) ?? title;
    for (const [field, part] of Object.entries(value)) {
      if (name === "" && without.has(field)) continue;
      const place = `${name}/${field.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      if (isDated(part))
        found.push({ name: place, key: `${key}/${field}`, title: called(place, field, inner), values: part });
      else walk(part, place, `${key}/${field}`, inner);
    }
  };
  const { title: _, ...document } = policy;
  walk(document, "", "", "");
  return found;
}

/** What a parameter is called where it stands. */
function called(place: string, field: string, title: string): string {
  const own = placeTitles[place];
  if (own !== undefined) return own;
  if (place.endsWith("/terms/each")) return `${title}每届`;
  if (place.endsWith("/by/table")) return `${title}比例`;
  if (/^\/grade\/caps\/\d+\/share$/.test(place)) return `${title}比例上限`;
  return `${title}${fieldTitles[field] ?? field}`;
}

function titleOf(value: object, levels: readonly { code: string; title: string }[]): string | undefined {
  if ("title" in value && typeof value.title === "string") return value.title;
  if ("weight" in value && "value" in value) return titleOf(value.value as object, levels);
  if ("within" in value && "grade" in value) return levels.find(({ code }) => code === value.grade)?.title;
  return undefined;
}

const codeOf = (value: unknown): string | undefined => {
  if (typeof value !== "object" || value === null) return undefined;
  if ("code" in value && typeof value.code === "string") return value.code;
  return "value" in value ? codeOf(value.value) : undefined;
};

const isDated = (value: unknown): value is DatedValue<unknown>[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((one) => typeof one === "object" && one !== null && "from" in one && "value" in one);

/** The last month of a period in which the policy is in force: its values are those that decide. */
export function decidingMonth({ effective: { to } }: Policy, period: string): string {
  const last = parsePeriod(period)!.to;
  return to !== undefined && to < last ? to : last;
}

/** The months of a period whose values count: all of them where months are added up. */
function countingMonths(policy: Policy, period: string): string[] {
  const last = decidingMonth(policy, period);
  return policy.kind === "subsidy" ? periodsFor(parsePeriod(period)!, "month").filter((one) => one <= last) : [last];
}

/** The values of a parameter that are in force in some counting month of a period, in order. */
export function spansIn(policy: Policy, period: string, { values }: Parameter): DatedValue<unknown>[] {
  return [...new Set(countingMonths(policy, period).flatMap((month) => inForce(values, month) ?? []))];
}

/** The value of a parameter in a period; where it changes within, each with its month; `null` where there is none. */
export function valueIn(policy: Policy, period: string, parameter: Parameter): unknown {
  const spans = spansIn(policy, period, parameter);
  return spans.length > 1 ? spans.map(({ from, value }) => ({ from, value })) : (spans[0]?.value ?? null);
}

/** A document judged over a period. */
export interface Judging {
  policy: Policy;
  period: string;
}

/** The parameters whose values in force differ between two documents or two periods. */
export function differencesBetween(before: Judging, after: Judging): Difference[] {
  const listed = ({ policy, period }: Judging) =>
    new Map(parametersOf(policy).map((one) => [one.key, { ...one, value: valueIn(policy, period, one) }]));
  const [was, is] = [listed(before), listed(after)];
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((key): Difference[] => {
    const [a, b] = [was.get(key), is.get(key)];
    const { name, title } = (b ?? a)!;
    const [from, to] = [a?.value ?? null, b?.value ?? null];
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ name, title, before: from, after: to }];
  });
}

/** A document with all its dates moved by so many months: its values of one period, over another. */
export function shifted<P extends Policy>(policy: P, months: number): P {
  if (months === 0) return policy;
  const copy = structuredClone(policy);
  const move = (span: { from: string; to?: string | undefined }) => {
    span.from = monthAfter(span.from, months);
    if (span.to !== undefined) span.to = monthAfter(span.to, months);
  };
  move(copy.effective);
  for (const { values } of parametersOf(copy)) values.forEach(move);
  return copy;
}

/** How many months lie between the ends of two periods. */
export function monthsBetween(from: string, to: string): number {
  const [a, b] = [parsePeriod(from)!.to, parsePeriod(to)!.to];
  return countOf(b) - countOf(a);
}

const countOf = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
const monthAfter = (month: string, months: number) => {
  const count = Math.max(0, countOf(month) + months);
  return `${String(Math.floor(count / 12)).padStart(4, "0")}-${String((count % 12) + 1).padStart(2, "0")}`;
};

/**
 * What of a document the gathering of facts may depend on: all but the values of its rules, the time that it is in force,
 * its tests and checks. Two documents with the same text gather the same facts.
 */
export function bonesOf(policy: Policy): string {
  const rules = new Set(
    parametersOf(policy).flatMap(({ name, values }) => (name.startsWith("/inputs/") ? [] : [values])),
  );
  const { tests: _, checks: __, effective: ___, ...rest } = policy;
  return JSON.stringify(rest, (_key, value) => (rules.has(value) ? null : value));
}
