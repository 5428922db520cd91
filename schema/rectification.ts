/** Rectification (集中整顿): what the case of a backward organization goes through, as one table of states and actions. */
import type { Permission } from "./roles.ts";

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

/**
 * What can be done to a case: from which states, to which one (none: it stays in its own), who may, and whether a reason
 * or a new deadline must be given. `side` is whose work it is. It is done by somebody else than who took the steps in
 * `otherThan` since the last return.
 */
interface CaseRule {
  title: string;
  from: readonly CaseState[];
  to?: CaseState;
  permission: Permission;
  side: "township" | "county";
  needsReason?: true;
  needsDeadline?: true;
  otherThan?: readonly string[];
}
const work = { permission: "case:work", side: "township" } as const;
const review = { permission: "case:review", side: "county" } as const;
export const caseActions = {
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
} as const satisfies Record<string, CaseRule>;
export type CaseAction = keyof typeof caseActions;
export const caseActionNames = Object.keys(caseActions) as [CaseAction, ...CaseAction[]];
/** The rule of an action. */
export const caseRule = (action: CaseAction): CaseRule => caseActions[action];

/** The state after an action; none where it cannot be done from this one. */
export function afterCaseAction(state: CaseState, action: CaseAction): CaseState | undefined {
  const { from, to = state } = caseRule(action);
  return from.includes(state) ? to : undefined;
}

/** What can be done from a state. */
export const caseActionsFrom = (state: CaseState): CaseAction[] =>
  caseActionNames.filter((action) => afterCaseAction(state, action) !== undefined);

/** The registers in which a case's lists, people and progress are kept, as sheets. */
export const caseSheets = {
  plan: "register.rectification-plan",
  people: "register.rectification-people",
  progress: "register.rectification-progress",
} as const;
