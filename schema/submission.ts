/** Submissions (报送): what a township's part of a round goes through, as one table of states and actions. */
import type { Action } from "./step.ts";

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

export type SubmissionAction = "submit" | "return" | "accept" | "lock";
const review = { permission: "submission:review" } as const;
export const submissionActions: Record<SubmissionAction, Action<SubmissionState>> = {
  submit: { title: "上报", from: ["pending", "returned"], to: "submitted", permission: "submission:submit" },
  return: { ...review, title: "退回", from: ["submitted", "accepted"], to: "returned", needsReason: true },
  accept: { ...review, title: "审核", from: ["submitted"], to: "accepted" },
  lock: { ...review, title: "锁定", from: ["accepted"], to: "locked" },
};
export const submissionActionNames = Object.keys(submissionActions) as [SubmissionAction, ...SubmissionAction[]];

/** Whether the township may still edit: not once it has submitted, until it is returned. */
export const isWithTownship = (state: SubmissionState): boolean => state === "pending" || state === "returned";

/** Whether a submission stands as reviewed. */
export const isAccepted = (state: SubmissionState): boolean => state === "accepted" || state === "locked";
