/** Query and answer of a workbook file that comes back. */
import * as z from "zod";
import { faultBody } from "./problem.ts";
import { pullQuery, pushAnswer, pushedRow } from "./wire.ts";
import { count } from "./wireParts.ts";

export const fileQuery = pullQuery.extend({
  mode: z.enum(["partial", "atomic"]).optional().describe("partial(默认)好行先存;atomic 全部可存才存"),
  missing: z.enum(["list", "delete"]).optional().describe("文件里没有的行:list(默认)列出而不删除,delete 删除"),
  note: z.string().max(500).optional().describe("提交说明;也可放在表单的 note 一栏"),
});

const ofSheet = pushAnswer.extend({
  results: z.array(pushedRow.extend({ row: count.optional().describe("在工作表中的行;不在文件里的行没有") })),
  missing: z.array(z.string()).describe("取过而文件里没有的行,没有删除"),
  warnings: z.array(faultBody).describe("文件中读成了别的样子的:公式、文本列里的数字、缺的列"),
});
export const fileAnswer = ofSheet.meta({ id: "FileAnswer" });
export const filesAnswer = z
  .object({ sheets: z.array(ofSheet.extend({ sheet: z.string(), title: z.string() })) })
  .meta({ id: "FilesAnswer" });

export const fileForm = z.object({
  file: z.any().meta({ type: "string", format: "binary" }).describe("改好的 .xlsx"),
  note: z.string().optional(),
});
