/** What cannot be judged: policies and periods, overlays of a simulation, comparisons, redrawn rankings. */
import type { Words } from "./words.ts";

export const judgingFaults = {
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
  whichMonths: {
    zh: (p) => ({ message: `本年标准在${p.month}有变,只写${p.count}个月分不清是哪几个月`, fix: "写明月份,如 7-12" }),
    en: (p) => ({
      message: `The rate changes in ${p.month}; ${p.count} months could be any`,
      fix: "Say which, such as 7-12",
    }),
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
} as const satisfies Record<string, { zh: Words; en: Words }>;
