/** Submissions (报送): what a township's part of a round goes through, as one table of states and actions. */
import type { Permission } from "./roles.ts";

/** The states as a clerk reads them. */
export const submissionTitles = {
  pending: "未报",
  submitted: "已上报",
  returned: "已退回",
  accepted: "已审核",
  locked: "已锁定",
} as const;
export type SubmissionState = keyof typeof submissionTitles;
export const submissionStates = Object.keys(submissionTitles) as [SubmissionState, ...SubmissionState[]];

/** What can be done to a submission: from which states, to which one, who may, and whether a reason must be given. */
export const submissionActions = {
  submit: { title: "上报", from: ["pending", "returned"], to: "submitted", permission: "submission:submit" },
  return: {
    ...{ title: "退回", from: ["submitted", "accepted"], to: "returned", permission: "submission:review" },
    needsReason: true,
  },
  accept: { title: "审核", from: ["submitted"], to: "accepted", permission: "submission:review" },
  lock: { title: "锁定", from: ["accepted"], to: "locked", permission: "submission:review" },
} as const satisfies Record<
  string,
  {
    title: string;
    from: readonly SubmissionState[];
    to: SubmissionState;
    permission: Permission;
    needsReason?: true;
  }
>;
export type SubmissionAction = keyof typeof submissionActions;
export const submissionActionNames = Object.keys(submissionActions) as [SubmissionAction, ...SubmissionAction[]];

/** The state after an action; none where it cannot be done from this one. */
export function afterAction(state: SubmissionState, action: SubmissionAction): SubmissionState | undefined {
  const { from, to } = submissionActions[action];
  return (from as readonly SubmissionState[]).includes(state) ? to : undefined;
}

/** What can be done from a state. */
export const actionsFrom = (state: SubmissionState): SubmissionAction[] =>
  submissionActionNames.filter((action) => afterAction(state, action) !== undefined);

/** Whether the township may still edit: not once it has submitted, until it is returned. */
export const isWithTownship = (state: SubmissionState): boolean => state === "pending" || state === "returned";

/** Whether a submission stands as reviewed. */
export const isAccepted = (state: SubmissionState): boolean => state === "accepted" || state === "locked";
