/** Words that several faults use: kinds of period, formats, types, and what a request may name. */

import { monthPattern } from "../period.ts";
import { regionPattern } from "../region.ts";

export type Language = "zh" | "en";
export type Params = Record<string, string | number | undefined>;
/** What is wrong and what to do, said with what a fault tells. */
export type Words = (p: Params) => { message: string; fix: string };

const periodForms = {
  none: { zh: "空(本表不分期,不写 period)", en: "none (this sheet has no periods)" },
  month: { zh: "月份,如 2014-09", en: "a month, such as 2014-09" },
  quarter: { zh: "季度,如 2014-Q3", en: "a quarter, such as 2014-Q3" },
  "half-year": { zh: "半年,如 2014-H1", en: "a half-year, such as 2014-H1" },
  year: { zh: "年份,如 2014", en: "a year, such as 2014" },
};
export const form = (kind: string | number | undefined, language: Language) =>
  periodForms[kind as keyof typeof periodForms]?.[language] ?? "";

/** The formats that people write, in words; another one as it stands. */
const formats = {
  [String(regionPattern)]: {
    zh: "为 12 位数字的区划代码,如 990101001000",
    en: "be a region code of 12 digits, such as 990101001000",
  },
  [String(monthPattern)]: { zh: "为月份,如 2014-09", en: "be a month, such as 2014-09" },
};
export const formatText = (format: string | number | undefined, language: Language) =>
  formats[String(format)]?.[language] ?? (language === "zh" ? `符合 ${format}` : `match ${format}`);

/** What cannot be done from a state, and what can; `which` names what is in that state. */
export const stepWords = (zh: (p: Params) => string, en: (p: Params) => string) => ({
  zh: (p: Params) => ({
    message: `${zh(p)}为“${p.state}”,不能${p.action}`,
    fix: p.choices ? `现在可以:${p.choices}` : "不再变动",
  }),
  en: (p: Params) => ({
    message: `${en(p)} is ${p.state}`,
    fix: p.choices ? `Possible now: ${p.choices}` : "It is settled",
  }),
});

const types = {
  string: { zh: "文本", en: "text" },
  number: { zh: "数字", en: "a number" },
  int: { zh: "整数", en: "a whole number" },
  boolean: { zh: "true 或 false", en: "true or false" },
  object: { zh: "对象", en: "an object" },
  record: { zh: "对象", en: "an object" },
  array: { zh: "数组", en: "an array" },
  tuple: { zh: "数组", en: "an array" },
};
export const type = (name: string | number | undefined, language: Language) =>
  types[name as keyof typeof types]?.[language] ?? String(name);

const whats = {
  sheet: { zh: "表", en: "sheet", see: "GET /v1/sheets" },
  policy: { zh: "办法", en: "policy", see: "GET /v1/policies" },
  version: { zh: "版本", en: "version", see: "GET /v1/policies/{policy}/versions" },
  round: { zh: "批次", en: "round", see: "GET /v1/rounds" },
  case: { zh: "整顿个案", en: "case", see: "GET /v1/cases" },
  run: { zh: "运算", en: "run", see: "GET /v1/rounds/{round}/runs" },
  outcome: { zh: "结果", en: "outcome", see: "GET /v1/rounds/{round}/outcomes" },
  batch: { zh: "发放批次", en: "batch of payments", see: "GET /v1/rounds/{round}/payments" },
  line: { zh: "发放行", en: "line of the batch", see: "GET /v1/payments/{batch}" },
  region: { zh: "区划", en: "region", see: "GET /v1/sheets/regions" },
  account: { zh: "账号", en: "account", see: "GET /v1/sheets/users" },
  credential: { zh: "凭证", en: "credential", see: "GET /v1/credentials" },
  push: { zh: "提交", en: "push", see: "GET /v1/pushes" },
  row: { zh: "行", en: "row", see: "GET /v1/sheets/{sheet}" },
  archive: { zh: "归档", en: "archive", see: "POST /v1/rounds/{round}/archive" },
  notice: { zh: "公示", en: "notice", see: "GET /v1/rounds/{round}/notices" },
  objection: { zh: "异议", en: "objection", see: "GET /v1/notices/{notice}/objections" },
  subject: { zh: "评价对象", en: "subject of the round", see: "GET /v1/rounds/{round}/outcomes" },
};
export const what = (name: string | number | undefined) => whats[name as keyof typeof whats];

const offices = {
  township: { zh: "乡镇或以上的操作员", en: "a clerk of the township or above" },
  county: { zh: "县或以上的操作员", en: "a clerk of the county or above" },
};
/** Whom to ask: the lowest office that may; where any may that types entries, just such an account. */
export const office = ({ by }: Params, language: Language) =>
  offices[by as keyof typeof offices]?.[language] ??
  (language === "zh" ? "有填报权限的账号" : "an account that types entries");

const successionWords = {
  merge: { zh: "合并", en: "was merged into" },
  split: { zh: "分设", en: "was split into" },
  rename: { zh: "更名", en: "was renamed to" },
  abolish: { zh: "撤销", en: "was abolished; its successor is" },
};
export const successionWord = ({ kind }: Params, language: Language) =>
  successionWords[kind as keyof typeof successionWords]?.[language] ?? "";

/** What became of an organization: 并入丙, 撤销. */
export function ending({ kind, others }: Params, language: Language): string {
  if (!others) return language === "zh" ? "撤销" : "was abolished";
  if (language === "en") return `${successionWord({ kind }, "en")} ${others}`;
  return (
    { merge: `并入${others}`, split: `分设为${others}`, rename: `更名为${others}` }[String(kind)] ??
    `撤销,由${others}承接`
  );
}
