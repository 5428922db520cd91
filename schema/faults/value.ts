/** Values of a request or document that do not fit: of another type, too many, outside their limits. */
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
} as const satisfies Record<string, { zh: Words; en: Words }>;
