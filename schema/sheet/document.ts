/** Sheets of a policy's document: what a view of the document must say, and how its sheets look. */
import type { Policy } from "../policy/policy.ts";
import type { Cells, Column } from "./definition.ts";
import type { RowError } from "./push.ts";
import type { Sheet } from "./source.ts";

/** A part of a document as a row; empty cells are left out. */
export interface DocumentRow {
  id: string;
  cells: Cells;
}

/** A row as a push leaves it; its id is the one that it had before. */
export interface RowChange extends DocumentRow {
  deleted: boolean;
  isNew: boolean;
}

/** What a push sent for one row, as the view understands it. */
export interface RowReading {
  cells: Cells;
  errors: RowError[];
  /** Cells that the pusher relied on: where another version has them otherwise, the row is a conflict. */
  reliesOn?: string[];
}

/** One way to see a document as rows, and to change the document through them. */
export interface DocumentView {
  /** The cells that say what a row is about: where they differ between versions, its id names something else. */
  about: readonly string[];
  /** Cells of an existing row that cannot change. */
  fixed: readonly string[];
  rows(policy: Policy): DocumentRow[];
  /** Makes typed cells canonical, by the row that they change or, of a new row, by the document alone. */
  read(policy: Policy, cells: Cells, row?: DocumentRow): RowReading;
  /** The id of a row with these cells; a view without it takes no new rows and deletes none. */
  idOf?(cells: Cells): string;
  /** The document with the rows changed; it may break the language's rules, which the caller finds out. */
  changed(policy: Policy, changes: readonly RowChange[]): Policy;
  /** Where a changed row stands in the changed document, a JSON pointer. */
  placeOf(policy: Policy, change: RowChange): string;
  /** The column in which a fault at a pointer shows, of a row that stands at `place`. */
  columnOf(pointer: string, place: string): string;
}

const shown = (key: string, title: string, more: Partial<Column> = {}): Column => ({
  key,
  title,
  type: "text",
  readOnly: true,
  ...more,
});
const typed = (key: string, title: string, more: Partial<Column> = {}): Column => ({
  key,
  title,
  type: "text",
  ...more,
});

/** A JSON pointer with a month; documents are not nested deeper than this allows. */
const longest = 300;

const parameterColumns: Column[] = [
  shown("id", "编号", { type: "code", width: 24 }),
  typed("parameter", "参数位置", {
    required: true,
    maxLength: longest,
    width: 24,
    help: "在办法中的位置;只在新增一行时填",
  }),
  shown("title", "参数", { width: 20 }),
  typed("value", "值", { required: true, maxLength: 4000, width: 24, help: "照现有的写法:20、1/10、98:20; 90:15" }),
  typed("from", "起始月份", { required: true, width: 10, help: "含本月,如 2014-01" }),
  typed("to", "截止月份", { width: 10, help: "含本月;空为至今" }),
  typed("source", "依据文件", { width: 20, help: "与“假设理由”二者取一" }),
  typed("quote", "原文", { type: "note", maxLength: 4000, width: 30 }),
  typed("assumed", "假设理由", { type: "note", maxLength: 4000, width: 30 }),
];

const caseColumns: Column[] = [
  shown("id", "编号", { type: "code", width: 24 }),
  shown("test", "算例", { width: 30 }),
  shown("period", "期", { width: 10 }),
  shown("subject", "对象", { width: 10 }),
  shown("facts", "所给的数", { type: "note", width: 40 }),
  shown("field", "结果项", { width: 12 }),
  typed("expected", "应得", { required: true, width: 12 }),
  shown("actual", "实得", { width: 12 }),
  shown("agrees", "相符", { type: "flag", width: 6 }),
  typed("confirm", "确认", { type: "flag", width: 6, help: "填“是”:以实得为应得" }),
];

const stateColumn = shown("state", "状态", { width: 6, help: "现行,或尚未启用的草案" });

/** `parameters.{policyId}` and `cases.{policyId}`: the dated values of a policy, and what its own cases expect. */
export function documentSheets(policy: { id: string; title: string; regionCode: string }): Sheet[] {
  const common = { group: "参数", period: "none", subjects: [], key: "id", policyId: policy.id } as const;
  return [
    {
      ...common,
      id: `parameters.${policy.id}`,
      title: `${policy.title}·参数`,
      rows: "parameters",
      keptBy: policy.regionCode,
      columns: [...parameterColumns, stateColumn],
    },
    {
      ...common,
      id: `cases.${policy.id}`,
      title: `${policy.title}·算例`,
      rows: "cases",
      keptBy: policy.regionCode,
      columns: [...caseColumns, stateColumn],
    },
  ];
}
