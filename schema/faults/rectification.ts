/** What stands in the way of a case of rectification: the list it comes from, its state, its measures, who acts. */
import { stepWords, type Words } from "./words.ts";

export const rectificationFaults = {
  noBackwardList: {
    zh: () => ({ message: "该批次不是党组织的后进倒排,没有可以立案的名单", fix: "用后进倒排办法的批次" }),
    en: () => ({
      message: "The round is no ranking of organizations and gives no list to open cases from",
      fix: "Name a round of a backward list",
    }),
  },
  roundNotFinal: {
    zh: () => ({ message: "名单还没有审定,不能立案", fix: "先由复核人审定该批次" }),
    en: () => ({ message: "The list is not final yet", fix: "Have the round finalised first" }),
  },
  caseState: stepWords(
    () => "该组织的整顿",
    () => "The case",
  ),
  planMissing: {
    zh: (p) => ({
      message: `${p.period}年的问题、措施、责任清单没有该组织的记录,不能${p.action}`,
      fix: "先在表 register.rectification-plan 中逐项填写问题、措施、责任人和完成时限",
    }),
    en: (p) => ({
      message: `No problems, measures and responsible persons are listed for ${p.period}`,
      fix: "Fill in the sheet register.rectification-plan first",
    }),
  },
  measureUnfinished: {
    zh: (p) => ({
      message: `还有${p.count}项措施没有完成日期:${p.measures}`,
      fix: "在表 register.rectification-plan 中填写完成日期和结果",
    }),
    en: (p) => ({
      message: `${p.count} measures have no finish date: ${p.measures}`,
      fix: "Give finish dates and results in the sheet register.rectification-plan",
    }),
  },
  byCounty: {
    zh: (p) => ({ message: `${p.action}由县里办理`, fix: "请管理该县的账号办理" }),
    en: () => ({ message: "The county does this", fix: "Ask an account of the county" }),
  },
  sameHand: {
    zh: (p) => ({
      message: `${p.action}须由验收、复核以外的人办理(同一人的几个账号按一人算)`,
      fix: "请另一位有此权限的人办理",
    }),
    en: () => ({
      message: "Who accepted or reviewed may not do this (all accounts of a person count as one)",
      fix: "Ask another person who may do this",
    }),
  },
  deadlineMissing: {
    zh: () => ({ message: "延期须写新的期限", fix: "在 deadline 中写明,如 2014-12-31" }),
    en: () => ({ message: "A new deadline is needed", fix: "Give it as deadline, such as 2014-12-31" }),
  },
  deadlineUnwanted: {
    zh: () => ({ message: "只有延期可以改期限", fix: "去掉 deadline,或另办延期" }),
    en: () => ({ message: "Only an extension changes the deadline", fix: "Leave it out, or extend" }),
  },
  deadlineNotLater: {
    zh: (p) => ({ message: `新的期限须晚于原来的 ${p.deadline}`, fix: "写更晚的日期" }),
    en: (p) => ({ message: `The new deadline must come after ${p.deadline}`, fix: "Give a later day" }),
  },
} as const satisfies Record<string, { zh: Words; en: Words }>;
