/** A small table of villages, as a sheet of indicators gives one. */
import { type CellValue, type TableSpec, textFormat } from "../../addin/workbook/port.ts";

export const name = "indicators.xinhui-star.2014H1";

/** Three villages with a code, a score and a date. */
export const villages = (rows: CellValue[][] = [...threeRows]): TableSpec => ({
  name,
  title: "星级评定:指标/2014年上半年",
  columns: [
    { title: "编码", format: textFormat, tone: "readOnly", width: 16 },
    { title: "得分", format: "General", help: "0 至 10 分" },
    { title: "日期", format: "yyyy-mm-dd" },
    { title: "说明", format: textFormat },
  ],
  rows,
});
export const threeRows: CellValue[][] = [
  ["001", 3, 41_910, "甲村"],
  ["002", 1, "", ""],
  ["003", 2, 41_911, "丙村"],
];
