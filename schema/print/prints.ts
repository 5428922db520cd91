/** The prints that there are, by the name under which they are asked for, as a clerk calls them. */
export const printTitles = {
  payroll: "发放表",
  "township-summary": "分乡镇汇总表",
  notice: "公示稿",
  "ballot-form": "票样",
  attendance: "签到册",
  "tally-form": "唱票计票单",
  appraisal: "测评汇总表",
  plaques: "挂牌摘牌单",
  "case-plan": "一村一策",
  "village-file": "一村一档",
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
