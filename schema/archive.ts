/** What an archive (归档) of a round holds: its index, which stands in it as `index.json`. */
import * as z from "zod";
import { regionPattern } from "./region.ts";
import { label, lastSeal } from "./wireParts.ts";

/** Names the arrangement of the files; another arrangement gets another name. */
export const archiveFormat = "xingping-archive-1";

const archivedFile = z.object({
  path: z.string().describe("在归档文件中的路径"),
  title: z.string(),
  bytes: z.int().nonnegative().optional(),
  sha256: z.string().optional(),
  ballots: z
    .literal(true)
    .optional()
    .describe("记有票数:大小和 SHA-256 只告诉看得到整个批次计票的人,由它们可以试出人少的票组的票数"),
});

/** The index: whose archive it is, by which run and policy, and the SHA-256 of every file. */
export const archiveIndex = z.object({
  format: z.literal(archiveFormat),
  round: z.string(),
  period: z.string(),
  regionCode: z.string().regex(regionPattern),
  policy: z.object({ id: z.string(), version: z.int(), hash: z.string(), title: z.string() }),
  run: z.object({
    id: z.int(),
    push: z.int().describe("所依据的最后一次提交"),
    engine: z.string(),
    at: z.iso.datetime(),
  }),
  finalAt: z.iso.datetime(),
  finalBy: z.string(),
  evidenceHash: z.string().describe("各对象存证的总哈希:逐行“编号 空格 SHA-256 换行”,按编号排序,再取 SHA-256"),
  seal: lastSeal.describe("归档时最近一次审计封存;null 为尚未封存过"),
  archivedAt: z.iso.datetime(),
  archivedBy: z.string(),
  label,
  nonce: z
    .string()
    .optional()
    .describe("随机数,只在归档文件里和看得到整个批次计票的人那里:有它,归档文件的 SHA-256 试不出票数"),
  files: z.array(archivedFile).describe("各对象的明细 evidence/ 只列在归档文件的目录里"),
});
export type ArchiveContents = z.infer<typeof archiveIndex>;
