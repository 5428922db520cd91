/** What a register says against itself: attributes that do not suit a column, rules that read what is not there. */
import { columnsOfCondition, columnsOfRule } from "./columnsRead.ts";
import { personalContradictions } from "./personalChecks.ts";
import type { Contradiction } from "./policy/contradictions.ts";
import type { Register } from "./register.ts";
import type { Rule } from "./registerRule.ts";
import type { Column } from "./sheet/definition.ts";

const numeric: readonly Column["type"][] = ["integer", "decimal", "money", "percent"];

/** Attributes that only some types of column can have. */
const suited: [keyof Column, readonly Column["type"][]][] = [
  ["lowerBound", numeric],
  ["unit", ["money"]],
  ["precision", ["date"]],
  ["format", ["text", "code"]],
  ["sensitive", ["text", "code"]],
  ["many", ["option"]],
];

/** Everything that a register says against itself; empty for a sound one. */
export function registerContradictions(register: Register): Contradiction[] {
  const { rules = [] } = register;
  const codes = rules.map(({ code }) => code);
  return [
    ...ownContradictions(register),
    ...register.columns.flatMap((column, i) =>
      columnContradictions(column).map((message) => ({ path: ["columns", i], message })),
    ),
    ...derivedContradictions(register),
    ...personalContradictions(register),
    ...(new Set(codes).size === codes.length ? [] : [{ path: ["rules"], message: "规则的 code 重复" }]),
    ...rules.flatMap((rule, i) =>
      ruleContradictions(rule, register).map((message) => ({ path: ["rules", i, "check"], message })),
    ),
  ];
}

function ownContradictions({
  columns,
  rows,
  key,
  region,
  standsOn,
  period,
  subject,
  ballots,
}: Register): Contradiction[] {
  const keys = columns.map((column) => column.key);
  const found: Contradiction[] = [];
  if (new Set(keys).size !== keys.length) found.push({ path: ["columns"], message: "列的 key 重复" });
  if (rows !== "roster") {
    if (!subject) found.push({ path: ["subject"], message: "台账须写明记录的对象" });
    if (standsOn !== undefined) found.push({ path: ["standsOn"], message: "台账随评价对象,不写 standsOn" });
    return found;
  }
  if (Array.isArray(subject)) found.push({ path: ["subject"], message: "名册只列一种对象" });
  if (ballots) found.push({ path: ["ballots"], message: "名册不记票数" });
  if (!key || !keys.includes(key)) found.push({ path: ["key"], message: "名册须写明编码列" });
  else if (!columns.some((column) => column.key === key && column.required))
    found.push({ path: ["key"], message: "名册的编码列须必填" });
  if (!region || !keys.includes(region)) found.push({ path: ["region"], message: "名册须写明决定所属区划的列" });
  if (standsOn !== undefined && !keys.includes(standsOn)) found.push({ path: ["standsOn"], message: "没有这一列" });
  if (period !== "none") found.push({ path: ["period"], message: "名册长期有效,period 为 none" });
  return found;
}

function derivedContradictions({ id, rows, columns, derived = [] }: Register): Contradiction[] {
  const known = new Set(["subject", ...columns.map(({ key }) => key)]);
  const say = (i: number, message: string): Contradiction => ({ path: ["derived", i], message });
  return derived.flatMap((one, i) => {
    const found: Contradiction[] = [];
    if (rows === "roster") found.push(say(i, "名册没有派生列"));
    if (known.has(one.key)) found.push(say(i, `列 ${one.key} 重复`));
    if ("from" in one && "register" in one.from && one.from.register !== id)
      found.push(say(i, `派生列只看本台账 ${id}`));
    if ("when" in one)
      found.push(...columnsOfCondition(one.when).flatMap((key) => (known.has(key) ? [] : [say(i, `没有列 ${key}`)])));
    known.add(one.key);
    return found;
  });
}

function columnContradictions(column: Column): string[] {
  const unsuited = suited.filter(([name, types]) => column[name] !== undefined && !types.includes(column.type));
  const parted = column.many ? (column.options ?? []).flat().filter((text) => /[、,;,;\s]/.test(text)) : [];
  return [
    ...unsuited.map(([name]) => `${column.type} 列没有 ${name}`),
    ...parted.map((text) => `选项“${text}”中有分隔符,不能同选几项`),
  ];
}

function ruleContradictions(rule: Rule, { columns, rows, period }: Register): string[] {
  const known = new Map(columns.map((column) => [column.key, column]));
  if (rows === "many") known.set("subject", { key: "subject", title: "编码", type: "code" });
  const missing = columnsOfRule(rule).filter((key) => !known.has(key));
  if (missing.length > 0) return missing.map((key) => `没有列 ${key}`);
  const { check } = rule;
  const must = (keys: readonly string[], types: readonly Column["type"][], what: string) =>
    keys.filter((key) => !types.includes(known.get(key)!.type)).map((key) => `列 ${key} 不是${what}`);
  if ("sum" in check) return must([...check.sum.of, check.sum.to], numeric, "数字");
  if ("total" in check) {
    const { of, to } = check.total;
    return must([of, ...(typeof to === "string" ? [to] : [])], numeric, "数字");
  }
  if ("order" in check) return must(check.order, ["date"], "日期");
  if ("within" in check)
    return [...must([check.within.date], ["date"], "日期"), ...(period === "none" ? ["本表不分期"] : [])];
  if ("require" in check || "blank" in check) return rule.where ? [] : ["须写明 where;总是必填的列写 required"];
  if (!("cover" in check)) return [];
  const { options } = known.get(check.cover.column)!;
  const strange = check.cover.targets.filter((target) => options && !options.some(([code]) => code === target));
  return [
    ...strange.map((target) => `列 ${check.cover.column} 没有选项 ${target}`),
    ...(rows === "many" ? [] : ["cover 只用于每期多行的台账"]),
    ...(rule.severity === "refuse" ? ["cover 只作提示,severity 写 warn 或不写"] : []),
  ];
}
