/** Workbook files that cannot be taken, what of them was read otherwise than it stands, and rows that are to be decided first. */
import type { Words } from "./words.ts";

const again = "从本系统下载这张表的 .xlsx,填好后以 .xlsx 保存,再交";
const againEn = "Download the sheet as .xlsx here, fill it in, save it as .xlsx and send that";

export const workbookFaults = {
  noFile: {
    zh: () => ({ message: "请求里没有文件", fix: "把 .xlsx 作为请求体,或放在表单的 file 一栏" }),
    en: () => ({ message: "There is no file in the request", fix: "Send the .xlsx as the body, or as file of a form" }),
  },
  notWorkbook: {
    zh: () => ({ message: "这不是 .xlsx 文件(只改了扩展名的 .csv、.xls 也不是)", fix: again }),
    en: () => ({ message: "Not an .xlsx file; a renamed .csv or .xls is none", fix: againEn }),
  },
  lockedFile: {
    zh: () => ({ message: "文件有打开密码,或是旧的 .xls 格式", fix: "在 Excel 或 WPS 中打开,去掉密码,另存为 .xlsx" }),
    en: () => ({ message: "The file has a password or is an old .xls", fix: "Save it as .xlsx without a password" }),
  },
  macroFile: {
    zh: () => ({ message: "文件里有宏,不收", fix: "另存为不启用宏的 .xlsx" }),
    en: () => ({ message: "Files with macros are not taken", fix: "Save it as .xlsx without macros" }),
  },
  brokenFile: {
    zh: () => ({ message: "文件已损坏,读不出来", fix: "在 Excel 或 WPS 中打开核对,另存后再交" }),
    en: () => ({ message: "The file is damaged", fix: "Open it in Excel, save it anew and send that" }),
  },
  zipBomb: {
    zh: () => ({ message: "文件解开后与其大小不相称,像是有意做成的压缩炸弹", fix: again }),
    en: () => ({ message: "The file unpacks to far more than its size", fix: againEn }),
  },
  unpackedTooLarge: {
    zh: () => ({ message: "文件解开后超过 40 MB", fix: "删去多余的工作表和空行空列,或按乡镇分几次交" }),
    en: () => ({
      message: "The file unpacks to more than 40 MB",
      fix: "Remove other sheets and empty rows, or send it in parts",
    }),
  },
  tooManyRows: {
    zh: (p) => ({ message: `工作表“${p.title}”超过 ${p.limit} 行`, fix: "删去表下多余的空行,或按乡镇分几次交" }),
    en: (p) => ({
      message: `${p.title} has more than ${p.limit} rows`,
      fix: "Remove empty rows below, or send it in parts",
    }),
  },
  notOurs: {
    zh: () => ({ message: "文件里没有取数记录,不是从本系统下载的,或删去了没有显示的工作表", fix: again }),
    en: () => ({ message: "The file was not downloaded here, or its hidden worksheet was removed", fix: againEn }),
  },
  snapshotBroken: {
    zh: () => ({ message: "文件里的取数记录不完整,分不清哪些格改过", fix: "重新下载,把改过的内容填上再交" }),
    en: () => ({ message: "What the file remembers is damaged", fix: "Download it anew and type the changes again" }),
  },
  otherFormat: {
    zh: () => ({ message: "取数记录是另一版程序写的,这一版读不了", fix: "重新下载,把改过的内容填上再交" }),
    en: () => ({ message: "The file was made by another version", fix: "Download it anew and type the changes again" }),
  },
  otherSheet: {
    zh: (p) => ({ message: `文件里是“${p.found}”,没有“${p.value}”`, fix: "选对表再交,或下载那一张表" }),
    en: (p) => ({ message: `The file holds ${p.found}, not ${p.value}`, fix: "Send it to its own sheet" }),
  },
  otherPeriod: {
    zh: (p) => ({ message: `文件是 ${p.found} 期的,不是 ${p.value} 期的`, fix: "选对期再交,或下载那一期的表" }),
    en: (p) => ({ message: `The file is of ${p.found}, not ${p.value}`, fix: "Send it to its own period" }),
  },
  otherRound: {
    zh: (p) => ({ message: `文件是批次 ${p.found} 的,不是 ${p.value} 的`, fix: "选对批次再交" }),
    en: (p) => ({ message: `The file is of round ${p.found}, not ${p.value}`, fix: "Send it to its own round" }),
  },
  otherRegion: {
    zh: (p) => ({ message: `文件是区划 ${p.found} 的,不是 ${p.value} 的`, fix: "选对区划再交" }),
    en: (p) => ({ message: `The file is of region ${p.found}, not ${p.value}`, fix: "Send it to its own region" }),
  },
  pastFile: {
    zh: (p) => ({ message: `文件是第 ${p.value} 次提交之后的样子,只供查看`, fix: "下载现在的表(不写 asOf),改好再交" }),
    en: (p) => ({ message: `The file shows the past, after push ${p.value}`, fix: "Download the sheet as it is now" }),
  },
  tableGone: {
    zh: (p) => ({
      message: `文件里找不到“${p.title}”这张表,或它没有“${p.column}”一列`,
      fix: "恢复工作表和列名,或重新下载再填",
    }),
    en: (p) => ({
      message: `No table ${p.title} with a column ${p.column} is in the file`,
      fix: "Put it back, or download anew",
    }),
  },
  titleTwice: {
    zh: (p) => ({ message: `有两列都叫“${p.title}”`, fix: "给自己加的那一列换一个名称" }),
    en: (p) => ({ message: `Two columns are called ${p.title}`, fix: "Call your own one otherwise" }),
  },
  titleGone: {
    zh: (p) => ({ message: `“${p.title}”一列不在表中,这一列的内容不提交`, fix: "误删、误改列名的,恢复后再交" }),
    en: (p) => ({
      message: `The column ${p.title} is not there and stays as it is`,
      fix: "If that was not meant, put it back",
    }),
  },
  formulasRead: {
    zh: (p) => ({
      message: `有 ${p.count} 格是公式,取了当时算出的值:${p.places}`,
      fix: "核对这些格的值;公式本身不保存",
    }),
    en: (p) => ({
      message: `${p.count} cells are formulas, read as the values they had: ${p.places}`,
      fix: "Check these values",
    }),
  },
  numbersInText: {
    zh: (p) => ({
      message: `文本列里有 ${p.count} 格是数字:${p.places}。照数字读成文本,开头的 0 可能已丢`,
      fix: "核对这些格;把格式设为“文本”再填",
    }),
    en: (p) => ({
      message: `${p.count} cells of text columns hold numbers: ${p.places}. Zeros before them may be lost`,
      fix: "Check them, and type into cells of the text format",
    }),
  },
  badMark: {
    zh: (p) => ({ message: `“变更”一列的“${p.value}”看不懂`, fix: `清空,或选:${p.choices}` }),
    en: (p) => ({ message: `${p.value} says nothing here`, fix: `Leave it empty or choose: ${p.choices}` }),
  },
  copiedRow: {
    zh: () => ({
      message: "有几行的行号相同,是复制出来的",
      fix: "复制出来的那一行,把行号清空,或在“变更”中选“新增”;不要的选“不提交”",
    }),
    en: () => ({
      message: "Several rows have the same row number",
      fix: "Empty it in the copy, or mark the copy 新增; mark what is not wanted 不提交",
    }),
  },
  alteredRow: {
    zh: () => ({
      message: "行号被改动或清空,或内容是另一行的,认不准是哪一行",
      fix: "恢复原来的行号;是新行的,在“变更”中选“新增”;行号没有错的,选“照行号”",
    }),
    en: () => ({
      message: "The row number was altered, or the contents are those of another row",
      fix: "Put the number back, or mark the row 新增 if it is new, 照行号 if the number is right",
    }),
  },
  alteredSubject: {
    zh: () => ({
      message: "编码不是取数时的;本表的行由名册决定,不能新增",
      fix: "恢复原来的编码;新的对象先在名册中增加",
    }),
    en: () => ({
      message: "The code is not the one that was pulled",
      fix: "Put it back; new subjects go into the roster",
    }),
  },
  fixedRow: {
    zh: () => ({ message: "本表的行由名册决定,不能删除", fix: "清空“变更”;要删的在名册中删" }),
    en: () => ({ message: "Rows of this sheet come from the roster", fix: "Delete it there" }),
  },
  rowLost: {
    zh: () => ({ message: "这一行他人已删除", fix: "要恢复的,在“变更”中选“恢复”;不要的,从表中去掉" }),
    en: () => ({ message: "The row was deleted by somebody else", fix: "Mark it 恢复 to bring it back, or remove it" }),
  },
  rowMissing: {
    zh: () => ({ message: "文件里没有这一行,没有删除", fix: "要删除的,在“变更”中选“删除”,或交回时写 missing=delete" }),
    en: () => ({
      message: "The row is not in the file; it was not deleted",
      fix: "Mark it 删除, or send missing=delete",
    }),
  },
  toDecide: {
    zh: () => ({ message: "他人也改了,要定用谁的", fix: "在“变更”中选“用我的”或“用他人的”,再交" }),
    en: () => ({ message: "Others changed it too", fix: "Mark the row 用我的 or 用他人的 and send it again" }),
  },
} as const satisfies Record<string, { zh: Words; en: Words }>;
