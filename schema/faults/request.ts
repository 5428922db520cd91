/** Requests that cannot be answered: what they name, its state, and who may ask. */
import { form, stepWords, type Words, what } from "./words.ts";

export const requestFaults = {
  badPeriod: {
    zh: (p) => ({ message: p.value ? `期“${p.value}”不对` : "缺少期 period", fix: `此处应为${form(p.kind, "zh")}` }),
    en: (p) => ({
      message: p.value ? `Bad period “${p.value}”` : "period is missing",
      fix: `Give ${form(p.kind, "en")}`,
    }),
  },
  badCursor: {
    zh: () => ({ message: "cursor 不是上一页给出的值", fix: "用上一页的 next,或不写 cursor 从头取" }),
    en: () => ({ message: "Not a cursor of an earlier page", fix: "Use next of the page before" }),
  },
  unknown: {
    zh: (p) => ({
      message: `没有${what(p.what)?.zh}“${p.value}”,或不在管辖范围内`,
      fix: `用 ${what(p.what)?.see} 查看可用的`,
    }),
    en: (p) => ({ message: `No ${what(p.what)?.en} “${p.value}” within your scope`, fix: `See ${what(p.what)?.see}` }),
  },
  notComputed: {
    zh: () => ({ message: "该批次尚未运算,还没有结果", fix: "先 POST /v1/rounds/{round}/compute" }),
    en: () => ({ message: "This round has not been computed", fix: "POST /v1/rounds/{round}/compute first" }),
  },
  notCurrent: {
    zh: () => ({ message: "最近一次运算之后,数据、办法或程序有变动", fix: "先重算,核对结果后再审定" }),
    en: () => ({
      message: "Data, policy or engine have changed since the last run",
      fix: "Compute again, look at the results, then finalise",
    }),
  },
  ownDraft: {
    zh: () => ({ message: "要启用的各版中有您本人起草的(同一人的几个账号按一人算)", fix: "请另一位有此权限的人启用" }),
    en: () => ({
      message: "A version that would come into force is your own draft (all accounts of a person count as one)",
      fix: "Ask another person who may do this",
    }),
  },
  ownRun: {
    zh: () => ({ message: "最近一次运算是您本人做的(同一人的几个账号按一人算)", fix: "请另一位有此权限的人审定" }),
    en: () => ({
      message: "The last run is your own (all accounts of a person count as one)",
      fix: "Ask another person who may do this",
    }),
  },
  ownSubsidy: {
    zh: () => ({ message: "这批补贴是您本人开的或算的(同一人的几个账号按一人算)", fix: "请另一位有此权限的人审定" }),
    en: () => ({
      message: "These subsidies are your own round or run (all accounts of a person count as one)",
      fix: "Ask another person who may do this",
    }),
  },
  roundFinal: {
    zh: () => ({ message: "该批次已经审定,结果不再变动", fix: "数据仍可修改,用于以后各期" }),
    en: () => ({
      message: "The round is final and its results do not change",
      fix: "Entries may still change, for later periods",
    }),
  },
  evidenceBroken: {
    zh: () => ({ message: "存证的内容与审定时留下的 SHA-256 不符,或已缺失", fix: "请系统管理员从备份恢复,并查明原因" }),
    en: () => ({
      message: "The evidence is missing or does not fit its SHA-256",
      fix: "Ask the administrator to restore it from a backup and find the cause",
    }),
  },
  severalRounds: {
    zh: (p) => ({ message: `本期有${p.count}个批次`, fix: `用 round 指明其一:${p.choices}` }),
    en: (p) => ({ message: `${p.count} rounds in this period`, fix: `Name one by round: ${p.choices}` }),
  },
  onlyOfRound: {
    zh: () => ({ message: "round 只用于由批次得出的表(结果、挂牌、报送、发放)", fix: "不写 round,写 period" }),
    en: () => ({ message: "round is for sheets made of a round only", fix: "Leave it out and give period" }),
  },
  pastOfRound: {
    zh: () => ({ message: "该表由批次得出,不按提交号回看", fix: "历次运算见 GET /v1/rounds/{round}/runs" }),
    en: () => ({ message: "The sheet is made of a round, not pushed", fix: "See GET /v1/rounds/{round}/runs" }),
  },
  pastCompared: {
    zh: () => ({ message: "比对表由一录、二录得出", fix: "历次改动见一录、二录两表" }),
    en: () => ({ message: "The comparison is made of two typings", fix: "See the history of the two typings" }),
  },
  typedInPerson: {
    zh: () => ({ message: "双人录入和签核各由本人办理,不能由撤销代办", fix: "由录入人改正、清空,或由签核人撤回签核" }),
    en: () => ({
      message: "Typings and signatures are each person's own and are not undone for them",
      fix: "Ask the typist to correct or clear it, or the signer to withdraw",
    }),
  },
  pastDocument: {
    zh: () => ({
      message: "参数表、算例表不按提交号回看",
      fix: "各版见 GET /v1/policies/{policy}/versions;一行的历次改动见 /v1/sheets/{sheet}/rows/{id}/history",
    }),
    en: () => ({
      message: "Sheets of a policy are not read as of a push",
      fix: "See GET /v1/policies/{policy}/versions, or the history of a row",
    }),
  },
  personalFilter: {
    zh: (p) => ({
      message: `“${p.title}”是个人信息,按它的值筛选须能查看取数范围内的个人信息`,
      fix: "去掉这一条件,或用 region 缩到能查看的区划;只找空格的,冒号后不写值",
    }),
    en: (p) => ({
      message: `${p.title} is personal data; to filter by its values you must be allowed to see them everywhere you pull`,
      fix: "Leave the filter out or narrow the region; to find empty cells give nothing after the colon",
    }),
  },
  pastOrSince: {
    zh: () => ({ message: "asOf 与 since 只用一个", fix: "asOf 取当时的整张表,since 取其后变动的行" }),
    en: () => ({ message: "Either asOf or since", fix: "asOf gives the sheet as it stood, since what changed after" }),
  },
  draftStays: {
    zh: () => ({
      message: "这次提交起草了办法的一版,草案不能撤销",
      fix: "在参数表、算例表上改回再提交,由新的草案代替",
    }),
    en: () => ({
      message: "This push drafted a version of a policy, which is not undone",
      fix: "Change the sheet back and push: the next draft takes its place",
    }),
  },
  pushBeyondRegion: {
    zh: (p) => ({
      message: `这次提交另有${p.count}行不在管辖范围内`,
      fix: "用 mode=partial 只撤销辖区内的,或由上级撤销",
    }),
    en: (p) => ({
      message: `${p.count} more rows of this push are beyond your region`,
      fix: "Use mode=partial, or ask the level above",
    }),
  },
  readOnlySheet: {
    zh: () => ({
      message: "该表由批次得出,谁都不能改",
      fix: "结果、挂牌:改指标或台账,再重算;报送、发放:在批次上办理",
    }),
    en: () => ({
      message: "The sheet is made of a round and cannot be edited",
      fix: "Edit indicators or ledgers and recompute; submit and pay by the round",
    }),
  },
  noSubmissions: {
    zh: () => ({ message: "该批次没有定报送期限,不要求乡镇报送", fix: "要报送的,开批次时写 deadline" }),
    en: () => ({ message: "The round asks for no submissions", fix: "Give a deadline when opening a round that does" }),
  },
  submissionState: stepWords(
    () => "该乡镇的报送",
    () => "The submission",
  ),
  reasonMissing: {
    zh: (p) => ({ message: `${p.action}须写明原因`, fix: "在 reason 中写明原因" }),
    en: () => ({ message: "A reason is needed", fix: "Give it as reason" }),
  },
  payAfterFinal: {
    zh: () => ({ message: "发放以审定的结果为准,该批次还没有审定", fix: "先审定,再编制、批准" }),
    en: () => ({ message: "Only what is final is paid", fix: "Finalise the round first" }),
  },
  notSubsidy: {
    zh: () => ({ message: "该批次不是补贴,没有可发放的", fix: "用补贴办法的批次" }),
    en: () => ({ message: "The round is no subsidy: there is nothing to pay", fix: "Name a round of a subsidy" }),
  },
  paymentState: stepWords(
    (p) => String(p.which),
    (p) => String(p.which),
  ),
  paymentNeeds: {
    zh: (p) => ({ message: `${p.action}须写明${p.title}`, fix: `填写 ${p.field}` }),
    en: (p) => ({ message: `${p.field} is needed`, fix: `Give ${p.field}` }),
  },
  paymentCorrected: {
    zh: (p) => ({ message: `其后的${p.batch}更正了本批的行`, fix: "先否决其后的一批,再否决本批" }),
    en: (p) => ({ message: `A later batch corrects its lines: ${p.batch}`, fix: "Reject the later one first" }),
  },
  paymentOutdated: {
    zh: (p) => ({
      message: `编制以后结果重新审定过,本批有${p.count}个对象各批合计与应付不符`,
      fix: "先编制差额,再一并批准;或否决本批,按现在的结果重新编制",
    }),
    en: (p) => ({
      message: `The round was made final anew: the batches do not come to what is due to ${p.count} subjects of this one`,
      fix: "Prepare the difference first and approve both, or reject this batch and prepare it anew",
    }),
  },
  paidElsewhere: {
    zh: (p) => ({
      message: `有${p.count}个对象已在同一办法、期和区划重叠的批次编制发放:${p.rounds}`,
      fix: "同一笔钱只在一个批次发放:否决那一批次的发放,或不在本批次编制",
    }),
    en: (p) => ({
      message: `${p.count} subjects are paid already by rounds of the policy that overlap in period and region: ${p.rounds}`,
      fix: "The same money is paid by one round: reject the batches of the other, or prepare none here",
    }),
  },
  ownPayment: {
    zh: () => ({ message: "这批发放是您本人编制或批准的(同一人的几个账号按一人算)", fix: "请另一位有此权限的人办理" }),
    en: () => ({
      message: "You prepared or approved this batch (all accounts of a person count as one)",
      fix: "Ask another person who may do this",
    }),
  },
  overBudget: {
    zh: (p) => ({
      message: `“${p.title}”有${p.limit}元(预算加结转),已批准${p.approved}元,本批${p.batch}元,超出${p.over}元`,
      fix: "办法写明超出预算不予发放:否决本批,或改办法的预算,重算审定后再编制",
    }),
    en: (p) => ({
      message: `${p.title} has ${p.limit} yuan with what was carried over; ${p.approved} approved, this batch ${p.batch}, ${p.over} too much`,
      fix: "Reject the batch, or change the budget of the policy and compute again",
    }),
  },
  beyondTownship: {
    zh: () => ({ message: "退回、审核、锁定由县里办理", fix: "请管理该县的账号办理" }),
    en: () => ({ message: "The county returns, accepts and locks", fix: "Ask an account of the county" }),
  },
  submitter: {
    zh: () => ({ message: "报送由上报以外的人审核(同一人的几个账号按一人算)", fix: "换一个人审核" }),
    en: () => ({
      message: "Who submitted may not accept (all accounts of a person count as one)",
      fix: "Ask somebody else to",
    }),
  },
  notAppraisal: {
    zh: () => ({ message: "该办法不是民主评议,没有票样", fix: "写一个评议办法的编号,见 GET /v1/policies" }),
    en: () => ({
      message: "The policy is no appraisal and has no ballots",
      fix: "Name an appraisal: see GET /v1/policies",
    }),
  },
  tooManyForms: {
    zh: (p) => ({ message: `共${p.count}张,一次最多印${p.limit}张`, fix: "用 region 指明乡镇或村" }),
    en: (p) => ({
      message: `${p.count} forms; at most ${p.limit} are printed at once`,
      fix: "Name a township or village by region",
    }),
  },
  printNeeds: {
    zh: (p) => ({ message: `没有写 ${p.key},不知道打印哪一个`, fix: `在地址后面写 ${p.key}=` }),
    en: (p) => ({ message: `${p.key} is missing: it says what to print`, fix: `Give ${p.key}=` }),
  },
  beyondRegion: {
    zh: () => ({ message: "该批次包含管辖范围以外的地区", fix: "由上级办理,或开本地区的批次" }),
    en: () => ({
      message: "The round reaches beyond your region",
      fix: "Ask the level above, or open a round of your own",
    }),
  },
} as const satisfies Record<string, { zh: Words; en: Words }>;
