/** Cells that cannot be read, and what a clerk should know of one that was read otherwise than typed. */
import { periodTitle } from "../period.ts";
import type { Params, Words } from "./words.ts";

const idNumberParts: Record<string, { zh: (length: unknown) => string; en: (length: unknown) => string }> = {
  length: {
    zh: (length) => `不是 18 位(17 位数字,末位数字或 X;现为 ${length} 位)`,
    en: (length) => `is not 17 digits and a digit or X (it has ${length} characters)`,
  },
  date: { zh: () => "第 7 至 14 位不是出生日期", en: () => "has no date of birth in places 7 to 14" },
  check: { zh: () => "末位校验码不符", en: () => "has a wrong check digit" },
};

const units: Record<string, { zh: string; en: string }> = {
  yuan: { zh: "元", en: " yuan" },
  wanYuan: { zh: "万元", en: " × 10,000 yuan" },
};

/** How a value was read: 30+,即不少于30; 2014年9月,没有日; 493.7万元. */
function readZh({ value, unit, least, month }: Params): string {
  if (month !== undefined) return `${periodTitle(String(month))},没有日`;
  const after = unit === undefined ? "" : units[unit]!.zh;
  return least === undefined ? `${value}${after}` : `${value},即不少于${least}${after}`;
}
function readEn({ value, unit, least, month }: Params): string {
  if (month !== undefined) return `${month}, without a day`;
  const after = unit === undefined ? "" : units[unit]!.en;
  return least === undefined ? `${value}${after}` : `${value}, at least ${least}${after}`;
}

export const cellFaults = {
  notNumber: {
    zh: (p) => ({ message: `“${p.title}”须为数字`, fix: "填数字,不带单位" }),
    en: (p) => ({ message: `${p.title} must be a number`, fix: "Type a number without a unit" }),
  },
  notExact: {
    zh: (p) => ({ message: `“${p.title}”填的“${p.typed}”不是确数`, fix: "核实后填确数,不写约、近、左右" }),
    en: (p) => ({ message: `${p.title}: “${p.typed}” is not exact`, fix: "Find out and type the number itself" }),
  },
  lowerBound: {
    zh: (p) => ({ message: `“${p.title}”填的“${p.typed}”只是下限`, fix: "本列须填确数,核实后填" }),
    en: (p) => ({ message: `${p.title}: “${p.typed}” is a lower bound only`, fix: "Type the exact number" }),
  },
  otherUnit: {
    zh: (p) => ({ message: `“${p.title}”填的“${p.typed}”是另一种单位`, fix: "换算成本列的单位再填" }),
    en: (p) => ({ message: `${p.title}: “${p.typed}” is in another unit`, fix: "Convert it to the column's unit" }),
  },
  tooManyDecimals: {
    zh: (p) => ({ message: `“${p.title}”最多${p.places}位小数`, fix: `保留${p.places}位小数` }),
    en: (p) => ({ message: `${p.title} may have ${p.places} decimals`, fix: "Use fewer decimals" }),
  },
  tooSmall: {
    zh: (p) => ({ message: `“${p.title}”不能小于${p.limit}`, fix: `填不小于${p.limit}的数` }),
    en: (p) => ({ message: `${p.title} must be at least ${p.limit}`, fix: `Type ${p.limit} or more` }),
  },
  tooLarge: {
    zh: (p) => ({ message: `“${p.title}”不能大于${p.limit}`, fix: `填不大于${p.limit}的数` }),
    en: (p) => ({ message: `${p.title} must be at most ${p.limit}`, fix: `Type ${p.limit} or less` }),
  },
  tooLong: {
    zh: (p) => ({ message: `“${p.title}”超过${p.limit}字`, fix: `压缩到${p.limit}字以内` }),
    en: (p) => ({ message: `${p.title} is longer than ${p.limit}`, fix: "Shorten it" }),
  },
  notFlag: {
    zh: (p) => ({ message: `“${p.title}”须填是或否`, fix: "填“是”或“否”" }),
    en: (p) => ({ message: `${p.title} must be yes or no`, fix: "Type yes or no" }),
  },
  notOption: {
    zh: (p) => ({ message: `“${p.title}”没有“${p.value}”这一选项`, fix: `可填:${p.choices}` }),
    en: (p) => ({ message: `${p.title} has no option “${p.value}”`, fix: `Choose of: ${p.choices}` }),
  },
  notDate: {
    zh: (p) => ({ message: `“${p.title}”须为日期`, fix: "写成 2014-09-28" }),
    en: (p) => ({ message: `${p.title} must be a date`, fix: "Write 2014-09-28" }),
  },
  dayMissing: {
    zh: (p) => ({ message: `“${p.title}”须写到日`, fix: "补上日,写成 2014-09-28" }),
    en: (p) => ({ message: `${p.title} must name the day`, fix: "Add the day: 2014-09-28" }),
  },
  yearOnly: {
    zh: (p) => ({ message: `“${p.title}”只有年份`, fix: "补上月、日,写成 2014-09-28" }),
    en: (p) => ({ message: `${p.title} is only a year`, fix: "Add month and day: 2014-09-28" }),
  },
  shortYear: {
    zh: (p) => ({ message: `“${p.title}”的年份不足四位`, fix: "年份写满四位,如 2014-09-28" }),
    en: (p) => ({ message: `${p.title} has no year of four digits`, fix: "Write all four: 2014-09-28" }),
  },
  monthUnclear: {
    zh: (p) => ({
      message: `“${p.title}”分不清是 1 月还是 10 月(Excel 把 2014.10 存成 2014.1)`,
      fix: "写成 2014-01 或 2014-10",
    }),
    en: (p) => ({
      message: `${p.title} could be January or October (Excel keeps 2014.10 as 2014.1)`,
      fix: "Write 2014-01 or 2014-10",
    }),
  },
  notText: {
    zh: (p) => ({ message: `“${p.title}”须为文本`, fix: "编码请设为文本格式,以免丢失前导零" }),
    en: (p) => ({ message: `${p.title} must be text`, fix: "Send it as text, so that leading zeros stay" }),
  },
  digitsLost: {
    zh: (p) => ({
      message: `“${p.title}”成了数字,Excel 只保留 15 位,以后各位已变成 0`,
      fix: "先把该列设为文本格式,再照原件重新录入",
    }),
    en: (p) => ({
      message: `${p.title} has become a number, of which Excel keeps 15 digits; the rest is lost`,
      fix: "Format the column as text, then type it again from the original",
    }),
  },
  badCode: {
    zh: (p) => ({
      message: `“${p.title}”不是可用的编码`,
      fix: "用字母、数字、汉字和 - _ . ,以字母或数字开头,最长 64 位",
    }),
    en: (p) => ({ message: `${p.title} is not a usable code`, fix: "Letters, digits, - _ . only, at most 64" }),
  },
  badIdNumber: {
    zh: (p) => ({
      message: `“${p.title}”${idNumberParts[String(p.part)]?.zh(p.length)}`,
      fix: "对照身份证逐位核对,设为文本格式后重新录入",
    }),
    en: (p) => ({
      message: `${p.title} ${idNumberParts[String(p.part)]?.en(p.length)}`,
      fix: "Compare it with the card, digit by digit",
    }),
  },
  maskedValue: {
    zh: (p) => ({
      message: `“${p.title}”填的是掩码(带 *),不是现有的值的掩码`,
      fix: "要改就照原件填完整的值;不改的,不提交这一格,或重新取数后原样交回",
    }),
    en: (p) => ({
      message: `${p.title} is a mask (with *), and not that of the value that stands`,
      fix: "Type the whole value from the original; to leave it as it is, do not send the cell, or pull again and send it back as it is",
    }),
  },
  excelError: {
    zh: (p) => ({ message: `“${p.title}”是 Excel 的出错标记,不是数据`, fix: "改正公式,或直接填数据" }),
    en: (p) => ({ message: `${p.title} is an error of Excel, not data`, fix: "Correct the formula or type the data" }),
  },
  notSpells: {
    zh: (p) => ({ message: `“${p.title}”不是任职经历`, fix: "写成 secretary 2001-01/2008-02; deputy 1998-03/2000-12" }),
    en: (p) => ({ message: `${p.title} is no list of spells`, fix: "Write secretary 2001-01/2008-02; …" }),
  },
  notMonths: {
    zh: (p) => ({ message: `“${p.title}”不是月数或月份`, fix: "写月数 7,或月份 1-7,9" }),
    en: (p) => ({ message: `${p.title} is neither a count nor a list of months`, fix: "Write 7, or 1-7,9" }),
  },
  badNotation: {
    zh: (p) => ({ message: `“${p.title}”的写法不对`, fix: `照这样写:${p.example}` }),
    en: (p) => ({ message: `${p.title} is not written as it should be`, fix: `Write it like this: ${p.example}` }),
  },
  readAs: {
    zh: (p) => ({ message: `“${p.title}”:“${p.typed}”读作${readZh(p)}`, fix: "如不是这个意思,请改填" }),
    en: (p) => ({
      message: `${p.title}: “${p.typed}” was read as ${readEn(p)}`,
      fix: "Type it again if it means otherwise",
    }),
  },
  controlsRemoved: {
    zh: (p) => ({ message: `“${p.title}”中有${p.count}个看不见的控制字符,已去掉`, fix: "核对文字是否完整" }),
    en: (p) => ({
      message: `${p.count} control characters were taken out of ${p.title}`,
      fix: "See that the text is whole",
    }),
  },
} as const satisfies Record<string, { zh: Words; en: Words }>;
