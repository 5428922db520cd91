/** Request and response bodies of payments and funds. */
import * as z from "zod";
import { paymentActionNames, paymentKinds, paymentStates } from "./payment.ts";
import { count, label, reason, regionCode, taken } from "./wireParts.ts";

const fen = z.int();
const part = z.object({ code: z.string(), title: z.string(), amountFen: fen.describe("分;扣回为负") });
const parts = z.array(part).describe("各方分担,合计等于数额");
const balance = {
  dueFen: fen.describe("应付,按最近一次审定"),
  approvedFen: fen.describe("已批准(含已发放、退回)"),
  paidFen: fen.describe("已发放,不含退回的"),
  returnedFen: fen.describe("银行退回,尚未重发"),
  outstandingFen: fen.describe("应付减已发放"),
};
const payers = z.array(z.object({ code: z.string(), title: z.string(), ...balance })).describe("各方分担");

export const prepared = z
  .object({
    round: z.string(),
    batch: z.string().nullable().describe("编制的一批;没有可编制的为 null"),
    lines: count,
    counts: z
      .object({ due: count, backpay: count, clawback: count, reshare: count })
      .describe("应发、补发、扣回、调整分担各多少行"),
    amountFen: fen.describe("合计,分"),
    payers: parts,
    label,
  })
  .meta({ id: "PreparedPayments" });

export const paymentStep = z
  .strictObject({
    action: z.enum(paymentActionNames).describe("approve 批准,reject 否决,pay 发放,return 登记银行退回,repay 重发"),
    reason: reason.optional().describe("原因;reject、return 必写"),
    reference: z.string().trim().min(1).max(100).optional().describe("付款凭证号;pay、repay 必写"),
    paidOn: z.iso.date().optional().describe("付款日期;pay、repay 必写"),
    lines: z.array(z.string()).min(1).max(2000).optional().describe("哪几行;return、repay 必写"),
  })
  .meta({ id: "PaymentStep" });

const state = z
  .enum(paymentStates)
  .describe("prepared 已编制,rejected 已否决,approved 已批准,paid 已发放,returned 银行退回");

const batchHead = z.object({
  round: z.string(),
  batch: z.string(),
  state,
  lines: count.describe("管辖范围内的行数"),
  amountFen: fen,
  payers: parts,
});

export const paymentBatch = batchHead
  .extend({
    lines: z.array(
      z.object({
        id: z.string(),
        subjectId: z.string(),
        regionCode,
        name: z.string().describe("发放时的名称"),
        kind: z.enum(paymentKinds).describe("due 应发,backpay 补发,clawback 扣回,reshare 数额不变、各方分担调整"),
        amountFen: fen.describe("分;扣回为负"),
        parts,
        run: z.int().describe("据以编制的运算"),
        corrects: z.string().nullable().describe("所更正的行"),
        reason: z.string().nullable(),
        state,
        reference: z.string().nullable().describe("付款凭证号"),
        paidOn: z.string().nullable(),
      }),
    ),
    steps: z
      .array(
        z.object({
          step: z.int().positive(),
          line: z.string().nullable().describe("单独办理的一行;整批的为 null"),
          state,
          ...taken,
          reference: z.string().nullable(),
          paidOn: z.string().nullable(),
        }),
      )
      .describe("何人何时为何办了什么,先办的在前"),
    label,
  })
  .meta({ id: "PaymentBatch" });

export const roundPayments = z
  .object({
    round: z.string(),
    batches: z.array(batchHead),
    subjects: z.array(z.object({ subjectId: z.string(), regionCode, name: z.string(), ...balance })),
    total: z.object(balance),
    payers,
    label,
  })
  .meta({ id: "RoundPayments" });

export const fundQuery = z.strictObject({ period: z.string().max(10).describe("期,如 2014") });
export const fundList = z
  .object({
    period: z.string(),
    funds: z
      .array(
        z.object({
          round: z.string(),
          policyId: z.string(),
          regionCode,
          code: z.string(),
          title: z.string(),
          over: z
            .enum(["refuse", "proRata", "firstCome", "priority"])
            .describe("超出预算:不予发放,压缩,先到先得,优先次序"),
          budgetFen: fen.describe("本期预算"),
          carryOverFen: fen.describe("上年结转,按办法"),
          computedCarryOverFen: fen.nullable().describe("上一期的批次实际结余;没有上一期的为 null"),
          ...balance,
          leftFen: fen.describe("预算加结转减已发放"),
          freeFen: fen.describe("预算加结转减已批准"),
          overFen: count.describe("应付超出预算加结转多少;不超为 0"),
          payers,
        }),
      )
      .describe("管辖范围内各批次的专项资金"),
    label,
  })
  .meta({ id: "FundList" });
