/** Payments (发放): kinds of lines, and what a batch and its lines go through, as one table of states and actions. */
import type { Action } from "./step.ts";

/** The kinds of lines as a clerk reads them. */
export const paymentKindTitles = { due: "应发", backpay: "补发", clawback: "扣回", reshare: "调整分担" } as const;
export type PaymentKind = keyof typeof paymentKindTitles;
export const paymentKinds = Object.keys(paymentKindTitles) as [PaymentKind, ...PaymentKind[]];

/** The states as a clerk reads them; `returned` is a line's own. */
export const paymentTitles = {
  prepared: "已编制",
  rejected: "已否决",
  approved: "已批准",
  paid: "已发放",
  returned: "银行退回",
} as const;
export type PaymentState = keyof typeof paymentTitles;
export const paymentStates = Object.keys(paymentTitles) as [PaymentState, ...PaymentState[]];

/** What can be done, to a batch or to lines of it, and what must be given. */
export type PaymentAction = "approve" | "reject" | "pay" | "return" | "repay";
interface PaymentRule extends Action<PaymentState> {
  of: "batch" | "lines";
  to: PaymentState;
  needs: readonly ("reason" | "reference" | "paidOn" | "lines")[];
}
const approval = { of: "batch", from: ["prepared"], permission: "payment:approve" } as const;
const paying = { permission: "payment:pay" } as const;
export const paymentActions: Record<PaymentAction, PaymentRule> = {
  approve: { ...approval, title: "批准", to: "approved", needs: [] },
  reject: { ...approval, title: "否决", from: ["prepared", "approved"], to: "rejected", needs: ["reason"] },
  pay: { ...paying, title: "发放", of: "batch", from: ["approved"], to: "paid", needs: ["reference", "paidOn"] },
  return: { ...paying, title: "登记退回", of: "lines", from: ["paid"], to: "returned", needs: ["lines", "reason"] },
  repay: {
    ...{ ...paying, title: "重发", of: "lines", from: ["returned"], to: "paid" },
    needs: ["lines", "reference", "paidOn"],
  },
};
export const paymentActionNames = Object.keys(paymentActions) as [PaymentAction, ...PaymentAction[]];

/** What one payer bears of a line, in fen. */
export interface Part {
  code: string;
  title: string;
  amountFen: number;
}
