/** Faults of files that are imported: what cannot be read, whose titles are not found, what is said of them. */
import type { Words } from "./words.ts";

export const importFaults = {
  fileUnread: {
    zh: () => ({
      message: "读不出这个文件:不是 .xlsx、.xls、.csv,或已损坏、加了密码",
      fix: "用 Excel 或 WPS 打开,去掉密码,另存为 .xlsx 再上传",
    }),
    en: () => ({
      message: "The file cannot be read: it is no .xlsx, .xls or .csv, or it is broken or has a password",
      fix: "Open it, take the password off, save it as .xlsx and upload that",
    }),
  },
  fileIsPage: {
    zh: () => ({ message: "这个文件其实是网页,只是名称像 Excel", fix: "用 Excel 或 WPS 打开,另存为 .xlsx 再上传" }),
    en: () => ({ message: "The file is a web page by another name", fix: "Open it in Excel and save it as .xlsx" }),
  },
  fileTooLarge: {
    zh: () => ({
      message: "文件的内容太多:最多两万行,展开后 40 MB",
      fix: "分成几个文件,删去空行、图片和用不着的工作表",
    }),
    en: () => ({
      message: "The file holds too much: at most 20,000 rows, unpacked 40 MB",
      fix: "Split it, and leave out empty rows, pictures and worksheets that are not needed",
    }),
  },
  fileEmpty: {
    zh: () => ({ message: "文件里没有内容(隐藏的工作表不读)", fix: "取消隐藏,或换一个文件" }),
    en: () => ({
      message: "Nothing is in the file; hidden worksheets are not read",
      fix: "Show them, or take another file",
    }),
  },
  noWorksheet: {
    zh: (p) => ({ message: `文件里没有工作表“${p.value}”`, fix: `worksheet 写其中之一:${p.choices}` }),
    en: (p) => ({ message: `The file has no worksheet ${p.value}`, fix: `Name one of: ${p.choices}` }),
  },
  noHeader: {
    zh: (p) => ({
      message: "找不到表头:没有一行至少有两个标题与本表的列相符",
      fix: `用 header 写明表头在第几行,如 3 或 3-4,用 columns 写明哪一列是什么;本表的列:${p.choices}`,
    }),
    en: (p) => ({
      message: "No line has two titles that are columns of the sheet",
      fix: `Say where the titles are by header (3 or 3-4), and what is what by columns; the sheet has: ${p.choices}`,
    }),
  },
  noName: {
    zh: () => ({ message: "没有一列是编码或名称,不知道各行是谁的", fix: '在 columns 中写明,如 {"C":"name"}' }),
    en: () => ({ message: "No column is a code or a name", fix: 'Say which one by columns: {"C":"name"}' }),
  },
  notImported: {
    zh: () => ({
      message: "这张表不能导入旧表",
      fix: "名册、台账、指标可以;结果的核对用 POST /v1/rounds/{批次}/comparison",
    }),
    en: () => ({ message: "Nothing is imported into this sheet", fix: "Rosters, ledgers and indicators take imports" }),
  },
  notJsonText: {
    zh: () => ({ message: "不是有效的 JSON", fix: '写成 {"C":"name"} 这样' }),
    en: () => ({ message: "It is not valid JSON", fix: 'Write it like {"C":"name"}' }),
  },
  noResults: {
    zh: (p) => ({ message: "文件里没有可比的列", fix: `至少有其中一列,或用 columns 写明:${p.choices}` }),
    en: (p) => ({
      message: "The file has no column of results",
      fix: `Have one of these, or say so by columns: ${p.choices}`,
    }),
  },
  columnTwice: {
    zh: (p) => ({ message: `${p.value} 写给了两列`, fix: "一列只写一次" }),
    en: (p) => ({ message: `${p.value} is given to two columns`, fix: "Give it to one" }),
  },
  nameNone: {
    zh: (p) => ({ message: `管辖范围内没有叫“${p.value}”的`, fix: "看 candidates,用 names 写明是哪一个" }),
    en: (p) => ({
      message: `Nothing in reach is called ${p.value}`,
      fix: "Look at candidates; say by names which it is",
    }),
  },
  nameSeveral: {
    zh: (p) => ({ message: `叫“${p.value}”的不止一个`, fix: "表里写明乡镇,或用 names 写明是哪一个" }),
    en: (p) => ({ message: `Several are called ${p.value}`, fix: "Name the township, or say by names which it is" }),
  },
  townshipNone: {
    zh: (p) => ({ message: `没有找到乡镇“${p.value}”,或不止一个`, fix: "核对乡镇名称,或写明县" }),
    en: (p) => ({ message: `No one township is called ${p.value}`, fix: "Check its name, or name the county" }),
  },
  countyNone: {
    zh: (p) => ({ message: `没有找到县“${p.value}”`, fix: "核对县名" }),
    en: (p) => ({ message: `No county is called ${p.value}`, fix: "Check its name" }),
  },
  nameMissing: {
    zh: () => ({ message: "这一行没有名称,也没有编码", fix: "补上名称" }),
    en: () => ({ message: "The row has neither name nor code", fix: "Give it a name" }),
  },
  codeMissing: {
    zh: (p) => ({
      message: `名册里还没有“${p.value}”,文件里也没有编码`,
      fix: "补上编码,或写 newCodes=true 由系统编码",
    }),
    en: (p) => ({
      message: `${p.value} is not listed, and the file gives no code`,
      fix: "Give one, or say newCodes=true",
    }),
  },
  unmatchedRows: {
    zh: (p) => ({
      message: `还有 ${p.count} 行对不上名称`,
      fix: "用 names 写明各是哪一个,或用 mode=partial 只存对得上的",
    }),
    en: (p) => ({
      message: `The names of ${p.count} rows are not matched`,
      fix: "Say by names what they are, or use mode=partial",
    }),
  },
  nothingImported: {
    zh: () => ({ message: "没有可以存的行", fix: "看 skipped、unmatched,用 columns、names 写明" }),
    en: () => ({ message: "No row can be saved", fix: "Look at skipped and unmatched; say more by columns and names" }),
  },
} as const satisfies Record<string, { zh: Words; en: Words }>;
