/** What documents take from each other: sheets, columns, other policies; and what of it is not there. */
import { columnsOfCondition } from "../../schema/columnsRead.ts";
import { drawnFrom, type Indicator } from "../../schema/policy/indicators.ts";
import { inputsOfPolicy, type Policy } from "../../schema/policy/policy.ts";
import type { Register } from "../../schema/register.ts";
import type { Column } from "../../schema/sheet/definition.ts";
import { indicatorSheet, registerSheet, type Sheet } from "../../schema/sheet/source.ts";
import { tallySheet } from "../../schema/sheet/tallySheets.ts";
import { columnsOf, sheetOf } from "../core/indicators/indicate.ts";

export interface Documents {
  policies: readonly Policy[];
  registers: readonly Register[];
}

/** Inputs that are taken from sheets, columns or policies that are not among the documents. */
export function danglingReferences({ policies, registers }: Documents): string[] {
  const sheets = [
    ...registers.map(registerSheet),
    ...policies.flatMap((document) => [indicatorSheet(document) ?? [], tallySheet(document) ?? []].flat()),
  ];
  const rostersOf = (subject: Policy["subject"]) =>
    sheets.filter(({ rows, subjects }) => rows === "roster" && [subject].flat().some((one) => subjects.includes(one)));
  const circles = policies
    .filter(({ id }) => readsFrom(policies, id, id))
    .map(({ id }) => `${id}: 办法互相取结果,绕了一圈`);
  const rosters = policies.flatMap((document) => {
    const rule = document.kind === "subsidy" ? document.appointments : undefined;
    if (!rule) return [];
    const roster = sheets.find(({ id }) => id === rule.sheet);
    if (!roster) return [`${document.id}: 没有任职名册 ${rule.sheet}`];
    return [rule.person, rule.from, rule.to, rule.column, rule.place ?? roster.key]
      .filter((key) => !roster.columns.some((column) => column.key === key && column.sensitive === undefined))
      .map((key) => `${document.id}: 任职名册 ${rule.sheet} 没有列 ${key},或它是个人信息`);
  });
  const successors = policies.flatMap(({ id, subject, successors: rule }) => {
    const judged = rostersOf(subject);
    if (!rule || judged.length === 0) return [];
    if (judged.every(({ standsOn }) => standsOn === undefined))
      return [`${id}: 评价对象不随沿革变动,successors 不起作用`];
    const inherits = rule.inherits || rule.records;
    return inherits && !judged.some(({ standsOn, key }) => standsOn === key)
      ? [`${id}: 评价对象不是沿革所记的组织,不能承接 inherits、records`]
      : [];
  });
  const among = policies.flatMap(({ id, subject, among: who }) =>
    (who ? columnsOfCondition(who) : []).flatMap((key) =>
      unshown(rostersOf(subject), key) ? [`${id}: among 所看的列 ${key} 名册上没有,或是个人信息`] : [],
    ),
  );
  const inputs = policies.flatMap((document) =>
    Object.entries(inputsOfPolicy(document)).flatMap(([code, { from, via }]) => {
      const place = `${document.id} 的指标 ${code}`;
      if (via !== undefined && unshown(rostersOf(document.subject), via))
        return [`${place}: via 所看的列 ${via} 名册上没有,或是个人信息`];
      if (from === undefined) return [];
      const other = drawnFrom(from);
      if (other !== undefined) return policies.some(({ id }) => id === other) ? [] : [`${place}: 没有办法 ${other}`];
      const sheet = sheets.find(({ id }) => id === sheetOf(from));
      if (!sheet) return [`${place}: 没有表 ${sheetOf(from)}`];
      if (sheet.ballots && sheet.policyId !== document.id) return [`${place}: ${sheet.id} 记有票数,不能取作指标`];
      if (needsPeriods(from) && sheet.period === "none") return [`${place}: ${sheet.id} 不分期,数不出期数`];
      const units = columnsOf(from, code).map(
        ({ key }) => sheet.columns.find((one) => one.key === key)?.unit ?? "yuan",
      );
      if (from.shape === "ratio" && new Set(units).size > 1) return [`${place}: 两列的单位一为元,一为万元`];
      return columnsOf(from, code).flatMap(({ key, wants }) => {
        const column = sheet.columns.find((one) => one.key === key);
        if (!column) return [`${place}: ${sheet.id} 没有列 ${key}`];
        if (wants === "number" && !numeric.has(column.type)) return [`${place}: ${sheet.id} 的列 ${key} 不是数字`];
        if (tellsPersonal(from, column)) return [`${place}: ${sheet.id} 的列 ${key} ${onlyCounted}`];
        return wants === "date" && column.type !== "date" ? [`${place}: ${sheet.id} 的列 ${key} 不是日期`] : [];
      });
    }),
  );
  const derived = registers.flatMap((document) =>
    (document.derived ?? []).flatMap((one) => {
      if (!("from" in one)) return [];
      const columns = new Map(document.columns.map((column) => [column.key, column]));
      return columnsOf(one.from, one.key).flatMap(({ key, wants }) => {
        const [place, column] = [`${document.id} 的派生列 ${one.key}`, columns.get(key)];
        if (!column) return [`${place}: 没有列 ${key}`];
        if (tellsPersonal(one.from, column)) return [`${place}: 列 ${key} ${onlyCounted}`];
        if (wants === "number" && !numeric.has(column.type)) return [`${place}: 列 ${key} 不是数字`];
        return wants === "date" && column.type !== "date" ? [`${place}: 列 ${key} 不是日期`] : [];
      });
    }),
  );
  return [...circles, ...rosters, ...successors, ...among, ...inputs, ...derived];
}

/** Whether some of these rosters lack a column, or keep personal data in it. */
const unshown = (rosters: readonly Sheet[], key: string) =>
  rosters.some(({ columns }) => !columns.some((column) => column.key === key && column.sensitive === undefined));

/** Whether a policy takes results from another, directly or by way of third ones. */
function readsFrom(policies: readonly Policy[], from: string, to: string): boolean {
  const sourcesOf = (id: string) =>
    policies
      .filter((one) => one.id === id)
      .flatMap((one) => Object.values(inputsOfPolicy(one)))
      .flatMap(({ from: source }) => drawnFrom(source) ?? []);
  const seen = new Set<string>();
  const open = sourcesOf(from);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === to) return true;
    if (!seen.has(at)) open.push(...sourcesOf(at));
    seen.add(at);
  }
  return false;
}

const onlyCounted = "是个人信息,只能数有几个不同的(distinct,或不写 among 的 coverage)";

/**
 * Whether an indicator asks more of a column of personal data than how many different values there are: what it asks
 * for stands in its document, and what it finds decides results that everybody sees.
 */
function tellsPersonal(from: Indicator, { key, sensitive }: Column): boolean {
  if (sensitive === undefined) return false;
  const isCounted = from.shape === "distinct" || (from.shape === "coverage" && from.among === undefined);
  return (
    !isCounted || from.column !== key || (from.where !== undefined && columnsOfCondition(from.where).includes(key))
  );
}

const numeric = new Set<string>(["integer", "decimal", "percent", "money"]);

/** Whether an indicator counts the periods of its ledger. */
const needsPeriods = (from: Indicator) => from.shape === "streak" || (from.shape === "due" && !("column" in from.by));
