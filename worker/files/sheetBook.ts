/** A workbook file of sheets: their tables, what is said about them, and what is kept to find the changes by. */

import type { TableContent } from "../../schema/sheet/workbook/content.ts";
import { type Layout, type LayoutColumn, layoutFor } from "../../schema/sheet/workbook/layout.ts";
import { sheetTitle } from "../../schema/sheet/workbook/names.ts";
import { fixedMarkWords, markWords } from "../../schema/sheet/workbook/rowMarks.ts";
import { contentOf, type Snapshot } from "../../schema/sheet/workbook/snapshot.ts";
import { type KeptSheet, keep } from "./kept.ts";
import { type Book, type BookColumn, type BookTable, longestCell, type Mark } from "./writeBook.ts";

/** The worksheets beside the tables. */
export const beside = { about: "说明", choices: "选项", kept: "取数记录" };

/** A sheet that goes into a workbook. */
export interface FileSheet extends Pick<KeptSheet, "snapshot" | "asOf"> {
  /** What stands in its table; where nothing is given, what was pulled. */
  content?: TableContent;
  /** How cells are shown, by row and column from 0. */
  markOf?: BookTable["markOf"];
  /** There are rows that are not in the file. */
  isCut?: boolean;
}

/** Rows that may be filled in below those that are there. */
const spareRows = 200;

/**
 * @param at when the rows were pulled, as ISO time
 * @param who who pulled them
 * @param label what is said of the data, as 演示数据
 */
export function sheetBook(sheets: readonly FileSheet[], at: string, who: string, label?: string): Book {
  const titles: string[] = Object.values(beside);
  const named = sheets.map((sheet) => {
    const title = sheetTitle(sheet.snapshot.definition.title, titles);
    titles.push(title);
    return { ...sheet, title };
  });
  return {
    tables: named.map(tableOfSheet),
    about: { title: beside.about, lines: [...introduction(at, who, label), ...named.flatMap(linesAbout)] },
    kept: { title: beside.kept, columns: named.map(keep) },
    choices: beside.choices,
  };
}

/** A snapshot whose texts are no longer than a cell takes: what is shown is then what was pulled. */
export function fitting(snapshot: Snapshot): Snapshot {
  const rows = [...snapshot.rows].map(([id, row]) => {
    const isLong = row.cells.some((cell) => typeof cell === "string" && cell.length > longestCell);
    const cut = (cell: (typeof row.cells)[number]) => (typeof cell === "string" ? cell.slice(0, longestCell) : cell);
    return [id, isLong ? { ...row, cells: row.cells.map(cut) } : row] as const;
  });
  return { ...snapshot, rows: new Map(rows) };
}

function tableOfSheet({
  snapshot,
  content = contentOf(snapshot),
  markOf,
  title,
}: FileSheet & { title: string }): BookTable {
  const layout = layoutFor(snapshot.definition);
  const byTitle = new Map(layout.columns.map((column) => [column.title, column]));
  const { editable } = snapshot.definition;
  return {
    title,
    columns: content.columns.map((name) => columnOf(layout, byTitle.get(name) ?? { title: name, format: "General" })),
    rows: content.rows,
    markOf: markOf ?? (() => "plain" as Mark),
    spare: editable && !layout.hasFixedRows ? spareRows : 0,
    isProtected: editable,
  };
}

const changeHelp = "可不填。要删除一行,选“删除”;提交后另有要定的,照“状态”一列所说选填";

function columnOf(layout: Layout, column: LayoutColumn): BookColumn {
  const { title, format, width = 12, tone, choices, help } = column;
  const plain = { title, format, width: Math.max(width, title.length * 2 + 2), isRequired: tone === "required" };
  if (column === layout.change) {
    const words = layout.hasFixedRows ? fixedMarkWords : markWords;
    return { ...plain, isLocked: false, isRequired: false, choices: words, help: changeHelp };
  }
  if (column === layout.status)
    return { ...plain, width: 40, isLocked: true, help: "交回后所得的文件在这里写明各行的结果" };
  if (column === layout.id && !layout.hasFixedRows)
    return { ...plain, isLocked: true, help: "用来认行,请勿改动;新行留空" };
  return { ...plain, isLocked: tone === "readOnly", choices, help };
}

const introduction = (at: string, who: string, label?: string): string[][] => [
  [label === undefined ? "星评" : `星评(${label})`],
  ["取数时间", beijing(at)],
  ["取数人", who],
  ["怎样填", "", "在各表中直接改格、在表下空行中填新行,存成 .xlsx 交回。没有改动的格不会提交,不会盖掉他人的改动"],
  ["删除", "", "在“变更”一列选“删除”。只从表中去掉的行,交回时列出,不会删除"],
  ["灰色的列", "", "只读,不提交。表有保护而没有密码:要排序、整行删除的,先在“审阅”中撤销保护"],
  ["数字和日期", "", "编码列是文本,012 就是 012;日期填 2014-09-28;红色列名的列必填"],
  ["公式和宏", "", "公式只取当时算出的值;有宏的文件不收"],
  ["请勿", "", "不要改列名和“行号”,不要删去没有显示的工作表:认行、比较都靠它们"],
];

/** ISO time as clerks read it. */
const beijing = (at: string): string =>
  `${new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ")}(北京时间)`;

function linesAbout({ title, snapshot, asOf, isCut }: FileSheet & { title: string }): string[][] {
  const { definition, period, region, round, push, rows } = snapshot;
  const layout = layoutFor(definition);
  const isOpen = definition.editable && asOf === undefined;
  return [
    [],
    [`表:${title}`, definition.id],
    ...(period === "" ? [] : [["期", period]]),
    ...(region === undefined ? [] : [["区划", region]]),
    ...(round === undefined ? [] : [["批次", round]]),
    ["提交号", String(asOf ?? push), asOf === undefined ? "取数时最近一次提交" : "表为该次提交之后的样子,不能交回"],
    ["行数", String(rows.size), isCut ? "本文件只有前一部分,其余的行另取" : ""],
    ...(isOpen ? [] : [["", "", "本表只能查看"]]),
    ...(definition.masked ? [["", "", "个人信息显示为掩码;掩码不动即为不改,要改就填完整的值"]] : []),
    ["列", "填写", "说明"],
    ...layout.cells.map(({ title: head, readOnly, tone, choices, help }) => [
      head,
      readOnly ? "只读" : tone === "required" ? "必填" : "",
      [help, choices && `可选:${choices.join("、")}`]
        .filter((one) => one)
        .join("。")
        .slice(0, longestCell),
    ]),
  ];
}

/** The name under which a workbook is stored: 党组织 2014-H1.xlsx. */
export function fileName(sheets: readonly FileSheet[], more = ""): string {
  const titles = sheets.map(({ snapshot }) => snapshot.definition.title).join("、");
  const [{ snapshot }] = sheets as [FileSheet];
  return `${titles}${snapshot.period === "" ? "" : ` ${snapshot.period}`}${more}.xlsx`;
}
