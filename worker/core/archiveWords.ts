/** The page of words that goes with an archive, for whoever opens it years later. */
import type { ArchiveContents } from "../../schema/archive.ts";
import { periodTitle } from "../../schema/period.ts";

/** 说明.txt: what the archive is of, what is in it, and how it is checked. */
export function archiveWords({
  policy,
  period,
  round,
  run,
  finalAt,
  finalBy,
  ...rest
}: Omit<ArchiveContents, "files">) {
  const { evidenceHash, seal, archivedAt, archivedBy, label } = rest;
  return [
    `《${policy.title}》${periodTitle(period)}归档${label === undefined ? "" : `(${label})`}`,
    "",
    `批次:${round};办法第 ${policy.version} 版;第 ${run.id} 次运算(引擎 ${run.engine}),依据第 ${run.push} 次提交时的数据。`,
    `审定:${finalAt},${finalBy}。归档:${archivedAt},${archivedBy}。`,
    seal === null ? "归档时审计尚未封存过。" : `归档时最近一次审计封存:第 ${seal.line} 行,${seal.seal}。`,
    "",
    "index.json      目录和每个文件的 SHA-256",
    "round.json      批次、经过和各次运算",
    "policy.json     办法全文,含参数和依据",
    "sheets/         各表在审定那次运算时的样子(第一行列名,第二行列的代码);证件号、账号、电话已脱敏",
    "outcomes.csv    结果;submissions.csv 报送进度、payments.csv 发放(有的才有)",
    "evidence/       每个对象的得分明细,一个对象一个文件",
    "submissions.json notices.json cases.json payments.json  各自的经过:报送、公示和异议、集中整顿、发放(有的才有)",
    "",
    "核对:sha256sum 各文件,应与 index.json 一致;把 evidence/ 各文件写成“编号 空格 SHA-256 换行”,按编号排序,再取 SHA-256,",
    `应为 ${evidenceHash},即审定时存证的总哈希。`,
    "",
  ].join("\r\n");
}
