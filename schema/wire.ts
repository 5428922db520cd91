/** Request and response bodies of the HTTP API. */
import * as z from "zod";
import { credentialKinds } from "./credential.ts";
import { fundState, nextStar, outcome, tracedOutcome, tracedUnscored, unscored, warning } from "./outcome.ts";
import { periodKinds } from "./period.ts";
import { source } from "./policy/basis.ts";
import { policyId, policyStates, subjectFacts } from "./policy/policy.ts";
import { faultBody } from "./problem.ts";
import { type Role, roles } from "./roles.ts";
import { roundStates } from "./round.ts";
import { sheetDefinition } from "./sheet/definition.ts";
import { changeCells, longestId, mostPushed, type PushRow, rowStatuses } from "./sheet/push.ts";
import { rowKinds } from "./sheet/undo.ts";
import { count, label, regionCode, who } from "./wireParts.ts";

const periodCode = z.string().max(10).describe("期:2014、2014-H1、2014-Q3、2014-09;长期名册为空");
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const health = z.object({ status: z.literal("ok"), label }).meta({ id: "Health" });

export const newSession = z
  .strictObject({ account: z.string().min(1).max(100), password: z.string().min(1).max(200) })
  .meta({ id: "NewSession" });
export const newOidcSession = z
  .strictObject({ idToken: z.string().min(1).max(20_000).describe("认证中心签发的 ID token") })
  .meta({ id: "NewOidcSession" });
export const session = z
  .object({
    token: z.string().describe("只显示一次;放在 Authorization: Bearer 之后"),
    expiresAt: z.iso.datetime(),
    grants: z.array(z.object({ role: z.string(), regionCode })),
    label,
  })
  .meta({ id: "Session" });

const accountName = z.string().min(1).max(100).describe("账号");
const typedPassword = z.string().min(1).max(500);
const newPassword = z.string().min(1).max(500).describe("新密码,12 至 128 个字,不要求大写、数字、符号,太常见的不收");
const grant = z.strictObject({ role: z.enum(Object.keys(roles) as [Role, ...Role[]]).describe("角色"), regionCode });

export const credentialQuery = z.strictObject({
  account: accountName.optional().describe("该账号的;不写为自己的。看别人的须有账号管理权限"),
});
export const credentialList = z
  .object({
    credentials: z.array(
      z.object({
        id: z.string().describe("编号,不是凭证本身"),
        account: z.string(),
        kind: z.enum(credentialKinds).describe("session 登录,key 接口密钥,code 一次性码"),
        label: z.string().nullable().describe("用途"),
        at: z.iso.datetime().describe("何时所开"),
        expiresAt: z.iso.datetime(),
        usedAt: z.iso.datetime().nullable().describe("最近一次使用,每小时记一次"),
        revokedAt: z.iso.datetime().nullable(),
        grants: z
          .array(z.object({ role: z.string(), regionCode }))
          .nullable()
          .describe("密钥的权限;null 为账号的全部"),
        current: z.boolean().describe("是否本次所用的"),
      }),
    ),
    label,
  })
  .meta({ id: "CredentialList" });
export const newKey = z
  .strictObject({
    name: z.string().min(1).max(100).describe("用途,如 工资系统取数"),
    expiresAt: z.iso.datetime().describe("何时到期,两年以内"),
    grants: z.array(grant).min(1).max(50).optional().describe("只给这些权限,不得超出自己的;不写为自己的全部"),
  })
  .meta({ id: "NewKey" });
const once = z.string().describe("只显示一次");
export const madeKey = z
  .object({
    id: z.string(),
    token: once.describe("只显示一次;放在 Authorization: Bearer 之后"),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: "MadeKey" });
export const madeCode = z
  .object({ id: z.string(), code: once.describe("只显示一次;连同账号交给本人"), expiresAt: z.iso.datetime() })
  .meta({ id: "MadeCode" });
export const changedPassword = z
  .strictObject({ current: typedPassword.describe("现在的密码"), password: newPassword })
  .meta({ id: "ChangedPassword" });
export const resetPasswordBody = z
  .strictObject({ account: accountName, code: z.string().min(1).max(100).describe("一次性码"), password: newPassword })
  .meta({ id: "ResetPassword" });

export const sheetList = z
  .object({
    sheets: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        group: z.string(),
        period: z.enum(periodKinds),
        editable: z.boolean(),
      }),
    ),
    label,
  })
  .meta({ id: "SheetList" });

const row = z.object({
  id: z.string(),
  version: count.describe("0 为尚未填报;提交时作为 baseVersion"),
  cells: z.array(cell).describe("按 definition.columns 的次序"),
  deleted: z.literal(true).optional(),
});
export const sheetRows = z
  .object({
    definition: sheetDefinition,
    rows: z.array(row),
    push: count.describe("最近一次提交号;下次用 since 只取其后变动的行"),
    asOf: count.optional().describe("表为该次提交之后的样子,不是现在的"),
    next: z.string().nullable().describe("下一页的 cursor;null 为最后一页"),
    label,
  })
  .meta({ id: "SheetRows" });

export const pullQuery = z.strictObject({
  period: periodCode.optional(),
  region: regionCode.optional().describe("只取该区划内的行"),
  round: z.string().max(120).optional().describe("批次;只用于由批次得出的表(结果、挂牌、报送、发放)"),
  since: z.coerce.number().int().nonnegative().optional().describe("只取该提交号之后变动的行"),
  filter: z
    .union([z.string().max(300), z.array(z.string().max(300)).max(10)])
    .optional()
    .describe("列:值,只取该列为该值的行,如 kind:村;冒号后为空即空格;可写多个,须同时符合"),
  asOf: z.coerce.number().int().nonnegative().optional().describe("取该次提交之后的样子;列按现在的办法"),
  cursor: z.string().max(800).optional().describe("上一页的 next"),
  limit: z.coerce.number().int().min(1).max(10_000).optional().describe("每页行数,默认 10000"),
});

const rowId = z.string().min(1).max(longestId);
const baseVersion = z.int().nonnegative().describe("取数时的版本");
const typed = z.record(z.string(), z.unknown()).describe("列 → 所填的值");
/** The rows of a push, as they are described. */
export const pushedRows = z
  .array(
    z.union([
      z.strictObject({ id: rowId, baseVersion, cells: typed }),
      z.strictObject({ id: rowId, baseVersion, delete: z.literal(true) }),
      z.strictObject({ id: rowId, baseVersion, restore: z.literal(true) }),
      z.strictObject({ newKey: z.string().min(1).max(64).describe("新行在本次提交中的名字"), cells: typed }),
    ]),
  )
  .min(1)
  .max(mostPushed);

/** How a schema is described where another one stands for it. */
function shapeOf(schema: z.ZodType) {
  const { $schema: _, ...shape } = z.toJSONSchema(schema);
  return shape;
}

/** Rows that change cells are nearly all that is pushed, and by the thousand: they are told at a glance. */
const changingRows = z
  .custom<PushRow[]>()
  .superRefine((rows, context) => {
    if (changeCells(rows)) return;
    for (const issue of pushedRows.safeParse(rows).error?.issues ?? []) context.addIssue({ ...issue });
  })
  .meta(shapeOf(pushedRows));

export const pushBody = z
  .strictObject({
    mode: z.enum(["partial", "atomic"]).default("partial").describe("partial 好行先存;atomic 全部可存才存"),
    period: periodCode.default(""),
    region: regionCode.optional().describe("只允许改该区划内的行"),
    round: z.string().max(120).optional().describe("批次;只用于结果旁的评审表"),
    note: z.string().max(500).optional().describe("提交说明"),
    rows: changingRows,
  })
  .meta({ id: "Push" });

const cells = z.record(z.string(), cell);
const rowFault = faultBody.omit({ pointer: true }).extend({ key: z.string().describe("列") });
export const pushedRow = z
  .object({
    id: z.string(),
    newKey: z.string().optional(),
    status: z.enum(rowStatuses),
    version: count,
    rekeyed: z.string().optional().describe("改了编码的行今后的编码;version 是新编码下的版本"),
    cells: cells.optional().describe("合并或冲突时该行现在的值"),
    conflicts: z.array(z.object({ key: z.string(), base: cell, theirs: cell, mine: cell })).optional(),
    errors: z.array(rowFault).optional().describe("不能保存的原因"),
    notices: z.array(rowFault).optional().describe("能保存,但请留意:读成了别的写法,或核对规则有提示"),
  })
  .meta({ id: "PushedRow" });
export const pushAnswer = z
  .object({
    summary: z.record(z.enum(rowStatuses), count),
    push: count.nullable().describe("本次提交号;没有变动时为 null"),
    draft: z
      .object({ version: count.describe("草案的版本号"), failed: count.describe("不符的算例数;为 0 才能启用") })
      .optional()
      .describe("只有参数表和算例表:本次提交起草的一版"),
    outside: count.optional().describe("只有撤销:被撤销的提交中不在管辖范围内、因此没有动的行数"),
    results: z.array(pushedRow),
  })
  .meta({ id: "PushAnswer" });

const changedCells = z
  .array(z.object({ key: z.string(), title: z.string().describe("列名"), from: cell, to: cell }))
  .describe("改动的单元格:从什么改成什么");
const pushNumber = z.int().positive().describe("提交号");
const other = z.string().optional().describe("改编码时的另一个编码:以前的,或今后的");
const undoes = z.int().positive().optional().describe("本次提交撤销的是哪一次提交");
const nextPage = z.string().nullable().describe("下一页的 cursor;null 为最后一页");
const rowsAPage = z.coerce.number().int().min(1).max(1000).optional();

export const historyQuery = z.strictObject({
  period: periodCode.optional(),
  column: z.string().max(100).optional().describe("只要改动了这一列的"),
  cursor: z.coerce.number().int().positive().optional().describe("上一页的 next"),
  limit: rowsAPage.describe("每页次数,默认 100"),
});
export const rowHistory = z
  .object({
    history: z
      .array(
        z.object({
          version: count,
          push: count.describe("提交号;参数表、算例表为该版自哪次提交起可见"),
          at: z.string(),
          principal: who,
          note: z.string().nullable().describe("提交说明"),
          deleted: z.boolean(),
          created: z.boolean(),
          undoes,
          other,
          activated: z
            .object({ at: z.string(), principal: who })
            .optional()
            .describe("只有参数表和算例表:何人何时启用"),
          cells: changedCells,
        }),
      )
      .describe("最近的在前"),
    next: nextPage,
    label,
  })
  .meta({ id: "RowHistory" });

export const pushQuery = z.strictObject({
  sheet: z.string().max(120).optional(),
  period: periodCode.optional(),
  principal: z.string().max(100).optional().describe("何人所交:账号"),
  since: z.coerce.number().int().nonnegative().optional().describe("只要该提交号之后的"),
  cursor: z.coerce.number().int().positive().optional().describe("上一页的 next"),
  limit: rowsAPage.describe("每页次数,默认 100"),
});
const toldPush = z.object({
  push: pushNumber,
  sheet: z.string(),
  title: z.string().describe("表名"),
  period: z.string(),
  at: z.string(),
  principal: who,
  note: z.string().nullable().describe("提交说明"),
  rows: count.describe("管辖范围内的行数"),
  undoes,
  undoneBy: z.array(pushNumber).optional().describe("撤销它的提交;各地分别撤销本辖区的,就有几次"),
});
export const pushList = z
  .object({ pushes: z.array(toldPush).describe("最近的在前"), next: nextPage, label })
  .meta({ id: "PushList" });
export const pushRowsQuery = z.strictObject({
  cursor: z.string().max(800).optional().describe("上一页的 next"),
  limit: z.coerce.number().int().min(1).max(10_000).optional().describe("每页行数,默认 1000"),
});
export const pushStory = toldPush
  .extend({
    rows: z
      .array(
        z.object({
          id: z.string(),
          name: z.string().optional().describe("名称;没有名称列的表没有"),
          kind: z.enum(rowKinds).describe("new 新增,changed 修改,deleted 删除,restored 恢复,rekeyed 改编码"),
          version: count,
          other,
          cells: changedCells,
        }),
      )
      .describe("管辖范围内的行,按编号排列"),
    next: nextPage,
    label,
  })
  .meta({ id: "PushStory" });
export const undoBody = z
  .strictObject({
    mode: z.enum(["partial", "atomic"]).default("partial").describe("partial 能撤的先撤;atomic 全部可撤才撤"),
    note: z.string().max(500).optional().describe("撤销说明"),
  })
  .meta({ id: "Undo" });

const policyHead = {
  id: policyId,
  version: z.int().positive(),
  hash: z.string().describe("文件内容的 SHA-256"),
  state: z.enum(policyStates).describe("draft 草案;active 现行;superseded 已被代替"),
};
export const policyList = z
  .object({
    policies: z.array(
      z.object({
        ...policyHead,
        title: z.string(),
        kind: z.string(),
        issuer: z.string(),
        subject: z.array(z.string()),
        period: z.array(z.string()),
        assumed: count.describe("假设值的个数"),
      }),
    ),
  })
  .meta({ id: "PolicyList" });
export const policyVersion = z
  .object({
    ...policyHead,
    document: z.looseObject({ id: policyId }).describe("办法全文,格式见 /v1/policies/schema"),
    warnings: z.array(warning).describe("数据核对:文件中不相符的数"),
  })
  .meta({ id: "PolicyVersion" });
const failedCase = z.object({
  test: z.string().describe("算例"),
  subject: z.string(),
  field: z.string(),
  expected: z.unknown().describe("应得"),
  actual: z.unknown().describe("实得"),
});
const failed = z.array(failedCase).describe("不符的算例;有不符的不能启用");
const person = z.string().nullable();

export const newPolicyVersion = z
  .strictObject({
    document: z.looseObject({}).describe("办法全文,格式见 /v1/policies/schema"),
    baseVersion: z.int().positive().optional().describe("在哪一版上修改;新办法不写"),
    note: z.string().max(500).optional().describe("修改说明"),
  })
  .meta({ id: "NewPolicyVersion" });
export const policyDraft = z.object({ ...policyHead, failed, warnings: z.array(warning) }).meta({ id: "PolicyDraft" });
export const policyActivated = z.object(policyHead).meta({ id: "PolicyActivated" });
export const policyVersions = z
  .object({
    versions: z.array(
      z.object({
        version: policyHead.version,
        hash: policyHead.hash,
        state: policyHead.state,
        at: z.string(),
        by: z.string().describe("起草人"),
        note: z.string().nullable(),
        activatedBy: person.describe("启用人"),
        activatedAt: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "PolicyVersions" });
const datedValue = z
  .object({
    from: z.string(),
    to: z.string().optional(),
    value: z.unknown(),
    source: source.optional(),
    assumed: z.string().optional(),
  })
  .nullable()
  .describe("带起止月份和依据的值;null 为没有");
export const comparedVersion = policyVersion
  .extend({
    failed,
    changed: z
      .object({
        parameters: z.array(
          z.object({
            name: z.string().describe("参数在办法中的位置,JSON pointer"),
            title: z.string(),
            before: datedValue,
            after: datedValue,
          }),
        ),
        cases: z.array(
          z.object({
            test: z.string(),
            subject: z.string(),
            field: z.string(),
            before: z.unknown(),
            after: z.unknown(),
          }),
        ),
        other: z.boolean().describe("参数的值和算例的应得结果之外,是否还有不同"),
      })
      .describe("与现行的一版相比"),
  })
  .meta({ id: "ComparedVersion" });
export const policySchema = z.looseObject({}).meta({ id: "PolicySchema", description: "办法的 JSON Schema" });

const deadline = z.iso.date().describe("报送期限,北京时间该日终了");
export const newRound = z
  .strictObject({
    policyId,
    period: periodCode,
    regionCode,
    deadline: deadline.optional().describe("报送期限,北京时间该日终了;写了即要求各乡镇报送"),
    policyVersion: z.int().positive().optional().describe("现行的是第几版;有尚未启用的草案时须写明仍用这一版"),
    draft: z.boolean().optional().describe("先存成草稿,以后再开启"),
  })
  .meta({ id: "NewRound" });
export const round = z
  .object({
    id: z.string(),
    policyId,
    policyVersion: z.int().positive(),
    period: z.string(),
    regionCode,
    state: z
      .enum(roundStates)
      .describe("draft 草稿,open 已开,computed 已算,published 公示,final 已审定,archived 已归档"),
    at: z.iso.datetime(),
    deadline: deadline.nullable().describe("报送期限,北京时间该日终了;null 为不要求报送"),
    finalRun: z.int().positive().nullable().describe("审定的运算号;null 为尚未审定,以下同"),
    finalBy: z.string().nullable().describe("审定人"),
    finalAt: z.iso.datetime().nullable(),
    evidenceHash: z.string().nullable().describe("存证的 SHA-256:各行“对象编号 空格 明细的 SHA-256”,按编号排列"),
    label,
  })
  .meta({ id: "Round" });
export const roundList = z.object({ rounds: z.array(round.omit({ label: true })), label }).meta({ id: "RoundList" });
export const roundQuery = z.strictObject({ policyId: policyId.optional(), period: periodCode.optional() });
export const computed = z
  .object({
    run: z.int().positive().describe("运算号"),
    scored: count,
    unscored: count,
    written: count.describe("写入的结果数;没有变化为 0"),
    unchanged: count,
    funds: z.array(fundState).describe("资金;只有补贴类办法才有"),
    warnings: z.array(warning),
  })
  .meta({ id: "Computed" });

export const runList = z
  .object({
    runs: z
      .array(
        z.object({
          id: z.int().positive().describe("运算号"),
          at: z.iso.datetime(),
          by: z.string().describe("何人所算"),
          push: count.describe("所依据的提交号"),
          policyVersion: z.int().positive(),
          engine: z.string().describe("程序版本"),
          scored: count,
          unscored: count,
          written: count,
        }),
      )
      .describe("最近的在前"),
    label,
  })
  .meta({ id: "RunList" });

export const outcomeQuery = z.strictObject({
  region: regionCode.optional(),
  selected: z.enum(["true", "false"]).optional().describe("只要列入(true)或未列入(false)名单的"),
  cursor: z.string().max(800).optional().describe("上一页的 next"),
  limit: z.coerce.number().int().min(1).max(10_000).optional().describe("每页个数,默认 10000"),
});
export const outcomeList = z
  .object({
    round: z.string(),
    run: z.int().positive().nullable().describe("null 为尚未运算"),
    outcomes: z.array(outcome),
    unscored: z.array(unscored).describe("未评分的单列,不算最差"),
    next: z.string().nullable(),
    label,
  })
  .meta({ id: "OutcomeList" });
export const explainQuery = z.strictObject({
  run: z.coerce.number().int().positive().optional().describe("运算号;不写为最近一次"),
});
const next = nextStar.nullable().describe("离高一级的星级还差什么;null 为已是最高一级、没有评分,或不是星级评定");
const from = {
  next,
  warnings: z.array(warning).describe("明细与原结果不符时有 traceDiffers"),
  round: z.string(),
  run: z.int().positive(),
  push: count.describe("所依据的提交号"),
  policy: z.object({
    id: policyId,
    version: z.int().positive(),
    hash: z.string().nullable().describe("null 为该版办法已不在库中"),
    title: z.string().nullable(),
  }),
  engine: z.string().describe("算出结果的程序版本"),
  equal: z.boolean().describe("按当时的数据和办法重新算出的,与当时的结果是否完全一致"),
  label,
};
export const explainedOutcome = z
  .union([tracedOutcome.extend(from), tracedUnscored.extend(from)])
  .meta({ id: "ExplainedOutcome" });

export const calculation = z
  .strictObject({
    policyId: policyId.optional().describe("现行办法"),
    policy: z.looseObject({}).optional().describe("或办法全文,格式见 /v1/policies/schema"),
    period: periodCode,
    subjects: z.array(subjectFacts).min(1).max(5000),
  })
  .meta({ id: "Calculation" });
export const calculated = z
  .object({
    outcomes: z.array(tracedOutcome.extend({ next }).meta({ id: "CalculatedOutcome" })),
    unscored: z.array(tracedUnscored),
    funds: z.array(fundState).describe("资金;只有补贴类办法才有"),
    warnings: z.array(warning),
  })
  .meta({ id: "Calculated" });
