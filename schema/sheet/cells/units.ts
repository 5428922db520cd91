/** Units that clerks type after a number: 元 and 万元, words by which things are counted, measures. */
import type { Rule } from "./reading.ts";

/** Powers of ten that a word stands for. */
export const scales: Readonly<Record<string, number>> = { 万: 4, 亿: 8 };

/** The power of ten from the unit of a money column to yuan. */
export const powerOf = (unit: Rule["unit"]): number => (unit === "wanYuan" ? 4 : 0);

/** Words by which things are counted; they say what was counted and change no number. */
const counters = [
  ...["人次", "场次", "人", "个", "名", "位", "场", "次", "户", "件", "条", "套", "张", "碟", "期", "篇", "项", "台"],
  ...["家", "所", "处", "间", "份", "村", "组", "岁", "票", "家次", "户次", "批", "批次", "届", "班", "座", "辆"],
];

/** Measures, each with the other ways to write it: the same number in another one is another amount. */
const measures = [
  ["平方米", "㎡", "平米", "m²", "m2"],
  ["平方公里", "km²"],
  ["亩"],
  ["公顷"],
  ["公里", "千米", "km"],
  ["米", "m"],
  ["吨"],
  ["公斤", "千克", "kg"],
  ["小时"],
  ["天"],
  ["个月"],
  ["年"],
];

const byLength = (a: string, b: string) => b.length - a.length;

/** Everything that may stand after a count, the longer words first. */
export const countUnits: readonly string[] = [...counters, ...measures.flat()].sort(byLength);

const measureOf = (unit: string) => measures.find((names) => names.includes(unit));

/** Whether a column's title names another measure than the one typed: 5亩 in 室内面积(㎡). */
export function isOtherMeasure(title: string, unit: string): boolean {
  const [, named = ""] = /[((]([^()()]+)[))]$/.exec(title) ?? [];
  const [own, typed] = [measureOf(named), measureOf(unit)];
  return own !== undefined && typed !== undefined && own !== typed;
}
