/** What a clerk does to a table between two looks of the add-in, in Excel and in memory. */
import type { MemoryWorkbook } from "../../addin/workbook/memory.ts";
import type { CellValue, Place } from "../../addin/workbook/port.ts";
import { tableName } from "../../schema/sheet/workbook/names.ts";
import { type Cell, cellAt, enter, ownIn, type Table } from "./cellGrid.ts";
import type { WireHost } from "./wireHost.ts";

export interface User {
  /** Types into a cell of a table's body. */
  type(name: string, row: number, column: number, text: string): void;
  /** Sorts by a column, the least first. */
  sort(name: string, column: number): void;
  insertRow(name: string, at: number): void;
  deleteRow(name: string, at: number): void;
  /** Copies a row and puts the copy under it. */
  copyRow(name: string, at: number): void;
  moveColumn(name: string, from: number, to: number): void;
  deleteColumn(name: string, at: number): void;
  /** Fills a column right of the table, which takes it in. */
  addColumn(name: string, title: string, values: readonly CellValue[]): void;
  /** Fills a row beneath the table, which does not take it in. */
  fillBelow(name: string, values: readonly CellValue[]): void;
  /** Deletes the worksheet of the table, and the table with it. */
  deleteSheet(name: string): void;
  select(name: string, at: Place & { column: string }): void;
  /** Selects cells of rows beneath each other. */
  selectRows(name: string, from: number, count: number): void;
  selectElsewhere(): void;
  /** The charts that the clerk sees on the worksheet of a name of the add-in's. */
  charts(name: string): { title: string; kind: string; figures: CellValue[][] }[];
}

const moved = <T>(all: readonly T[], from: number, to: number): T[] => {
  const rest = all.toSpliced(from, 1);
  return rest.toSpliced(to, 0, all[from]!);
};
const compare = (a: CellValue, b: CellValue) => (a < b ? -1 : Number(a > b));

/** The clerk at a workbook in memory. */
export function memoryUser(workbook: MemoryWorkbook): User {
  const table = (name: string) => workbook.held.get(name)!;
  const eachRow = (name: string, change: (row: CellValue[]) => CellValue[]) => {
    table(name).rows = table(name).rows.map(change);
  };
  return {
    type(name, row, column, text) {
      table(name).rows[row]![column] = text;
    },
    sort: (name, column) => void table(name).rows.sort((a, b) => compare(a[column]!, b[column]!)),
    insertRow: (name, at) =>
      void table(name).rows.splice(
        at,
        0,
        table(name).columns.map(() => ""),
      ),
    deleteRow: (name, at) => void table(name).rows.splice(at, 1),
    copyRow: (name, at) => void table(name).rows.splice(at + 1, 0, [...table(name).rows[at]!]),
    moveColumn(name, from, to) {
      table(name).columns = moved(table(name).columns, from, to);
      eachRow(name, (row) => moved(row, from, to));
    },
    deleteColumn(name, at) {
      table(name).columns.splice(at, 1);
      eachRow(name, (row) => row.toSpliced(at, 1));
    },
    addColumn(name, title, values) {
      table(name).columns.push(title);
      let at = 0;
      eachRow(name, (row) => [...row, values[at++] ?? ""]);
    },
    fillBelow: (name) => void table(name).rowsBelow++,
    deleteSheet: (name) => void workbook.held.delete(name),
    select: (name, at) => workbook.point({ name, ...at }),
    selectRows(name, row, count) {
      workbook.point({ name, row, column: table(name).columns[0]! });
      workbook.selectedRowCount = count;
    },
    selectElsewhere: () => workbook.point(undefined),
    charts: (name) =>
      (workbook.charts.get(name)?.charts ?? []).map(({ title, kind, heads, figures }) => ({
        ...{ title, kind, figures: [[...heads], ...figures.map((one) => [...one])] },
      })),
  };
}

/** The clerk at Excel. */
export function excelUser(host: WireHost): User & {
  table(name: string): Table;
  /** Hides all rows but those with a value in a column. */
  filter(name: string, column: number, value: CellValue): void;
  rename(name: string, to: string): void;
  /** Has a row of totals shown under the table. */
  showTotals(name: string): void;
  cell(name: string, row: number, column: number): Cell;
} {
  const { book } = host;
  const found = new Map<string, Table>();
  function table(name: string): Table {
    const before = found.get(name);
    const isThere = before !== undefined && book.tables.includes(before);
    const known = isThere ? before : book.tables.find((one) => one.name === tableName(name, []))!;
    found.set(name, known);
    return known;
  }
  const columnsOf = ({ rect }: Table) => rect.right - rect.left + 1;
  /** Reads a table's body with all that its cells have, and puts it back otherwise. */
  function rearrange({ sheet, rect }: Table, change: (rows: Cell[][]) => Cell[][]) {
    const body = { ...rect, top: rect.top + 1 };
    const cells = [...ownIn(sheet, body)];
    const width = rect.right - rect.left + 1;
    const rows = Array.from({ length: cells.length / width }, (_, i) => cells.slice(i * width, (i + 1) * width));
    for (const [r, row] of change(rows).entries())
      for (const [c, cell] of row.entries()) sheet.cells[body.top + r]![rect.left + c] = cell;
  }
  const rectOfRow = ({ rect }: Table, at: number) => ({ ...rect, top: rect.top + 1 + at, bottom: rect.top + 1 + at });
  function heads(one: Table, change: (cells: Cell[]) => Cell[]) {
    const { sheet, rect } = one;
    const cells = change([...ownIn(sheet, { ...rect, bottom: rect.top })]);
    for (const [i, cell] of cells.entries()) sheet.cells[rect.top]![rect.left + i] = cell;
  }
  return {
    table,
    cell: (name, row, column) => {
      const { sheet, rect } = table(name);
      return cellAt(sheet, rect.top + 1 + row, rect.left + column);
    },
    type(name, row, column, text) {
      const { sheet, rect } = table(name);
      enter(sheet, rect.top + 1 + row, rect.left + column, text);
    },
    sort: (name, column) =>
      rearrange(table(name), (rows) => rows.toSorted((a, b) => compare(a[column]!.value, b[column]!.value))),
    filter(name, column, value) {
      const { sheet, rect, hidden } = table(name);
      for (let row = rect.top + 1; row <= rect.bottom; row++)
        if (cellAt(sheet, row, rect.left + column).value !== value) hidden.add(row);
    },
    insertRow(name, at) {
      book.shift(table(name).sheet, rectOfRow(table(name), at), "Down");
    },
    deleteRow: (name, at) => book.shift(table(name).sheet, rectOfRow(table(name), at), "Up"),
    copyRow(name, at) {
      book.shift(table(name).sheet, rectOfRow(table(name), at + 1), "Down");
      rearrange(table(name), (rows) =>
        rows.with(
          at + 1,
          rows[at]!.map((cell) => ({ ...cell })),
        ),
      );
    },
    moveColumn(name, from, to) {
      heads(table(name), (cells) => moved(cells, from, to));
      rearrange(table(name), (rows) => rows.map((row) => moved(row, from, to)));
    },
    deleteColumn(name, at) {
      this.moveColumn(name, at, columnsOf(table(name)) - 1);
      const { sheet, rect } = table(name);
      for (const cell of ownIn(sheet, { ...rect, left: rect.right })) cell.value = "";
      rect.right--;
    },
    addColumn(name, title, values) {
      const { sheet, rect } = table(name);
      rect.right++;
      for (const [i, value] of [title, ...values].entries()) enter(sheet, rect.top + i, rect.right, value);
    },
    fillBelow(name, values) {
      const { sheet, rect } = table(name);
      for (const [i, value] of values.entries()) enter(sheet, rect.bottom + 1, rect.left + i, value);
    },
    rename: (name, to) => book.nameTable(table(name), to),
    showTotals(name) {
      const one = table(name);
      one.rect.bottom++;
      one.hasTotals = true;
      enter(one.sheet, one.rect.bottom, one.rect.left, "汇总");
    },
    deleteSheet: (name) => book.removeSheet(table(name).sheet),
    select(name, { row, column }) {
      const { sheet, rect } = table(name);
      const titles = [...ownIn(sheet, { ...rect, bottom: rect.top })].map(({ value }) => value);
      const [at, left] = [rect.top + 1 + row, rect.left + titles.indexOf(column)];
      host.point({ sheet, rect: { top: at, bottom: at, left, right: left } });
    },
    selectRows(name, from, count) {
      const { sheet, rect } = table(name);
      const top = rect.top + 1 + from;
      host.point({ sheet, rect: { ...rect, top, bottom: top + count - 1 } });
    },
    charts() {
      const kinds: Record<string, string> = { ColumnClustered: "columns", BarClustered: "bars" };
      return book.sheets.flatMap((sheet) =>
        sheet.charts.map(({ title, kind, figures }) => {
          const cells = [...ownIn(sheet, figures)].map(({ value }) => value);
          const rows = Array.from({ length: cells.length / 2 }, (_, i) => cells.slice(2 * i, 2 * i + 2));
          return { title, kind: kinds[kind] ?? kind, figures: rows };
        }),
      );
    },
    selectElsewhere: () => host.point({ sheet: book.sheets[0]!, rect: { top: 99, bottom: 99, left: 0, right: 0 } }),
  };
}
