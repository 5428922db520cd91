/** Request and response bodies of what a round goes through, of notices and of objections. */
import * as z from "zod";
import { audienceNames, effectNames } from "./publication.ts";
import { roundActionNames, roundStates, roundStepNames } from "./round.ts";
import { label, lastSeal, reason, regionCode, taken } from "./wireParts.ts";

const day = z.iso.date();
const text = (longest: number) => z.string().trim().min(1).max(longest);

export const roundStep = z
  .strictObject({
    action: z
      .enum(roundActionNames)
      .describe("open 开启草稿,adopt 未公示的改用现行的一版办法,reopen 重开已公示、已审定的"),
    reason: reason.optional().describe("原因;改用现行办法、重开必写"),
    policyVersion: z.int().positive().optional().describe("现行的版本;有尚未启用的草案而仍要用现行的,开启、改用时写明"),
  })
  .meta({ id: "RoundStep" });

export const roundSteps = z
  .object({
    round: z.string(),
    state: z.enum(roundStates),
    steps: z
      .array(
        z.object({
          step: z.int().positive(),
          action: z.enum(roundStepNames).describe("open 开启,adopt 改用现行办法,publish 公示,reopen 重开,archive 归档"),
          state: z.enum(roundStates).describe("办理之后的状态"),
          ...taken,
          detail: z
            .record(z.string(), z.unknown())
            .nullable()
            .describe(
              "改用现行办法:以前的版本;重开:以前审定的运算、审定人、时间和存证;公示:公示号、认可的假设值;归档:文件的 SHA-256",
            ),
        }),
      )
      .describe("先办的在前"),
    label,
  })
  .meta({ id: "RoundSteps" });

export const newNotice = z
  .strictObject({
    audience: z
      .array(z.enum(audienceNames))
      .min(1)
      .max(3)
      .describe("公示范围:villageBoard 村务公开栏,intranet 内网,internet 互联网"),
    opensOn: day.describe("公示起日"),
    closesOn: day.describe("公示止日,北京时间该日终了"),
    telephone: text(60).describe("受理异议的电话"),
    number: text(60).optional().describe("文号;不写则按年编号,如 公示〔2014〕1号"),
    title: text(120).optional().describe("标题;不写则由办法和期而来"),
    text: text(4000).optional().describe("正文;不写则为通行的写法"),
    acknowledgeAssumed: z.boolean().optional().describe("认可办法中没有文件依据的假设值;有假设值的须写 true"),
    reason: reason.optional().describe("倒排名单上互联网的理由;其他情形可不写"),
  })
  .meta({ id: "NewNotice" });

const noticeFields = z.object({
  notice: z.int().positive().describe("公示号"),
  round: z.string(),
  run: z.int().positive().describe("所公示的运算"),
  regionCode,
  number: z.string().describe("文号"),
  audience: z.array(z.enum(audienceNames)),
  title: z.string(),
  text: z.string(),
  opensOn: day,
  closesOn: day,
  telephone: z.string(),
  seal: lastSeal.describe("发布时最近一次审计封存;null 为尚未封存过"),
  at: z.iso.datetime(),
  by: z.string().describe("发布人"),
  closedAt: z.iso.datetime().nullable().describe("期满或因重开而结束的时间;null 为公示中"),
  objections: z.object({ all: z.int(), open: z.int().describe("尚未答复的"), upheld: z.int().describe("成立的") }),
});
export const notice = noticeFields.extend({ label }).meta({ id: "Notice" });
export const noticeList = z
  .object({ notices: z.array(noticeFields).describe("最近的在前"), label })
  .meta({ id: "NoticeList" });

export const newObjection = z
  .strictObject({
    subjectId: text(64).describe("对谁的结果有异议"),
    text: text(2000).describe("异议内容"),
    objector: text(60).optional().describe("反映人;匿名的不写"),
    contact: text(100).optional().describe("联系方式"),
    receivedOn: day.describe("收到的日期"),
  })
  .meta({ id: "NewObjection" });
export const newAnswer = z
  .strictObject({
    answer: text(2000).describe("调查情况和答复"),
    effect: z.enum(effectNames).describe("dismissed 不成立,upheld 成立:须重开批次更正"),
  })
  .meta({ id: "NewAnswer" });
const objectionFields = z.object({
  objection: z.int().positive(),
  notice: z.int().positive(),
  subjectId: z.string(),
  regionCode,
  text: z.string(),
  receivedOn: day,
  at: z.iso.datetime(),
  by: z.string().describe("登记人"),
  objector: z.string().nullable().describe("反映人;受保护,只给有权看个人信息的人,其余为 null"),
  contact: z.string().nullable(),
  answer: z.string().nullable(),
  effect: z.enum(effectNames).nullable(),
  answeredAt: z.iso.datetime().nullable(),
  answeredBy: z.string().nullable(),
});
export const objection = objectionFields.extend({ label }).meta({ id: "Objection" });
export const objectionList = z
  .object({ objections: z.array(objectionFields).describe("未答复的在前"), label })
  .meta({ id: "ObjectionList" });
export const clearance = z
  .object({
    notice: z.int().positive(),
    number: z.string(),
    text: z.string().describe("无异议证明的正文,可以直接打印"),
    objections: z.int(),
    seal: lastSeal.describe("最近一次审计封存"),
    label,
  })
  .meta({ id: "Clearance" });
