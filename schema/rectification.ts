/** Rectification (集中整顿): what the case of a backward organization goes through, as one table of states and actions. */
import type { Action } from "./step.ts";

/** The states as a clerk reads them. */
export const caseTitles = {
  filed: "已立案",
  rectifying: "整改中",
  accepted: "乡镇已验收",
  reviewed: "县级已复核",
  closed: "已销号",
} as const;
export type CaseState = keyof typeof caseTitles;
export const caseStates = Object.keys(caseTitles) as [CaseState, ...CaseState[]];

export type CaseAction = "plan" | "accept" | "review" | "close" | "return" | "extend";
/**
 * What can be done to a case: whose work it is, whether a new deadline must be given, and the actions that somebody else
 * must have taken since the last return.
 */
interface CaseRule extends Action<CaseState> {
  side: "township" | "county";
  needsDeadline?: true;
  otherThan?: readonly CaseAction[];
}
const work = { permission: "case:work", side: "township" } as const;
const review = { permission: "case:review", side: "county" } as const;
export const caseActions: Record<CaseAction, CaseRule> = {
  plan: { ...work, title: "报整改方案", from: ["filed"], to: "rectifying" },
  accept: { ...work, title: "乡镇验收", from: ["rectifying"], to: "accepted" },
  review: { ...review, title: "县级复核", from: ["accepted"], to: "reviewed", otherThan: ["accept"] },
  close: {
    ...{ title: "销号", from: ["reviewed"], to: "closed", permission: "case:close", side: "county" },
    otherThan: ["accept", "review"],
  },
  return: { ...review, title: "退回整改", from: ["accepted", "reviewed"], to: "rectifying", needsReason: true },
  extend: {
    ...{ ...review, title: "延期", from: ["filed", "rectifying", "accepted", "reviewed"] },
    ...{ needsReason: true, needsDeadline: true },
  },
};
export const caseActionNames = Object.keys(caseActions) as [CaseAction, ...CaseAction[]];

/** The registers in which a case's lists, people and progress are kept, as sheets. */
export const caseSheets = {
  plan: "register.rectification-plan",
  people: "register.rectification-people",
  progress: "register.rectification-progress",
} as const;
