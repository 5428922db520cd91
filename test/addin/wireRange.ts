/** Ranges with their formats and validations, as the wire host knows them. */
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
  usedIn,
  type Validation,
} from "./cellGrid.ts";
import { type Node, nothing } from "./wireNode.ts";
import { worksheetNode } from "./wireObjects.ts";

/** A range, which is given to others as well. */
export type RangeNode = Node & { at: { sheet: Sheet; rect: Rect } };

export function rangeNode(book: Book, sheet: Sheet, rect: Rect): RangeNode {
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
      GetBoundingRect: ({ at: { rect: other } }: RangeNode) =>
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
