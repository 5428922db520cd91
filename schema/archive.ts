/** What an archive (归档) of a round holds: its index, which stands in it as `index.json`. */
import * as z from "zod";
import { regionPattern } from "./region.ts";

/** Names the arrangement of the files; another arrangement gets another name. */
export const archiveFormat = "xingping-archive-1";

const archivedFile = z.object({
  path: z.string().describe("在归档文件中的路径"),
  title: z.string(),
  bytes: z.int().nonnegative(),
  sha256: z.string(),
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
  seal: z
    .object({ line: z.int().positive(), seal: z.string() })
    .nullable()
    .describe("归档时最近一次审计封存;null 为尚未封存过"),
  archivedAt: z.iso.datetime(),
  archivedBy: z.string(),
  label: z.string().optional().describe("数据标签,如 演示数据"),
  files: z.array(archivedFile),
});
export type ArchiveContents = z.infer<typeof archiveIndex>;

/** An archive as it is told of. */
export const archiveHead = z
  .object({
    round: z.string(),
    bytes: z.int().positive().describe("归档文件的大小"),
    sha256: z.string().describe("归档文件的 SHA-256"),
    contents: archiveIndex,
  })
  .meta({ id: "Archive" });
