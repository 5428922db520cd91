/** Payments (发放): kinds of lines, and what a batch and its lines go through, as one table of states and actions. */
import type { Permission } from "./roles.ts";

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

/** What can be done: to a batch or to lines of it, from which state, to which one, who may, and what must be given. */
export const paymentActions = {
  approve: { title: "批准", of: "batch", from: "prepared", to: "approved", permission: "payment:approve", needs: [] },
  reject: {
    ...{ title: "否决", of: "batch", from: "prepared", to: "rejected", permission: "payment:approve" },
    needs: ["reason"],
  },
  pay: {
    ...{ title: "发放", of: "batch", from: "approved", to: "paid", permission: "payment:pay" },
    needs: ["reference", "paidOn"],
  },
  return: {
    ...{ title: "登记退回", of: "lines", from: "paid", to: "returned", permission: "payment:pay" },
    needs: ["lines", "reason"],
  },
  repay: {
    ...{ title: "重发", of: "lines", from: "returned", to: "paid", permission: "payment:pay" },
    needs: ["lines", "reference", "paidOn"],
  },
} as const satisfies Record<
  string,
  {
    title: string;
    of: "batch" | "lines";
    from: PaymentState;
    to: PaymentState;
    permission: Permission;
    needs: readonly ("reason" | "reference" | "paidOn" | "lines")[];
  }
>;
export type PaymentAction = keyof typeof paymentActions;
export const paymentActionNames = Object.keys(paymentActions) as [PaymentAction, ...PaymentAction[]];

/** What can be done from a state. */
export const paymentActionsFrom = (state: PaymentState): PaymentAction[] =>
  paymentActionNames.filter((action) => paymentActions[action].from === state);

/** What one payer bears of a line, in fen. */
export interface Part {
  code: string;
  title: string;
  amountFen: number;
}
