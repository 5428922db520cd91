/** Request and response bodies of the audit. */
import * as z from "zod";
import { type AuditAction, auditActions } from "./auditActions.ts";
import { label, lastSeal, regionCode, who } from "./wireParts.ts";

const next = z.string().nullable().describe("下一页的 cursor;null 为最后一页");
const actions = Object.keys(auditActions) as [AuditAction, ...AuditAction[]];

export const auditQuery = z.strictObject({
  principal: z.string().max(100).optional().describe("何人:账号"),
  action: z.enum(actions).optional().describe("做了什么"),
  target: z.string().max(300).optional().describe("对什么:表、批次、办法@版本、账号"),
  from: z.iso.date().optional().describe("从哪一天起(北京时间,含),如 2014-07-01"),
  to: z.iso.date().optional().describe("到哪一天止(北京时间,含)"),
  push: z.coerce.number().int().positive().optional().describe("提交号"),
  region: regionCode.optional().describe("只要该区划内的"),
  cursor: z.coerce.number().int().positive().optional().describe("上一页的 next"),
  limit: z.coerce.number().int().min(1).max(1000).optional().describe("每页行数,默认 100"),
});

export const auditList = z
  .object({
    lines: z
      .array(
        z.object({
          line: z.int().positive().describe("行号"),
          at: z.string(),
          principal: who,
          action: z.enum(actions),
          title: z.string().describe("做了什么"),
          target: z.string(),
          regionCode: z.string().nullable().describe("所涉及的最小区划;null 为不属于任何区划"),
          push: z.int().positive().nullable().describe("提交号"),
          credential: z.string().nullable().describe("凭证"),
          address: z.string().nullable().describe("网络地址"),
          requestId: z.string(),
          detail: z.unknown().describe("所要求的内容;目标已说明的为 null"),
          sealed: z.boolean().describe("是否已封存"),
        }),
      )
      .describe("最近的在前"),
    next,
    seal: lastSeal.describe("最近的封存值:封存至哪一行;印在公示、打印件上,可以 npm run audit:verify -- --seal 核对"),
    label,
  })
  .meta({ id: "AuditList" });
