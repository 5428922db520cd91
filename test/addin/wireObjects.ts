/** The workbook, its worksheets and its tables, as the wire host knows them. */
import {
  type Book,
  type Cell,
  type Chart,
  cellAt,
  type Rect,
  Refusal,
  type Sheet,
  type Table,
  usedIn,
} from "./cellGrid.ts";
import { type Node, nothing, UnknownName } from "./wireNode.ts";
import { type RangeNode, rangeNode } from "./wireRange.ts";

const missing = (): never => {
  throw new Refusal("ItemNotFound", "The requested resource doesn't exist.");
};

const whole: Rect = { top: 0, left: 0, bottom: 1_048_575, right: 16_383 };

export function workbookNode(book: Book): Node {
  return {
    type: "Workbook",
    open: {
      Worksheets: () => worksheetsNode(book),
      Tables: () => tablesNode(book, () => book.tables),
      GetSelectedRange() {
        if (book.selected === undefined) throw new Refusal("InvalidSelection", "Several ranges are selected.");
        return rangeNode(book, book.selected.sheet, book.selected.rect);
      },
    },
    call: { _RemoveReference() {} },
  };
}

function worksheetsNode(book: Book): Node {
  const find = (key: string) =>
    book.sheets.find(({ id, name }) => id === key || name.toLowerCase() === key.toLowerCase());
  return {
    type: "WorksheetCollection",
    items: () => book.sheets.map((sheet) => worksheetNode(book, sheet)),
    item: (key: string) => worksheetNode(book, find(key) ?? missing()),
    open: {
      Add: (name: string) => worksheetNode(book, book.addSheet(name)),
      GetItemOrNullObject(key: string) {
        const sheet = find(key);
        return sheet ? worksheetNode(book, sheet) : nothing;
      },
    },
  };
}

export function worksheetNode(book: Book, sheet: Sheet): Node {
  const range = (rect: Rect) => rangeNode(book, sheet, rect);
  return {
    type: "Worksheet",
    id: sheet.id,
    read: { id: () => sheet.id, name: () => sheet.name, visibility: () => sheet.visibility },
    write: {
      Visibility(value: string) {
        sheet.visibility = value;
      },
    },
    open: {
      Tables: () => tablesNode(book, () => book.tables.filter((table) => table.sheet === sheet)),
      GetRange: (address?: string) => range(address === undefined || address === null ? whole : rectOf(address)),
      GetRangeByIndexes(top: number, left: number, rows: number, columns: number) {
        if (top < 0 || left < 0 || rows < 1 || columns < 1) throw new Refusal("InvalidArgument", "No such range.");
        return range({ top, left, bottom: top + rows - 1, right: left + columns - 1 });
      },
      Charts: () => chartsNode(sheet),
      GetUsedRange: () => range(usedIn(sheet, whole) ?? { top: 0, left: 0, bottom: 0, right: 0 }),
      FreezePanes: () => ({
        type: "WorksheetFreezePanes",
        call: {
          FreezeRows(count: number) {
            sheet.frozenRows = count;
          },
        },
      }),
    },
    call: {
      Activate() {
        book.selected = { sheet, rect: { top: 0, left: 0, bottom: 0, right: 0 } };
      },
    },
  };
}

function chartsNode(sheet: Sheet): Node {
  return {
    type: "ChartCollection",
    items: () => sheet.charts.map(chartNode),
    open: {
      GetItem: (key: string) => chartNode(sheet.charts.find(({ name }) => name === key) ?? missing()),
      Add(kind: string, { at: { rect } }: RangeNode, seriesBy: string) {
        if (seriesBy !== "Columns") throw new UnknownName(`a chart by ${seriesBy}`);
        const id = `{chart-${sheet.id}-${sheet.charts.length}}`;
        const chart: Chart = { id, name: id, kind, title: "", hasLegend: true, figures: rect };
        sheet.charts.push(chart);
        return chartNode(chart);
      },
    },
  };
}

const chartNode = (chart: Chart): Node => ({
  type: "Chart",
  id: chart.id,
  read: { id: () => chart.id, name: () => chart.name },
  write: {
    Name(name: string) {
      chart.name = name;
    },
  },
  open: {
    Title: () => ({
      type: "ChartTitle",
      write: {
        Text(text: string) {
          chart.title = text;
        },
      },
    }),
    Legend: () => ({
      type: "ChartLegend",
      write: {
        Visible(visible: boolean) {
          chart.hasLegend = visible;
        },
      },
    }),
  },
  call: {
    SetData({ at: { rect } }: RangeNode) {
      chart.figures = rect;
    },
    SetPosition({ at: { rect } }: RangeNode, { at: { rect: end } }: RangeNode) {
      chart.place = { ...rect, bottom: end.bottom, right: end.right };
    },
  },
});

function tablesNode(book: Book, tables: () => Table[]): Node {
  const find = (key: string) => tables().find(({ id, name }) => id === key || name.toLowerCase() === key.toLowerCase());
  return {
    type: "TableCollection",
    items: () => tables().map((table) => tableNode(book, table)),
    item: (key: string) => tableNode(book, find(key) ?? missing()),
    open: {
      GetItemOrNullObject(key: string) {
        const table = find(key);
        return table ? tableNode(book, table) : nothing;
      },
      Add(range: RangeNode, hasHeaders: boolean) {
        if (!hasHeaders) throw new UnknownName("a table without a head");
        return tableNode(book, book.addTable(range.at.sheet, { ...range.at.rect }));
      },
    },
  };
}

function tableNode(book: Book, table: Table): Node {
  const { sheet } = table;
  const range = (rect: Partial<Rect>) => rangeNode(book, sheet, { ...table.rect, ...rect });
  return {
    type: "Table",
    id: table.id,
    read: {
      id: () => table.id,
      name: () => table.name,
      showHeaders: () => true,
      showTotals: () => table.hasTotals,
    },
    write: {
      Name: (name: string) => book.nameTable(table, name),
      ShowHeaders(shown: boolean) {
        if (!shown) throw new UnknownName("a table without a head");
      },
    },
    open: {
      Worksheet: () => worksheetNode(book, sheet),
      GetRange: () => range({}),
      GetHeaderRowRange: () => range({ bottom: table.rect.top }),
      GetDataBodyRange: () => range({ top: table.rect.top + 1 }),
      Columns: () => ({
        type: "TableColumnCollection",
        items: () =>
          Array.from({ length: table.rect.right - table.rect.left + 1 }, (_, i) => ({
            type: "TableColumn",
            id: String(i + 1),
            read: { id: () => i + 1, name: () => String(cellAt(sheet, table.rect.top, table.rect.left + i).value) },
          })),
      }),
      Rows: () => ({
        type: "TableRowCollection",
        open: {
          Add(index: number | null, values: Cell["value"][][]) {
            if (index !== null) throw new UnknownName("rows in between");
            const top = table.rect.bottom + Number(!table.hasTotals);
            const rect = { ...table.rect, top, bottom: top + values.length - 1 };
            book.insertRows(table, rect);
            rangeNode(book, sheet, rect).write!.Values!(values as never);
            return { type: "TableRow", id: "row" };
          },
        },
      }),
      ConvertToRange() {
        book.removeTable(table);
        return range({});
      },
    },
    call: { ClearFilters: () => table.hidden.clear() },
  };
}

/** A range's address: A:D, B2, B2:C10. */
function rectOf(address: string): Rect {
  const match = /^([A-Z]+)(\d*)(?::([A-Z]+)(\d*))?$/.exec(address);
  if (match === null) throw new Refusal("InvalidArgument", `No address: ${address}`);
  const column = (letters: string) => [...letters].reduce((all, one) => all * 26 + one.charCodeAt(0) - 64, 0) - 1;
  const [, first, top, last = first, bottom = top] = match;
  return {
    left: column(first!),
    right: column(last!),
    top: top ? Number(top) - 1 : whole.top,
    bottom: bottom ? Number(bottom) - 1 : whole.bottom,
  };
}
