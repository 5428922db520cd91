/** The prints that there are, by the name under which they are asked for, as a clerk calls them. */
export const printTitles = {
  payroll: "发放表",
  "township-summary": "分乡镇汇总表",
} as const;
export type PrintName = keyof typeof printTitles;
export const printNames = Object.keys(printTitles) as [PrintName, ...PrintName[]];

/** The forms in which each comes: a page for the browser's printer, a workbook. */
export const printForms = ["html", "xlsx"] as const;
export type PrintForm = (typeof printForms)[number];
type PrintFile = `${PrintName}.${PrintForm}`;
export const printFiles = printNames.flatMap((name) => printForms.map((form): PrintFile => `${name}.${form}`)) as [
  PrintFile,
  ...PrintFile[],
];
