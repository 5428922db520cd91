/** The objects of Excel that the wire host knows, each with its names; any other name is an error of the test bench. */
import {
  type Book,
  type Cell,
  cellAt,
  enter,
  nameColumns,
  ownIn,
  type Rect,
  Refusal,
  type Sheet,
  type Table,
  usedIn,
  type Validation,
} from "./cellGrid.ts";

/** A name that the host does not know: the add-in asks for more than was tried. */
export class UnknownName extends Error {}

/** An object on the host's side of the wire. */
export interface Node {
  type: string;
  isNull?: boolean;
  /** Kept by a reference of its own, as ranges are. */
  isKept?: boolean;
  id?: string;
  /** What can be loaded. */
  read?: Record<string, () => unknown>;
  /** What can be set. */
  write?: Record<string, (value: never) => void>;
  /** Properties that are objects, and methods that answer with one. */
  open?: Record<string, (...given: never[]) => Node>;
  /** Methods that answer with nothing. */
  call?: Record<string, (...given: never[]) => void>;
  /** What a collection has, and how it is found by a key. */
  items?: () => Node[];
  item?: (key: never) => Node;
}

export const nothing: Node = { type: "null", isNull: true };
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

function worksheetNode(book: Book, sheet: Sheet): Node {
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
      Add(range: Node & { at: { sheet: Sheet; rect: Rect } }, hasHeaders: boolean) {
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
    read: { id: () => table.id, name: () => table.name },
    write: { Name: (name: string) => book.nameTable(table, name) },
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
      ConvertToRange() {
        book.removeTable(table);
        return range({});
      },
    },
    call: { ClearFilters: () => table.hidden.clear() },
  };
}

export function rangeNode(book: Book, sheet: Sheet, rect: Rect): Node & { at: { sheet: Sheet; rect: Rect } } {
  const [rows, columns] = [rect.bottom - rect.top + 1, rect.right - rect.left + 1];
  const grid = (of: (cell: Cell) => unknown) => () =>
    Array.from({ length: rows }, (_, r) =>
      Array.from({ length: columns }, (_, c) => of(cellAt(sheet, rect.top + r, rect.left + c))),
    );
  const tables = () => book.tables.filter((one) => one.sheet === sheet);
  function changeable() {
    if (sheet.isProtected) throw new Refusal("AccessDenied", "The worksheet is protected.");
  }
  /** One value for all cells, or rows of them of the range's size; through a filter only what is seen is reached. */
  function spread<V>(given: V | V[][], set: (row: number, column: number, value: V) => void) {
    changeable();
    const hidden = new Set(tables().flatMap((table) => [...table.hidden]));
    if (Array.isArray(given) && (given.length !== rows || given.some((row) => row.length !== columns)))
      throw new Refusal("InvalidArgument", "The values are not of the range's size.");
    let row = rect.top;
    for (let r = 0; r < rows; r++, row++) {
      if (Array.isArray(given)) while (hidden.has(row)) row++;
      for (let c = 0; c < columns; c++) set(row, rect.left + c, Array.isArray(given) ? given[r]![c]! : given);
    }
  }
  return {
    type: "Range",
    isKept: true,
    at: { sheet, rect },
    read: {
      values: grid(({ value }) => value),
      formulas: grid(({ value, formula }) => formula ?? value),
      numberFormat: grid(({ format }) => format),
      rowIndex: () => rect.top,
      columnIndex: () => rect.left,
      rowCount: () => rows,
      columnCount: () => columns,
    },
    write: {
      Values(given: Cell["value"] | (Cell["value"] | null)[][]) {
        spread<Cell["value"] | null>(given, (row, column, value) => enter(sheet, row, column, value));
        for (const table of tables().filter(({ rect: { top } }) => top >= rect.top && top <= rect.bottom))
          nameColumns(table);
      },
      NumberFormat(given: string | (string | null)[][]) {
        spread<string | null>(given, (row, column, format) => {
          if (format === null) return;
          for (const cell of ownIn(sheet, { top: row, bottom: row, left: column, right: column })) cell.format = format;
        });
      },
    },
    open: {
      Worksheet: () => worksheetNode(book, sheet),
      Format: () => formatNode(sheet, rect, changeable),
      DataValidation: () => validationNode(sheet, rect, changeable),
      GetRow: (row: number) => rangeNode(book, sheet, { ...rect, top: rect.top + row, bottom: rect.top + row }),
      GetBoundingRect: ({ at: { rect: other } }: ReturnType<typeof rangeNode>) =>
        rangeNode(book, sheet, {
          top: Math.min(rect.top, other.top),
          left: Math.min(rect.left, other.left),
          bottom: Math.max(rect.bottom, other.bottom),
          right: Math.max(rect.right, other.right),
        }),
      GetUsedRangeOrNullObject() {
        const used = usedIn(sheet, rect);
        return used ? rangeNode(book, sheet, used) : nothing;
      },
      Insert(direction: "Down") {
        changeable();
        book.shift(sheet, rect, direction);
        return rangeNode(book, sheet, rect);
      },
    },
    call: {
      _KeepReference() {},
      /** The client asks before it sends many values, which it cuts into several actions. */
      _ValidateArraySize(given: number, across: number) {
        if (given !== rows || across !== columns)
          throw new Refusal("InvalidArgument", "The values are not of the range's size.");
      },
      Clear(what: string | null) {
        changeable();
        for (const cell of ownIn(sheet, rect)) {
          cell.value = "";
          delete cell.formula;
          if (what === "Contents") continue;
          cell.format = "General";
          delete cell.fill;
        }
      },
      Delete(direction: "Up") {
        changeable();
        book.shift(sheet, rect, direction);
      },
      Select() {
        book.selected = { sheet, rect };
      },
    },
  };
}

function formatNode(sheet: Sheet, rect: Rect, changeable: () => void): Node {
  return {
    type: "RangeFormat",
    write: {
      ColumnWidth(width: number) {
        for (let column = rect.left; column <= rect.right; column++) sheet.widths.set(column, width);
      },
    },
    open: {
      Fill: () => ({
        type: "RangeFill",
        write: {
          Color(colour: string) {
            changeable();
            for (const cell of ownIn(sheet, rect)) cell.fill = colour;
          },
        },
        call: {
          Clear() {
            for (const cell of ownIn(sheet, rect)) delete cell.fill;
          },
        },
      }),
    },
  };
}

function validationNode(sheet: Sheet, rect: Rect, changeable: () => void): Node {
  const isHere = ({ rect: { top, left, right } }: Validation) =>
    top === rect.top && left === rect.left && right === rect.right;
  function own(): Validation {
    changeable();
    const found = sheet.validations.find(isHere) ?? { rect };
    if (!sheet.validations.includes(found)) sheet.validations.push(found);
    return found;
  }
  return {
    type: "DataValidation",
    write: {
      Rule(rule: NonNullable<Validation["rule"]>) {
        const { source = "" } = rule.list ?? {};
        if (!source.startsWith("=") && source.length > 255)
          throw new Refusal("InvalidArgument", "A list takes 255 characters.");
        own().rule = rule;
      },
      Prompt(prompt: unknown) {
        own().prompt = prompt;
      },
      ErrorAlert: () => void own(),
    },
    call: {
      Clear() {
        sheet.validations = sheet.validations.filter((one) => !isHere(one));
      },
    },
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
