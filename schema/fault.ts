/** What can be wrong at one place of a request, document or row: closed codes, with words in Chinese and English. */

import { monthPattern } from "./period.ts";
import { regionPattern } from "./region.ts";

type Params = Record<string, string | number | undefined>;
type Words = (p: Params) => { message: string; fix: string };

const periodForms = {
  none: { zh: "空(本表不分期,不写 period)", en: "none (this sheet has no periods)" },
  month: { zh: "月份,如 2014-09", en: "a month, such as 2014-09" },
  quarter: { zh: "季度,如 2014-Q3", en: "a quarter, such as 2014-Q3" },
  "half-year": { zh: "半年,如 2014-H1", en: "a half-year, such as 2014-H1" },
  year: { zh: "年份,如 2014", en: "a year, such as 2014" },
};
const form = (kind: string | number | undefined, language: Language) =>
  periodForms[kind as keyof typeof periodForms]?.[language] ?? "";

/** The formats that people write, in words; another one as it stands. */
const formats = {
  [String(regionPattern)]: {
    zh: "为 12 位数字的区划代码,如 990101001000",
    en: "be a region code of 12 digits, such as 990101001000",
  },
  [String(monthPattern)]: { zh: "为月份,如 2014-09", en: "be a month, such as 2014-09" },
};
const formatText = (format: string | number | undefined, language: Language) =>
  formats[String(format)]?.[language] ?? (language === "zh" ? `符合 ${format}` : `match ${format}`);

const types = {
  string: { zh: "文本", en: "text" },
  number: { zh: "数字", en: "a number" },
  int: { zh: "整数", en: "a whole number" },
  boolean: { zh: "true 或 false", en: "true or false" },
  object: { zh: "对象", en: "an object" },
  record: { zh: "对象", en: "an object" },
  array: { zh: "数组", en: "an array" },
  tuple: { zh: "数组", en: "an array" },
};
const type = (name: string | number | undefined, language: Language) =>
  types[name as keyof typeof types]?.[language] ?? String(name);

const whats = {
  sheet: { zh: "表", en: "sheet", see: "GET /v1/sheets" },
  policy: { zh: "办法", en: "policy", see: "GET /v1/policies" },
  version: { zh: "版本", en: "version", see: "GET /v1/policies/{policy}/versions" },
  round: { zh: "批次", en: "round", see: "GET /v1/rounds" },
  run: { zh: "运算", en: "run", see: "GET /v1/rounds/{round}/runs" },
  outcome: { zh: "结果", en: "outcome", see: "GET /v1/rounds/{round}/outcomes" },
  region: { zh: "区划", en: "region", see: "GET /v1/sheets/regions" },
  subject: { zh: "评价对象", en: "subject of the round", see: "GET /v1/rounds/{round}/outcomes" },
};
const what = (name: string | number | undefined) => whats[name as keyof typeof whats];

/** Faults at one place of a request, document or row. */
export const faults = {
  invalidType: {
    zh: (p) => ({ message: `类型不对,应为${type(p.expected, "zh")}`, fix: `改为${type(p.expected, "zh")}` }),
    en: (p) => ({ message: `Wrong type, expected ${type(p.expected, "en")}`, fix: `Give ${type(p.expected, "en")}` }),
  },
  unknownKey: {
    zh: (p) => ({ message: `不认识的字段:${p.keys}`, fix: "删去该字段,或核对拼写" }),
    en: (p) => ({ message: `Unknown key: ${p.keys}`, fix: "Remove it or check its spelling" }),
  },
  required: {
    zh: (p) => ({ message: `缺少${p.title ? `“${p.title}”` : "该字段"}`, fix: "补上" }),
    en: (p) => ({ message: `${p.title ?? "This field"} is missing`, fix: "Add it" }),
  },
  invalidValue: {
    zh: (p) => ({ message: `${p.reason}`, fix: "按说明改正" }),
    en: (p) => ({ message: `${p.reason}`, fix: "Correct it as described" }),
  },
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
  secondPerson: {
    zh: () => ({ message: "所要认可的里面有您本人办理的", fix: "请另一位有此权限的人办理" }),
    en: () => ({
      message: "Part of what is to be confirmed is your own work",
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
  onlyOutcomes: {
    zh: () => ({ message: "round 只用于结果表", fix: "不写 round,写 period" }),
    en: () => ({ message: "round is for outcome sheets only", fix: "Leave it out and give period" }),
  },
  readOnlySheet: {
    zh: () => ({ message: "结果表由运算得出,谁都不能改", fix: "改指标或台账,再重算" }),
    en: () => ({
      message: "Outcomes are computed and cannot be edited",
      fix: "Edit indicators or ledgers and recompute",
    }),
  },
  beyondRegion: {
    zh: () => ({ message: "该批次包含管辖范围以外的地区", fix: "由上级办理,或开本地区的批次" }),
    en: () => ({
      message: "The round reaches beyond your region",
      fix: "Ask the level above, or open a round of your own",
    }),
  },
  gone: {
    zh: () => ({ message: "没有这一行,或不在管辖范围内", fix: "核对编码,重新取数" }),
    en: () => ({ message: "No such row within your scope", fix: "Check the code and pull again" }),
  },
  rowForbidden: {
    zh: () => ({ message: "可以查看这一处,但不能增改", fix: "请有权限的账号增改" }),
    en: () => ({ message: "You may see this place but not change it", fix: "Ask an account that may" }),
  },
  tooFew: {
    zh: (p) => ({ message: `至少要有${p.limit}${p.unit === "string" ? "个字" : "项"}`, fix: "补足" }),
    en: (p) => ({ message: `At least ${p.limit} needed`, fix: "Add more" }),
  },
  tooMany: {
    zh: (p) => ({ message: `最多${p.limit}${p.unit === "string" ? "个字" : "项"}`, fix: "减少,或分次提交" }),
    en: (p) => ({ message: `At most ${p.limit} allowed`, fix: "Give fewer" }),
  },
  outOfRange: {
    zh: (p) => ({
      message: `须${p.least !== undefined ? `不小于${p.least}` : `不大于${p.most}`}`,
      fix: "改为范围内的数",
    }),
    en: (p) => ({
      message: p.least !== undefined ? `Must be at least ${p.least}` : `Must be at most ${p.most}`,
      fix: "Correct it",
    }),
  },
  badFormat: {
    zh: (p) => ({ message: "格式不对", fix: `须${formatText(p.format, "zh")}` }),
    en: (p) => ({ message: "Wrong format", fix: `Must ${formatText(p.format, "en")}` }),
  },
  notChoice: {
    zh: (p) => ({ message: "没有这一选项", fix: `可用:${p.choices}` }),
    en: (p) => ({ message: "No such choice", fix: `One of: ${p.choices}` }),
  },
  policyOrId: {
    zh: () => ({ message: "policyId 与 policy 须二者取一", fix: "只写一个" }),
    en: () => ({ message: "Give either policyId or policy", fix: "Give exactly one" }),
  },
  unknownInput: {
    zh: (p) => ({ message: `该办法没有指标“${p.value}”`, fix: `可用的指标:${p.choices}` }),
    en: (p) => ({ message: `The policy has no input “${p.value}”`, fix: `Inputs: ${p.choices}` }),
  },
  unknownParameter: {
    zh: (p) => ({ message: `该办法没有参数“${p.value}”`, fix: `可用的参数:${p.choices}` }),
    en: (p) => ({ message: `The policy has no parameter “${p.value}”`, fix: `Parameters: ${p.choices}` }),
  },
  nothingOverlaid: {
    zh: () => ({ message: "没有写要改什么", fix: "version、values、inputs 至少写一项" }),
    en: () => ({ message: "Nothing is to be changed", fix: "Give at least one of version, values and inputs" }),
  },
  otherPolicy: {
    zh: (p) => ({ message: `批次“${p.value}”不是办法“${p.policy}”的`, fix: "选同一办法的批次" }),
    en: (p) => ({
      message: `Round “${p.value}” is not of policy “${p.policy}”`,
      fix: "Choose a round of the same policy",
    }),
  },
  severalParts: {
    zh: (p) => ({ message: `该对象本期有${p.count}段任职,“${p.title}”各段不同`, fix: "在任职名册中改,再重算" }),
    en: (p) => ({
      message: `${p.title} differs over the ${p.count} appointments of this subject`,
      fix: "Change the roster of appointments and compute",
    }),
  },
  wholeGroup: {
    zh: (p) => ({
      message: `“${p.title}”的票只改了一部分`,
      fix: `一组票要一起给出,还缺${p.lacking};试算不得看出别的票`,
    }),
    en: (p) => ({
      message: `Only part of the ballots of ${p.title} is replaced`,
      fix: `Give the ballots of a group together; ${p.lacking} are missing`,
    }),
  },
  thresholdLowered: {
    zh: (p) => ({
      message: `“${p.title}”不能低于现行的${p.limit}`,
      fix: `不低于${p.limit};试算也不得看出少数人投了什么`,
    }),
    en: (p) => ({
      message: `${p.title} may not be lower than ${p.limit}, which is in force`,
      fix: `Give ${p.limit} or more: a simulation may not show what a few have voted`,
    }),
  },
  noEarlierRun: {
    zh: () => ({ message: "没有更早的一次运算可比", fix: "用 with 指明另一批次,或数据变动后重算" }),
    en: () => ({
      message: "There is no earlier run to compare with",
      fix: "Give another round by with, or compute again",
    }),
  },
  noStability: {
    zh: () => ({ message: "该批次的办法不是星级评定,也不是倒排,没有名次的稳定性", fix: "选星级评定或倒排的批次" }),
    en: () => ({ message: "The round is neither a rating nor a ranking", fix: "Choose a round that is" }),
  },
  measureNotScore: {
    zh: (p) => ({
      message: `排名依据“${p.title}”不是某一星级评定办法的得分(两位小数),没有权重可变`,
      fix: "查看评分批次的稳定性",
    }),
    en: (p) => ({
      message: `The measure ${p.title} is not the score of a rating with two decimals; it has no weights to vary`,
      fix: "Ask for the stability of the rating's round",
    }),
  },
  itemsDiffer: {
    zh: (p) => ({
      message: `排名依据取自评分项不同的几个批次,同一组权重套不上:${p.rounds}`,
      fix: "把各对象的得分重算到同一版办法上,再算本批次",
    }),
    en: (p) => ({
      message: `The measure comes from rounds with different items, which cannot share weights: ${p.rounds}`,
      fix: "Compute them by one version of the policy, then this round",
    }),
  },
  measureNotRedrawn: {
    zh: (p) => ({
      message: `批次“${p.round}”按当时的数据重新算出的得分与排名所依据的不一致(${p.count}个对象)`,
      fix: "重算该批次,再算本批次",
    }),
    en: (p) => ({
      message: `Judged again, round “${p.round}” has other scores than the ranking was based on (${p.count} subjects)`,
      fix: "Compute that round, then this one",
    }),
  },
  duplicate: {
    zh: (p) => ({ message: `“${p.value}”重复`, fix: "每个编码只出现一次" }),
    en: (p) => ({ message: `“${p.value}” appears twice`, fix: "Give each once" }),
  },
  wrongKind: {
    zh: (p) => ({ message: `该办法评价的是${p.expected},不是${p.value}`, fix: "核对评价对象或另选办法" }),
    en: (p) => ({ message: `The policy judges ${p.expected}, not ${p.value}`, fix: "Choose another policy" }),
  },
  notEffective: {
    zh: (p) => ({ message: `办法自${p.from}起施行${p.to ? `至${p.to}` : ""},不适用于${p.month}`, fix: "另选办法或期" }),
    en: (p) => ({
      message: `In force from ${p.from}${p.to ? ` to ${p.to}` : ""}, not in ${p.month}`,
      fix: "Choose another",
    }),
  },
  valueMissing: {
    zh: (p) => ({ message: `参数“${p.title}”在${p.month}没有值`, fix: "在办法中补上该时段的值,写明依据" }),
    en: (p) => ({ message: `Parameter “${p.title}” has no value in ${p.month}`, fix: "Add a dated value" }),
  },
  tooFine: {
    zh: () => ({ message: "各分值的公分母过大,不能精确计算", fix: "减少小数位" }),
    en: () => ({ message: "The common denominator is too large to be exact", fix: "Use fewer decimals" }),
  },
  notNumber: {
    zh: (p) => ({ message: `“${p.title}”须为数字`, fix: "填数字,不带单位" }),
    en: (p) => ({ message: `${p.title} must be a number`, fix: "Type a number without a unit" }),
  },
  tooManyDecimals: {
    zh: (p) => ({ message: `“${p.title}”最多${p.places}位小数`, fix: `保留${p.places}位小数` }),
    en: (p) => ({ message: `${p.title} may have ${p.places} decimals`, fix: "Use fewer decimals" }),
  },
  tooSmall: {
    zh: (p) => ({ message: `“${p.title}”不能小于${p.limit}`, fix: `填不小于${p.limit}的数` }),
    en: (p) => ({ message: `${p.title} must be at least ${p.limit}`, fix: `Type ${p.limit} or more` }),
  },
  tooLarge: {
    zh: (p) => ({ message: `“${p.title}”不能大于${p.limit}`, fix: `填不大于${p.limit}的数` }),
    en: (p) => ({ message: `${p.title} must be at most ${p.limit}`, fix: `Type ${p.limit} or less` }),
  },
  tooLong: {
    zh: (p) => ({ message: `“${p.title}”超过${p.limit}字`, fix: `压缩到${p.limit}字以内` }),
    en: (p) => ({ message: `${p.title} is longer than ${p.limit}`, fix: "Shorten it" }),
  },
  notFlag: {
    zh: (p) => ({ message: `“${p.title}”须填是或否`, fix: "填“是”或“否”" }),
    en: (p) => ({ message: `${p.title} must be yes or no`, fix: "Type yes or no" }),
  },
  notOption: {
    zh: (p) => ({ message: `“${p.title}”没有这一选项`, fix: `可填:${p.choices}` }),
    en: (p) => ({ message: `${p.title} has no such option`, fix: `Choose of: ${p.choices}` }),
  },
  notDate: {
    zh: (p) => ({ message: `“${p.title}”须为日期`, fix: "写成 2014-09-28" }),
    en: (p) => ({ message: `${p.title} must be a date`, fix: "Write 2014-09-28" }),
  },
  notText: {
    zh: (p) => ({ message: `“${p.title}”须为文本`, fix: "编码请设为文本格式,以免丢失前导零" }),
    en: (p) => ({ message: `${p.title} must be text`, fix: "Send it as text, so that leading zeros stay" }),
  },
  badCode: {
    zh: (p) => ({
      message: `“${p.title}”不是可用的编码`,
      fix: "用字母、数字、汉字和 - _ . ,以字母或数字开头,最长 64 位",
    }),
    en: (p) => ({ message: `${p.title} is not a usable code`, fix: "Letters, digits, - _ . only, at most 64" }),
  },
  regionFixed: {
    zh: (p) => ({
      message: `“${p.title}”决定所属区划,建立后不能修改`,
      fix: "删除本行,用新的编码另建;村组调整在沿革中登记",
    }),
    en: (p) => ({
      message: `${p.title} places the row in its region and cannot change`,
      fix: "Delete the row and add another under a new code",
    }),
  },
  noDelete: {
    zh: () => ({ message: "本表的行由名册决定,不能删除", fix: "清空单元格即可" }),
    en: () => ({ message: "Rows of this sheet come from the roster", fix: "Empty the cells instead" }),
  },
  smallRegion: {
    zh: () => ({ message: "批次至少覆盖一个乡镇", fix: "用乡镇、县或州的区划代码" }),
    en: () => ({ message: "A round covers at least a township", fix: "Give the code of a township or above" }),
  },
  tooMuch: {
    zh: (p) => ({ message: `一次测算的量太大(对象数 × 评分项 > ${p.limit})`, fix: "分几次测算,或开批次运算" }),
    en: (p) => ({ message: `Too much at once (subjects × items > ${p.limit})`, fix: "Split it, or compute a round" }),
  },
  tooDeep: {
    zh: (p) => ({ message: `嵌套超过${p.limit}层`, fix: "减少层数" }),
    en: (p) => ({ message: `Nested deeper than ${p.limit}`, fix: "Flatten it" }),
  },
  notSpells: {
    zh: (p) => ({ message: `“${p.title}”不是任职经历`, fix: "写成 secretary 2001-01/2008-02; deputy 1998-03/2000-12" }),
    en: (p) => ({ message: `${p.title} is no list of spells`, fix: "Write secretary 2001-01/2008-02; …" }),
  },
  notMonths: {
    zh: (p) => ({ message: `“${p.title}”不是月数或月份`, fix: "写月数 7,或月份 1-7,9" }),
    en: (p) => ({ message: `${p.title} is neither a count nor a list of months`, fix: "Write 7, or 1-7,9" }),
  },
  whichMonths: {
    zh: (p) => ({ message: `本年标准在${p.month}有变,只写${p.count}个月分不清是哪几个月`, fix: "写明月份,如 7-12" }),
    en: (p) => ({
      message: `The rate changes in ${p.month}; ${p.count} months could be any`,
      fix: "Say which, such as 7-12",
    }),
  },
  unknownColumn: {
    zh: (p) => ({ message: `没有列“${p.value}”`, fix: `可填的列:${p.choices}` }),
    en: (p) => ({ message: `No column “${p.value}”`, fix: `Columns: ${p.choices}` }),
  },
  readOnlyColumn: {
    zh: (p) => ({ message: `“${p.title}”为只读列`, fix: "不要提交该列" }),
    en: (p) => ({ message: `${p.title} is read-only`, fix: "Do not send it" }),
  },
  unknownReference: {
    zh: (p) => ({ message: `“${p.title}”填的“${p.value}”查无此项`, fix: `填${p.sheet}中已有的编码` }),
    en: (p) => ({ message: `${p.title}: no “${p.value}”`, fix: `Give a code of ${p.sheet}` }),
  },
  keyTaken: {
    zh: (p) => ({ message: `“${p.value}”已有记录`, fix: "修改原行(已删除的先恢复),或换一个编码" }),
    en: (p) => ({
      message: `“${p.value}” exists already`,
      fix: "Change that row (restore it if it was deleted) or use another code",
    }),
  },
  keyFixed: {
    zh: (p) => ({ message: `“${p.title}”建立后不能修改`, fix: "删除本行,另建一行" }),
    en: (p) => ({ message: `${p.title} cannot be changed`, fix: "Delete the row and add another" }),
  },
  noNewRows: {
    zh: () => ({ message: "本表的行由名册决定,不能在此新增", fix: "先在名册中增加评价对象" }),
    en: () => ({ message: "Rows of this sheet come from the roster", fix: "Add the subject to its roster first" }),
  },
  fixedRows: {
    zh: () => ({ message: "本表的行来自办法的算例,不能增删", fix: "增删算例用 POST /v1/policies 提交办法全文" }),
    en: () => ({ message: "Rows come from the policy's cases", fix: "Send the whole document by POST /v1/policies" }),
  },
  badNotation: {
    zh: (p) => ({ message: `“${p.title}”的写法不对`, fix: `照这样写:${p.example}` }),
    en: (p) => ({ message: `${p.title} is not written as it should be`, fix: `Write it like this: ${p.example}` }),
  },
  nothingToConfirm: {
    zh: () => ({ message: "这一算例现在没有结果,无从确认", fix: "先改正参数,使算例能够算出结果" }),
    en: () => ({ message: "This case has no result to confirm", fix: "Correct the parameters so that it has one" }),
  },
  confirmOrType: {
    zh: (p) => ({ message: `“${p.title}”与“确认”只填一个`, fix: "确认实得结果,或自己填写应得结果" }),
    en: (p) => ({ message: `Either confirm or type ${p.title}`, fix: "Do one of the two" }),
  },
  beyondPolicy: {
    zh: (p) => ({
      message: `该办法由 ${p.region} 管理,也管您管辖范围以外的地区`,
      fix: "由上级修改,或另立本地区的办法",
    }),
    en: (p) => ({
      message: `The policy is kept by ${p.region} and governs more than your region`,
      fix: "Ask the level above, or make a policy of your own",
    }),
  },
  badVersion: {
    zh: (p) => ({ message: `版本${p.value}比现有版本还新`, fix: "重新取数" }),
    en: (p) => ({ message: `Version ${p.value} does not exist yet`, fix: "Pull again" }),
  },
} as const satisfies Record<string, { zh: Words; en: Words }>;
export type FaultCode = keyof typeof faults;

/** A fault without its place: a code and what its words need. */
export interface FaultWords {
  code: FaultCode;
  params: Params;
}
/** A fault with its place, a JSON pointer. */
export interface Fault extends FaultWords {
  pointer: string;
}

export type Language = "zh" | "en";

/** The words of a fault, as it stands in an answer. */
export function faultText({ pointer, code, params }: Fault, language: Language) {
  return { pointer, code, ...faults[code][language](params) };
}
