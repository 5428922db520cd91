/** What a round goes through: drafted, opened, computed as often as wanted, published (公示), finalised (审定), archived (归档). */
import type { Action } from "./step.ts";

/** The states as a clerk reads them. */
export const roundTitles = {
  draft: "草稿",
  open: "已开",
  computed: "已算",
  published: "公示中",
  final: "已审定",
  archived: "已归档",
} as const;
export type RoundState = keyof typeof roundTitles;
export const roundStates = Object.keys(roundTitles) as [RoundState, ...RoundState[]];

/** The states in which a round may be computed, and submissions come and go. */
export const workingStates: readonly RoundState[] = ["open", "computed"];
export const isWorking = (state: RoundState): boolean => workingStates.includes(state);

/** The states in which the results count, and do not change any more. */
export const settledStates = ["final", "archived"] as const satisfies readonly RoundState[];
export const isSettled = (state: RoundState): boolean => (settledStates as readonly RoundState[]).includes(state);

/** What is done to a round by a step of its own. */
export type RoundAction = "open" | "adopt" | "reopen";
export const roundActions: Record<RoundAction, Action<RoundState> & { to: RoundState }> = {
  open: { title: "开启", from: ["draft"], to: "open", permission: "round:create" },
  adopt: {
    ...{ title: "改用现行办法", from: workingStates, to: "open", permission: "round:create" },
    needsReason: true,
  },
  reopen: {
    ...{ title: "重开", from: ["published", "final"], to: "computed", permission: "round:finalise" },
    needsReason: true,
  },
};
export const roundActionNames = Object.keys(roundActions) as [RoundAction, ...RoundAction[]];

/** The steps that are told of a round, with their titles; to publish and to archive are requests of their own. */
export const roundStepTitles = {
  open: "开启",
  adopt: "改用现行办法",
  reopen: "重开",
  publish: "公示",
  archive: "归档",
} as const;
export const roundStepNames = Object.keys(roundStepTitles) as [keyof typeof roundStepTitles];
