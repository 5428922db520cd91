/** Values that do not fit: of another type, outside their limits, written otherwise than they can be read. */
import { formatText, type, type Words } from "./words.ts";

export const valueFaults = {
  invalidType: {
    zh: (p) => ({ message: `类型不对,应为${type(p.expected, "zh")}`, fix: `改为${type(p.expected, "zh")}` }),
    en: (p) => ({ message: `Wrong type, expected ${type(p.expected, "en")}`, fix: `Give ${type(p.expected, "en")}` }),
  },
  unknownKey: {
    zh: (p) => ({ message: `不认识的字段:${p.keys}`, fix: "删去该字段,或核对拼写" }),
    en: (p) => ({ message: `Unknown key: ${p.keys}`, fix: "Remove it or check its spelling" }),
  },
  required: {
    zh: (p) => ({ message: `缺少${p.title ? `“${p.title}”` : "该字段"}`, fix: "补上" }),
    en: (p) => ({ message: `${p.title ?? "This field"} is missing`, fix: "Add it" }),
  },
  invalidValue: {
    zh: (p) => ({ message: `${p.reason}`, fix: "按说明改正" }),
    en: (p) => ({ message: `${p.reason}`, fix: "Correct it as described" }),
  },
  tooFew: {
    zh: (p) => ({ message: `至少要有${p.limit}${p.unit === "string" ? "个字" : "项"}`, fix: "补足" }),
    en: (p) => ({ message: `At least ${p.limit} needed`, fix: "Add more" }),
  },
  tooMany: {
    zh: (p) => ({ message: `最多${p.limit}${p.unit === "string" ? "个字" : "项"}`, fix: "减少,或分次提交" }),
    en: (p) => ({ message: `At most ${p.limit} allowed`, fix: "Give fewer" }),
  },
  outOfRange: {
    zh: (p) => ({
      message: `须${p.least !== undefined ? `不小于${p.least}` : `不大于${p.most}`}`,
      fix: "改为范围内的数",
    }),
    en: (p) => ({
      message: p.least !== undefined ? `Must be at least ${p.least}` : `Must be at most ${p.most}`,
      fix: "Correct it",
    }),
  },
  badFormat: {
    zh: (p) => ({ message: "格式不对", fix: `须${formatText(p.format, "zh")}` }),
    en: (p) => ({ message: "Wrong format", fix: `Must ${formatText(p.format, "en")}` }),
  },
  notChoice: {
    zh: (p) => ({ message: "没有这一选项", fix: `可用:${p.choices}` }),
    en: (p) => ({ message: "No such choice", fix: `One of: ${p.choices}` }),
  },
  notNumber: {
    zh: (p) => ({ message: `“${p.title}”须为数字`, fix: "填数字,不带单位" }),
    en: (p) => ({ message: `${p.title} must be a number`, fix: "Type a number without a unit" }),
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
    zh: (p) => ({ message: `“${p.title}”没有这一选项`, fix: `可填:${p.choices}` }),
    en: (p) => ({ message: `${p.title} has no such option`, fix: `Choose of: ${p.choices}` }),
  },
  notDate: {
    zh: (p) => ({ message: `“${p.title}”须为日期`, fix: "写成 2014-09-28" }),
    en: (p) => ({ message: `${p.title} must be a date`, fix: "Write 2014-09-28" }),
  },
  notText: {
    zh: (p) => ({ message: `“${p.title}”须为文本`, fix: "编码请设为文本格式,以免丢失前导零" }),
    en: (p) => ({ message: `${p.title} must be text`, fix: "Send it as text, so that leading zeros stay" }),
  },
  badCode: {
    zh: (p) => ({
      message: `“${p.title}”不是可用的编码`,
      fix: "用字母、数字、汉字和 - _ . ,以字母或数字开头,最长 64 位",
    }),
    en: (p) => ({ message: `${p.title} is not a usable code`, fix: "Letters, digits, - _ . only, at most 64" }),
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
} as const satisfies Record<string, { zh: Words; en: Words }>;
