/** Request and response bodies of submissions. */
import * as z from "zod";
import { submissionActionNames, submissionStates } from "./submission.ts";
import { label, reason, regionCode, taken } from "./wireParts.ts";

const deadline = z.iso.date().describe("报送期限,北京时间该日终了");

export const submissionStep = z
  .strictObject({
    action: z.enum(submissionActionNames).describe("submit 上报,return 退回,accept 审核,lock 锁定"),
    reason: reason.optional().describe("原因;退回必写"),
  })
  .meta({ id: "SubmissionStep" });
export const submission = z
  .object({
    round: z.string(),
    regionCode,
    deadline: deadline.nullable(),
    state: z
      .enum(submissionStates)
      .describe("pending 未报,submitted 已上报,returned 已退回,accepted 已审核,locked 已锁定"),
    steps: z
      .array(
        z.object({
          step: z.int().positive(),
          state: z.enum(submissionStates).describe("办理之后的状态"),
          ...taken,
        }),
      )
      .describe("何人何时为何办了什么,先办的在前"),
    label,
  })
  .meta({ id: "Submission" });
export const submissionProgress = z
  .object({
    round: z.string(),
    deadline,
    townships: z
      .array(
        z.object({
          regionCode,
          name: z.string().describe("乡镇"),
          state: z.enum(submissionStates),
          overdue: z.boolean().describe("过了期限仍未报,或退回未重报"),
          at: z.iso.datetime().nullable().describe("最近一次办理的时间;null 为未报,以下同"),
          by: z.string().nullable().describe("最近一次办理的人"),
          reason: z.string().nullable(),
          remind: z.string().nullable().describe("催报的文字;不须催的为 null"),
        }),
      )
      .describe("未报的在前,其次已退回的"),
    label,
  })
  .meta({ id: "SubmissionProgress" });
