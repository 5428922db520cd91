/** What the rules of a register, or of a tally, say against a row; `rule` is the rule's title. */
import { periodTitle } from "../period.ts";
import type { Params, Words } from "./words.ts";

/** The figures that disagree; none are told of what lies beyond the pusher's region. */
function figuresZh({ sum, limit, unit }: Params): string {
  const amount = (figure: Params[string]) => `${String(figure).replace("+", "余")}${unit === "wanYuan" ? "万元" : ""}`;
  return sum === undefined ? "" : `,现为${amount(sum)}和${amount(limit)}`;
}
function figuresEn({ sum, limit, unit }: Params): string {
  return sum === undefined ? "" : `, but it is ${sum} against ${limit}${unit === "wanYuan" ? " (× 10,000 yuan)" : ""}`;
}

export const ruleFaults = {
  duplicateValue: {
    zh: (p) => ({ message: `${p.rule}:“${p.columns}”与别的行重复`, fix: "核对后改填;确为同一事项的,在原来的行上修改" }),
    en: (p) => ({ message: `${p.rule}: another row has the same ${p.columns}`, fix: "Correct it, or change that row" }),
  },
  sumMismatch: {
    zh: (p) => ({ message: `${p.rule}:须${p.said}${figuresZh(p)}`, fix: "核对这几列" }),
    en: (p) => ({ message: `${p.rule}: ${p.said} must hold${figuresEn(p)}`, fix: "Check these columns" }),
  },
  totalMismatch: {
    zh: (p) => ({ message: `${p.rule}:各行合计须${p.said}${figuresZh(p)}`, fix: "核对各行,一并提交" }),
    en: (p) => ({
      message: `${p.rule}: over all rows ${p.said} must hold${figuresEn(p)}`,
      fix: "Check the rows and push them together",
    }),
  },
  wrongOrder: {
    zh: (p) => ({
      message: `${p.rule}:“${p.title}”${p.date}${p.same ? "不能与" : "早于"}“${p.before}”${p.dateBefore}${p.same ? "同一天" : ""}`,
      fix: "核对这两个日期",
    }),
    en: (p) => ({
      message: `${p.rule}: ${p.title} (${p.date}) must come after ${p.before} (${p.dateBefore})`,
      fix: "Check both dates",
    }),
  },
  outsidePeriod: {
    zh: (p) => ({
      message: `${p.rule}:“${p.title}”${p.date}不在${periodTitle(String(p.period))}之内`,
      fix: "改正日期,或填到所属的那一期",
    }),
    en: (p) => ({
      message: `${p.rule}: ${p.title} (${p.date}) lies outside ${p.period}`,
      fix: "Correct it or the period",
    }),
  },
  requiredWhere: {
    zh: (p) => ({ message: `${p.rule}:“${p.title}”须填`, fix: "补上" }),
    en: (p) => ({ message: `${p.rule}: ${p.title} is missing`, fix: "Add it" }),
  },
  blankWhere: {
    zh: (p) => ({ message: `${p.rule}:“${p.title}”须空着`, fix: "清空该格,或改正有关的格" }),
    en: (p) => ({ message: `${p.rule}: ${p.title} must be empty`, fix: "Empty it" }),
  },
  notCovered: {
    zh: (p) => ({ message: `${p.rule}:“${p.title}”还缺${p.missing}`, fix: "补上,或等填齐" }),
    en: (p) => ({ message: `${p.rule}: ${p.title} still lacks ${p.missing}`, fix: "Add them" }),
  },
  tallyMismatch: {
    zh: (p) => ({ message: `计票不符:${p.text}`, fix: "对照原始计票单核对;原件如此的照填,查明之前不评分" }),
    en: (p) => ({
      message: `The tally does not add up: ${p.text}`,
      fix: "Compare it with the paper; it is kept as it is and not scored until resolved",
    }),
  },
} as const satisfies Record<string, { zh: Words; en: Words }>;
