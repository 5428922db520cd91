/** Problems of a whole request (problem+json): closed codes, status and title, and what zod refused as faults. */
import * as z from "zod";
import { type Fault, type FaultCode, type FaultWords, faults } from "./fault.ts";
import { pointerOf } from "./pointer.ts";

/** Problems of a whole request: HTTP status and title. */
export const problems = {
  badJson: { status: 400, zh: "请求不是有效的 JSON", en: "The request is not valid JSON" },
  badQuery: { status: 400, zh: "查询参数有误", en: "A query parameter is wrong" },
  unauthenticated: { status: 401, zh: "请先登录", en: "Sign in first" },
  wrongPassword: { status: 401, zh: "账号或密码不对", en: "Wrong account or password" },
  wrongIdToken: {
    status: 401,
    zh: "身份令牌无效、过期,或没有对应的账号",
    en: "The identity token is not valid, or has expired, or names no account here",
  },
  wrongCode: {
    status: 401,
    zh: "账号或一次性码不对,或已用过、过期",
    en: "Wrong account or one-time code, or used or expired",
  },
  forbidden: { status: 403, zh: "您的角色没有这项权限", en: "Your role does not permit this" },
  foreignOrigin: {
    status: 403,
    zh: "请求不是从本站的网页发来的",
    en: "The request does not come from a page of this site",
  },
  secondPerson: { status: 403, zh: "须由另一人办理", en: "Another person must do this" },
  notFound: { status: 404, zh: "没有找到", en: "Not found" },
  roundExists: { status: 409, zh: "该办法在本地区本期已有批次", en: "This round exists already" },
  notCurrent: {
    status: 409,
    zh: "批次没有按现有数据算过",
    en: "The round has not been computed over the data as it stands",
  },
  roundFinal: { status: 409, zh: "批次已经审定", en: "The round is final" },
  roundState: { status: 409, zh: "批次现在的状态不能这样办理", en: "The round's state does not allow this" },
  notReady: { status: 409, zh: "还有事情没有办完", en: "Something is still to be done" },
  noticeNumber: { status: 409, zh: "本地区已有这个文号的公示", en: "The region has a notice of this number" },
  answered: { status: 409, zh: "这件异议已经答复", en: "The objection has been answered" },
  submissionState: { status: 409, zh: "报送现在的状态不能这样办理", en: "The submission's state does not allow this" },
  roundNotFinal: { status: 409, zh: "批次还没有审定", en: "The round is not final yet" },
  caseState: { status: 409, zh: "整顿现在的状态不能这样办理", en: "The case's state does not allow this" },
  paymentState: { status: 409, zh: "发放现在的状态不能这样办理", en: "The payment's state does not allow this" },
  overBudget: { status: 409, zh: "超出专项资金", en: "The fund does not hold as much" },
  versionMoved: {
    status: 409,
    zh: "办法已有更新的一版,请在其上修改",
    en: "The policy has a later version; change that one",
  },
  versionUnchanged: {
    status: 409,
    zh: "内容与现有的一版相同,没有新存",
    en: "Nothing differs from the present version",
  },
  notDraft: { status: 409, zh: "这一版不是草案,不能启用", en: "This version is not a draft" },
  notUndoable: { status: 409, zh: "这次提交不能撤销", en: "This push cannot be undone" },
  busy: { status: 409, zh: "同时修改的人太多,请重试", en: "Too many changes at once; try again" },
  atomicRefused: {
    status: 409,
    zh: "整批提交中有不能保存的行,全部未保存",
    en: "Some rows cannot be saved; none was",
  },
  tooLarge: { status: 413, zh: "请求体太大", en: "The request body is too large" },
  urlTooLong: { status: 414, zh: "地址太长", en: "The address is too long" },
  notJson: { status: 415, zh: "请求体须为 application/json", en: "The body must be application/json" },
  notForm: {
    status: 415,
    zh: "请求体须为 multipart/form-data,文件放在 file 中",
    en: "The body must be multipart/form-data, with the file as file",
  },
  tooMany: { status: 429, zh: "试错的次数太多,请稍候再试", en: "Too many wrong tries; wait a little" },
  tooFast: { status: 429, zh: "请求太频繁,请稍候再试", en: "Too many requests; wait a little" },
  invalid: { status: 422, zh: "请求内容有误", en: "The request does not fit" },
  badFile: { status: 422, zh: "文件不能收", en: "The file cannot be taken" },
  testsFail: { status: 422, zh: "办法的算例不符,不能启用", en: "Cases of the policy fail; it cannot be activated" },
  keyReused: {
    status: 422,
    zh: "同一 Idempotency-Key 已用于另一请求",
    en: "This Idempotency-Key was used for another request",
  },
  evidenceBroken: {
    status: 500,
    zh: "存证与审定时不符",
    en: "The evidence is not what was kept when the round was finalised",
  },
  internal: { status: 500, zh: "系统内部错误", en: "Internal error" },
} as const satisfies Record<string, { status: number; zh: string; en: string }>;
export type ProblemCode = keyof typeof problems;

export const faultBody = z.object({
  pointer: z.string().describe("位置,JSON pointer"),
  code: z.enum(Object.keys(faults) as [FaultCode, ...FaultCode[]]),
  message: z.string().describe("原因"),
  fix: z.string().describe("怎样改正"),
});

export const problemBody = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
    requestId: z.string(),
    errors: z.array(faultBody).optional(),
    id: z.string().optional().describe("已有对象的编号(roundExists)"),
    version: z.int().optional().describe("办法现有的最新一版(versionMoved、versionUnchanged)"),
    retryAfter: z.int().optional().describe("多少秒以后再试(tooMany);也在 Retry-After 中"),
    failed: z.array(z.looseObject({})).optional().describe("不符的算例(testsFail)"),
    results: z.array(z.looseObject({})).optional().describe("不能保存的行(atomicRefused)"),
  })
  .meta({ id: "Problem" });
export type ProblemBody = z.infer<typeof problemBody>;

/** What zod refused, as faults with their places. */
export function zodFaults(issues: readonly z.core.$ZodIssue[], prefix = ""): Fault[] {
  return issues.flatMap((issue): Fault[] => {
    const pointer = prefix + pointerOf(issue.path);
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({
        pointer: `${pointer}${pointerOf([key])}`,
        code: "unknownKey",
        params: { keys: key },
      }));
    if (issue.code === "invalid_union") {
      const best = issue.errors.filter((list) => list.length > 0).sort((a, b) => depth(b) - depth(a))[0];
      if (best && depth(best) > 0) return zodFaults(best, pointer);
    }
    return [{ pointer, ...wordsOf(issue) }];
  });
}

/** An issue of one value as a fault. */
function wordsOf(issue: z.core.$ZodIssue): FaultWords {
  switch (issue.code) {
    case "invalid_type":
      return issue.message.includes("undefined")
        ? { code: "required", params: {} }
        : { code: "invalidType", params: { expected: issue.expected } };
    case "too_small":
      return issue.origin === "number" || issue.origin === "int"
        ? { code: "outOfRange", params: { least: Number(issue.minimum) } }
        : { code: "tooFew", params: { limit: Number(issue.minimum), unit: issue.origin } };
    case "too_big":
      return issue.origin === "number" || issue.origin === "int"
        ? { code: "outOfRange", params: { most: Number(issue.maximum) } }
        : { code: "tooMany", params: { limit: Number(issue.maximum), unit: issue.origin } };
    case "invalid_format":
      return { code: "badFormat", params: { format: issue.pattern ?? issue.format } };
    case "invalid_value":
      return { code: "notChoice", params: { choices: issue.values.map(String).join("、") } };
    case "invalid_union": {
      const options = (issue as { options?: unknown[] }).options ?? [];
      if (options.length > 0) return { code: "notChoice", params: { choices: options.map(String).join("、") } };
      return { code: "invalidValue", params: { reason: issue.message } };
    }
    default:
      return { code: "invalidValue", params: { reason: issue.message } };
  }
}

/** How deep inside the value the first issue lies: the branch of a union that was meant gets furthest. */
const depth = (issues: readonly z.core.$ZodIssue[]) => Math.max(...issues.map((issue) => issue.path.length));
