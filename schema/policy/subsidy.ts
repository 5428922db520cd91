/** The subsidy kind: what a subject is due, by items and months; who pays which share, and within which fund. */
import * as z from "zod";
import { valueNode } from "./aggregates.ts";
import { peers, rounding } from "./arithmetic.ts";
import { basis, basisError, dated, hasBasis, yuan } from "./basis.ts";
import { inputCode } from "./condition.ts";

const code = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/)
  .max(40);
const title = z.string().min(1).max(60);

const item = z.strictObject({
  code,
  title,
  fundingType: z.string().min(1).max(30).optional().describe("印在哪个名目之下,如 基础补贴、以奖代补"),
  per: z.enum(["month", "period"]).describe("month 按月标准,逐月相加;period 本期一次"),
  amount: valueNode.describe("数额,元"),
  round: z
    .strictObject({
      to: yuan.refine((value) => value > 0, { error: "须大于零" }).describe("取整到:0.01 为分,1 为元,10 为十元"),
      mode: rounding,
    })
    .describe("每月(或本期)数额取整"),
});

const months = z.strictObject({
  input: inputCode.describe("任职月数或月份的指标"),
  missing: z.enum(["all", "unscored"]).describe("按年测算时未填月数:视为全年,或不予测算"),
});

export const appointments = z
  .strictObject({
    sheet: z.string().min(1).describe("任职名册"),
    person: z.string().min(1).describe("人员列"),
    from: z.string().min(1).describe("任职日期列"),
    to: z.string().min(1).describe("免职日期列"),
    input: inputCode.describe("由任职决定的指标"),
    column: z.string().min(1).describe("该指标所取的列"),
    start: z.enum(["current", "next"]).describe("任职从当月或次月起算"),
    end: z.enum(["current", "previous"]).describe("免职算到当月或上月"),
    concurrent: z.enum(["highest", "all"]).describe("同月兼任:只计最高的一份,或都计"),
    change: z
      .enum(["earlier", "later", "highest"])
      .optional()
      .describe(
        "月中换任(免一职、任一职在同一月)的当月:计原职、新职,或较高的一职,都只计一份,不看 start 与 end;不写则照 start、end、concurrent",
      ),
    place: z
      .string()
      .min(1)
      .optional()
      .describe("任职组织列,空格为人员名册同名列的组织;同一组织的同一职务,同一月只计一次。不写则不分组织"),
    ...basis,
  })
  .refine(hasBasis, basisError);

const payers = z.strictObject({
  shares: dated(z.array(z.strictObject({ code, title, share: z.int().positive() })).min(1)).describe("各方分担份数"),
  ties: z.enum(["earlier", "later"]).describe("最大余数相同时,余下的分归列在前的或列在后的"),
});

const fund = z
  .strictObject({
    code,
    title,
    peers: peers.optional().describe("哪一级各有一笔,如 county 每县一笔,预算为每一笔的数;不写为整个批次一笔"),
    budget: dated(yuan).describe("年度预算,元"),
    sources: dated(z.array(z.strictObject({ code, title, amount: yuan })).min(1)).describe("资金来源,合计应等于预算"),
    carryOver: dated(yuan).optional().describe("上年结转,元"),
    over: z
      .enum(["refuse", "proRata", "firstCome", "priority"])
      .describe("超出预算:只报告不发放 / 按比例压缩 / 先到先得 / 按优先次序"),
    order: inputCode.optional().describe("先到先得或优先次序所看的指标,小的在前"),
    ...basis,
  })
  .refine(hasBasis, basisError)
  .refine((value) => !["firstCome", "priority"].includes(value.over) || value.order !== undefined, {
    error: "先到先得与按优先次序须写明 order",
    path: ["order"],
  });

export const subsidyParts = {
  items: z.array(item).min(1).describe("各项补贴"),
  months: months.optional().describe("按月的项目怎样知道月数"),
  appointments: appointments.optional().describe("从任职名册取任职"),
  payers: payers.optional().describe("分级负担"),
  fund: fund.optional().describe("专项资金"),
};
