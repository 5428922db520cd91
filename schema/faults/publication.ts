/** Faults of rounds on their way to the public: states, what is still to be done, notices. */
import type { Words } from "./words.ts";

export const publicationFaults = {
  roundState: {
    zh: (p) => ({ message: `该批次为“${p.state}”,不能${p.action}`, fix: `须为:${p.choices}` }),
    en: (p) => ({ message: `The round is ${p.state}`, fix: `It must be: ${p.choices}` }),
  },
  unapproved: {
    zh: (p) => ({
      message: `该办法有尚未启用的草案第 ${p.draft} 版`,
      fix: `先由另一人启用;确实要用现行的第 ${p.version} 版,写 "policyVersion": ${p.version}`,
    }),
    en: (p) => ({
      message: `The policy has a draft, version ${p.draft}, that nobody has activated`,
      fix: `Have it activated, or say "policyVersion": ${p.version} to use the active one`,
    }),
  },
  notActive: {
    zh: (p) => ({ message: `第 ${p.value} 版不是现行的一版`, fix: `现行的是第 ${p.version} 版` }),
    en: (p) => ({ message: `Version ${p.value} is not the active one`, fix: `The active one is ${p.version}` }),
  },
  submissionsOpen: {
    zh: (p) => ({ message: `还有 ${p.count} 个乡镇的报送没有审核:${p.names}`, fix: "催报、审核之后再办" }),
    en: (p) => ({
      message: `${p.count} submissions are not accepted: ${p.names}`,
      fix: "Remind, and accept them first",
    }),
  },
  talliesOpen: {
    zh: (p) => ({ message: `还有 ${p.count} 个对象的计票没有确认或对不上:${p.names}`, fix: "核对、签核之后重算" }),
    en: (p) => ({ message: `${p.count} tallies are not settled: ${p.names}`, fix: "Settle them and compute again" }),
  },
  assumedOpen: {
    zh: (p) => ({
      message: `办法中有 ${p.count} 个值没有文件依据:${p.names}`,
      fix: '核对之后写 "acknowledgeAssumed": true 认可,或在参数表中补上依据',
    }),
    en: (p) => ({
      message: `${p.count} values of the policy are assumed: ${p.names}`,
      fix: 'Say "acknowledgeAssumed": true, or give their sources',
    }),
  },
  noticeRunning: {
    zh: (p) => ({ message: `公示到 ${p.until} 才期满`, fix: "期满之后再办" }),
    en: (p) => ({ message: `The notice stands until ${p.until}`, fix: "Wait until it is over" }),
  },
  objectionsOpen: {
    zh: (p) => ({ message: `还有 ${p.count} 件异议没有答复`, fix: "先答复异议" }),
    en: (p) => ({ message: `${p.count} objections are not answered`, fix: "Answer them first" }),
  },
  objectionUpheld: {
    zh: (p) => ({ message: `有 ${p.count} 件异议成立`, fix: "重开批次,更正后重算、再公示" }),
    en: (p) => ({ message: `${p.count} objections were upheld`, fix: "Reopen the round, correct, publish again" }),
  },
  noticeCut: {
    zh: () => ({ message: "这次公示因批次重开而提前结束", fix: "用更正之后的公示" }),
    en: () => ({ message: "The notice ended when the round was opened again", fix: "Use the later notice" }),
  },
  policyAdopted: {
    zh: (p) => ({ message: `该批次用的就是现行的第 ${p.version} 版办法`, fix: "先启用新的一版,再改用" }),
    en: (p) => ({
      message: `The round lives by version ${p.version} already, which is active`,
      fix: "Activate another one first",
    }),
  },
  noticeNotShown: {
    zh: (p) => ({
      message: `公示过的批次重开之后,没有把现在的结果公示到期满(上次公示:${p.number})`,
      fix: "重算之后再公示,期满再审定",
    }),
    en: (p) => ({
      message: `The results as they are now were not shown to the end since the notice ${p.number}`,
      fix: "Compute, publish again, and finalise when the notice is over",
    }),
  },
  paymentsOpen: {
    zh: (p) => ({ message: `还有 ${p.count} 批发放没有办完:${p.names}`, fix: "先批准、发放,或否决" }),
    en: (p) => ({ message: `${p.count} batches of payments wait: ${p.names}`, fix: "Approve and pay, or reject them" }),
  },
  noticeDates: {
    zh: (p) => ({ message: `公示期 ${p.from} 至 ${p.to} 不对`, fix: "止日不早于起日,也不早于今天" }),
    en: (p) => ({
      message: `A notice cannot stand from ${p.from} to ${p.to}`,
      fix: "It ends after it begins, not before today",
    }),
  },
} as const satisfies Record<string, { zh: Words; en: Words }>;
