/** Request and response bodies of importing old tables, and of comparing one with the results of a round. */
import * as z from "zod";
import { faultBody } from "./problem.ts";
import { pushAnswer } from "./wire.ts";
import { count, label, regionCode } from "./wireParts.ts";

const file = z.custom<File>((value) => value instanceof File).meta({ type: "string", format: "binary" });
const jsonText = z.string().max(500_000);
const asked = {
  file: file.describe(".xlsx、.xls、.csv(UTF-8 或 GBK),10 MB 以内"),
  region: regionCode.optional().describe("只在该区划内找"),
  worksheet: z.string().max(100).optional().describe("哪个工作表;不写为最像的一个"),
  header: z
    .string()
    .regex(/^[1-9]\d{0,3}(-[1-9]\d{0,3})?$/)
    .optional()
    .describe("表头在第几行,如 3 或 3-4;不写则自己找"),
  columns: jsonText.optional().describe('JSON:哪一列是本表的什么,如 {"C":"name","F":null};null 为不要。不写的照标题认'),
  names: jsonText.optional().describe('JSON:对不上的名称各是哪一个,如 {"城关镇/河西":"990101001001"}'),
};
const importing = {
  ...asked,
  sheet: z.string().min(1).max(120).describe("导入到哪张表"),
  period: z.string().max(10).default("").describe("期;长期名册不写"),
  newCodes: z.enum(["true", "false"]).optional().describe("名册:没有编码的新行由系统编码(所属的编码加序号)"),
};

export const importForm = z.strictObject(importing).meta({ id: "Import" });
export const importPushForm = z
  .strictObject({
    ...importing,
    seen: z
      .string()
      .regex(/^\d{1,15}$/)
      .describe("预览答复的 seen:其后别人改过的格子,照提交的规矩答复 conflict"),
    mode: z.enum(["partial", "atomic"]).default("partial"),
    note: z.string().max(500).optional().describe("提交说明"),
  })
  .meta({ id: "ImportPush" });
export const fileComparisonForm = z.strictObject(asked).meta({ id: "FileComparisonForm" });

/** What `columns` and `names` say. */
export const saidColumns = z.record(z.string().regex(/^[A-Z]{1,3}$/), z.string().min(1).max(100).nullable());
export const saidNames = z.record(z.string().min(1).max(300), z.string().min(1).max(300));

const line = z.int().positive().describe("文件中的第几行");
const candidate = z.object({ code: z.string(), name: z.string(), place: z.string().optional().describe("在哪里") });
const readTable = {
  file: z.object({
    kind: z.enum(["xlsx", "xls", "csv"]),
    encoding: z.string().optional().describe("csv 的编码"),
    worksheets: z.array(z.string()),
    worksheet: z.string().describe("读的是哪个"),
  }),
  header: z.object({ from: line, to: line }).describe("表头在哪几行"),
  columns: z
    .array(
      z.object({
        column: z.string().describe("文件的哪一列"),
        title: z.string().describe("标题;两行的以 / 相连"),
        key: z.string().nullable().describe("本表的哪一列;null 为不导入"),
        by: z
          .enum(["given", "remembered", "full", "words", "synonym", "similar"])
          .optional()
          .describe("given 本次写明,remembered 上次写明,full words 标题相同,synonym 说法相同,similar 相近"),
        suggestion: z.string().optional().describe("可能是;要用的在 columns 中写明"),
        unit: z.string().optional().describe("金额的单位"),
      }),
    )
    .describe("各列认作什么"),
  skipped: z
    .array(z.object({ row: line, why: z.enum(["total", "note", "repeated", "page", "section"]), text: z.string() }))
    .describe("不是数据的行:合计、注、重复的表头、页码、乡镇小标题"),
  unmatched: z
    .array(
      z.object({
        row: line,
        key: z.string().describe("本表的哪一列"),
        written: z.string().describe("名称,连同所写的乡镇;在 names 中照此写"),
        why: z.enum(["none", "several", "township", "county", "unnamed", "code"]),
        message: z.string().describe("原因"),
        candidates: z.array(candidate).describe("可能是"),
      }),
    )
    .describe("对不上名称的行"),
  merged: z.array(z.object({ row: line, column: z.string() })).describe("合并的单元格:内容只算在第一行,这些行没有读"),
};

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const rowFault = faultBody.omit({ pointer: true }).extend({ key: z.string().describe("列") });

export const importPreview = z
  .object({
    ...readTable,
    missing: z.array(z.object({ key: z.string(), title: z.string() })).describe("本表必填、文件里没有的列"),
    seen: count.describe("看到的是第几次提交之后的数据;提交时原样带回"),
    summary: z.object({
      new: count,
      changed: count,
      unchanged: count,
      refused: count,
      unmatched: count,
      skipped: count,
    }),
    rows: z.array(
      z.object({
        row: line,
        id: z.string(),
        status: z.enum(["new", "changed", "unchanged", "refused"]),
        changes: z
          .array(z.object({ key: z.string(), title: z.string(), from: cell, to: cell }))
          .optional()
          .describe("改动的单元格"),
        errors: z.array(rowFault).optional(),
        notices: z.array(rowFault).optional(),
      }),
    ),
    label,
  })
  .meta({ id: "ImportPreview" });

const compared = z.object({
  row: line.optional(),
  id: z.string(),
  name: z.string().optional(),
  status: z.enum(["equal", "different", "onlyTheirs", "onlyOurs"]),
  fields: z
    .array(
      z.object({
        key: z.string(),
        title: z.string(),
        theirs: cell,
        ours: cell,
        difference: z.number().optional().describe("本系统的减去文件的"),
      }),
    )
    .describe("比较的各列;文件里空着的不比"),
  reason: z.string().optional().describe("本系统未评分的原因"),
});
export const fileComparison = z
  .object({
    round: z.string(),
    run: count.describe("比的是第几次运算"),
    ...readTable,
    summary: z.object({ equal: count, different: count, onlyTheirs: count, onlyOurs: count }),
    totals: z
      .array(
        z.object({
          key: z.string(),
          title: z.string(),
          compared: count.describe("比了几个"),
          different: count.describe("几个不同"),
          theirs: z.number().optional().describe("文件的合计:得分、数额(元)"),
          ours: z.number().optional(),
          difference: z.number().optional().describe("本系统的减去文件的"),
        }),
      )
      .describe("各列合计"),
    rows: z.array(compared).describe("照文件的次序,其后是只有本系统有的"),
    unread: z.array(z.object({ row: line, key: z.string(), written: z.string() })).describe("读不出的格子,没有比"),
    again: z.array(z.object({ row: line, id: z.string() })).describe("前面的行已经写过的对象,没有比"),
    label,
  })
  .meta({ id: "FileComparison" });

export const importAnswer = pushAnswer
  .extend({
    skipped: readTable.skipped,
    unmatched: readTable.unmatched,
    results: z.array(pushAnswer.shape.results.element.extend({ row: line })).describe("逐行的结果,同提交"),
  })
  .meta({ id: "ImportAnswer" });
