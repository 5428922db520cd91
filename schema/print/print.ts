/** A print (A4): what stands on a form that an office signs and stamps, whatever it is shown with. */
import type { MoneyUnit } from "./money.ts";

/** What a column holds: `money` is integer fen, `pen` is left for a hand, `serial` counts the rows. */
export type ColumnKind = "serial" | "text" | "center" | "number" | "money" | "pen";

export interface PrintColumn {
  title: string;
  kind: ColumnKind;
  /** In millimetres, where all columns fill the paper; else as a part of it. */
  width: number;
  /** Columns side by side of one group stand below its title. */
  group?: string | undefined;
  /** Whether subtotals and totals are made of it. */
  sum?: boolean;
}

export type PrintCell = string | number | null;

/** Rows that belong together; where there are several groups each has its subtotal. */
export interface PrintGroup {
  title: string;
  /** One cell for every column that is not `serial`; a `pen` has one too, for what is printed beside the hand. */
  rows: readonly (readonly PrintCell[])[];
}

export interface PrintTable {
  columns: readonly PrintColumn[];
  groups: readonly PrintGroup[];
  /** Millimetres, at least. */
  rowHeight: number;
  /** So many empty lines there are where there is no row: what nobody has filled in yet is filled in by hand. */
  lines?: number;
  /** The last row; none where nothing is added up. */
  total?: string;
  /** The money column whose total is written out in capitals, by its title. */
  capitals?: string;
  /** Stands above the table. */
  caption?: string;
}

export type Block =
  | { kind: "text"; lines: readonly string[] }
  | { kind: "fields"; fields: readonly (readonly [title: string, value: string | null])[]; perRow: number }
  | { kind: "closing"; lines: readonly string[] }
  | ({ kind: "table" } & PrintTable);

/** By what a print is known again: what it was made of, and the last seal of the audit. */
export interface Mark {
  /** In words: the round with its run, or the policy with its version. */
  source: string;
  seal: { line: number; seal: string } | null;
  /** What everything from this database carries, such as 演示数据. */
  label?: string | undefined;
}

export interface Print {
  /** Names its worksheet; of several prints in one file each has its own. */
  name: string;
  title: string;
  subtitle?: string;
  paper: "portrait" | "landscape";
  /** Who fills it in and stamps it. */
  office: string;
  /** A day in Beijing; null leaves it to the hand. */
  day: string | null;
  unit?: MoneyUnit | undefined;
  blocks: readonly Block[];
  /** Whose names stand below: 制表, 复核, 负责人. */
  signatures: readonly string[];
  notes: readonly string[];
  mark: Mark;
}

/** Whose names stand below what ballots were counted on. */
export const countingSigns = ["监票人", "唱票人", "计票人", "复核", "负责人"] as const;

/** The usual three who answer for a print. */
export const threeSigns = ["制表", "复核", "负责人"] as const;

/** A day as a form has it; the hand fills in what is not there. */
export const dayText = (day: string | null): string =>
  day === null
    ? "    年    月    日"
    : `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

/** By what a print is known again, in words. */
export const markText = ({ source, seal }: Mark): string =>
  `${source} · ${seal === null ? "审计尚未封存" : `审计封存 ${seal.line}:${seal.seal}`}`;
