/** Request and response bodies of the cases of rectification. */
import * as z from "zod";
import { caseActionNames, caseStates } from "./rectification.ts";
import { count, label, reason, regionCode, taken, who } from "./wireParts.ts";

const deadline = z.iso.date().describe("整顿期限,北京时间该日终了");
const state = z
  .enum(caseStates)
  .describe("filed 已立案,rectifying 整改中,accepted 乡镇已验收,reviewed 县级已复核,closed 已销号");

export const newCases = z.strictObject({ deadline }).meta({ id: "NewCases" });
export const openedCases = z
  .object({
    round: z.string(),
    opened: count.describe("这次新立的件数;已立的不再立"),
    cases: z.array(z.object({ id: z.string(), subjectId: z.string(), regionCode, deadline })),
    label,
  })
  .meta({ id: "OpenedCases" });

export const caseQuery = z.strictObject({
  round: z.string().optional().describe("某一批次的,已销号的也列出"),
  region: regionCode.optional(),
  state: state.optional(),
  overdue: z.enum(["true", "false"]).optional().describe("只列超期的,或只列没有超期的"),
});

const head = {
  id: z.string(),
  round: z.string(),
  period: z.string().describe("名单所属的年度;问题、措施、责任清单和选派人员填在这一年度"),
  subjectId: z.string(),
  name: z.string().describe("党组织"),
  state,
  stateTitle: z.string(),
  deadline,
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
};
const standing = {
  ...head,
  regionCode,
  openedBy: who,
  daysLeft: z.int().nullable().describe("离期限还有几天,超期为负;已销号的为 null"),
  overdue: z.boolean(),
  missingMonths: z.array(z.string()).describe("立案次月至上月(已销号的至销号上月)没有进展记录的月份"),
  leader: z.string().nullable().describe("联系领导"),
  remind: z.string().nullable().describe("催办的文字;已销号的为 null"),
  fellBack: z.boolean().describe("以前销号,又列入名单"),
};
export const caseList = z
  .object({ cases: z.array(z.object(standing)).describe("超期的在前,其余按期限,已销号的在后"), label })
  .meta({ id: "CaseList" });
export const caseDetail = z
  .object({
    ...standing,
    rows: z.object({ plan: count, people: count, progress: count }).describe("清单、选派人员、月进展各有几行"),
    steps: z
      .array(
        z.object({
          step: z.int().positive(),
          action: z.enum(caseActionNames),
          title: z.string(),
          state,
          deadline: deadline.nullable().describe("延期以后的期限"),
          ...taken,
        }),
      )
      .describe("何人何时为何办了什么,先办的在前"),
    earlier: z.array(z.object(head)).describe("本组织和它所承继的组织以前年度的整顿,近的在前"),
    label,
  })
  .meta({ id: "CaseDetail" });
export const caseStep = z
  .strictObject({
    action: z
      .enum(caseActionNames)
      .describe("plan 报整改方案,accept 乡镇验收,review 县级复核,close 销号,return 退回整改,extend 延期"),
    reason: reason.optional().describe("原因;退回、延期必写"),
    deadline: deadline.optional().describe("新的期限,只用于延期"),
  })
  .meta({ id: "CaseStep" });
