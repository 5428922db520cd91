/** The cells of a workbook, and what Excel does to what is typed into them. */

export type CellValue = string | number | boolean;

export interface Cell {
  value: CellValue;
  format: string;
  formula?: string;
  fill?: string;
}

/** An error as Excel answers with it. */
export class Refusal extends Error {
  readonly code: string;
  constructor(code: string, message = code) {
    super(message);
    this.code = code;
  }
}

/** Rows and columns from 0; the ends are in it. */
export interface Rect {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export interface Table {
  id: string;
  name: string;
  sheet: Sheet;
  /** With the head. */
  rect: Rect;
  /** Rows that a filter hides. */
  hidden: Set<number>;
  /** Whether its last row is one of totals. */
  hasTotals: boolean;
}

export interface Validation {
  rect: Rect;
  rule?: { list?: { source: string } };
  prompt?: unknown;
}

/** A chart and the range of its figures. */
export interface Chart {
  id: string;
  name: string;
  kind: string;
  title: string;
  hasLegend: boolean;
  figures: Rect;
  place?: Rect;
}

export interface Sheet {
  id: string;
  name: string;
  visibility: string;
  cells: (Cell | undefined)[][];
  validations: Validation[];
  widths: Map<number, number>;
  frozenRows: number;
  charts: Chart[];
  isProtected: boolean;
}

export const cellAt = (sheet: Sheet, row: number, column: number): Cell =>
  sheet.cells[row]?.[column] ?? { value: "", format: "General" };

function own(sheet: Sheet, row: number, column: number): Cell {
  sheet.cells[row] ??= [];
  sheet.cells[row][column] ??= { value: "", format: "General" };
  return sheet.cells[row][column];
}

const daysTo1970 = 25_569;
const serialOf = (year: string, month: string, day = "1") =>
  Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000 + daysTo1970;

/** What Excel makes of a text in a cell that has no text format. */
function understood(text: string): { value: CellValue; format?: string; formula?: string } {
  if (text.startsWith("'")) return { value: text.slice(1) };
  const figure = text.trim().replace(/(?<=\d),(?=\d{3})/g, "");
  // Fifteen digits are kept, the others become zeros.
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(figure)) return { value: Number(Number(figure).toPrecision(15)) };
  if (/^[+-]?\d+(\.\d+)?%$/.test(figure)) return { value: Number(figure.slice(0, -1)) / 100, format: "0%" };
  const date = /^(\d{4})[-/年](\d{1,2})(?:[-/月](\d{1,2})日?|月)?$/.exec(figure);
  if (date) return { value: serialOf(date[1]!, date[2]!, date[3]), format: "yyyy/m/d" };
  if (/^(true|false)$/i.test(text)) return { value: text.toLowerCase() === "true" };
  if (/^[=+\-@]/.test(text)) return { value: "#NAME?", formula: text };
  return { value: text };
}

/** Types a value into a cell, or hands it over as an add-in does: Excel makes the same of both. */
export function enter(sheet: Sheet, row: number, column: number, given: CellValue | null): void {
  if (given === null) return;
  if (typeof given === "string" && given.length > 32_767 + Number(given.startsWith("'")))
    throw new Refusal("InvalidArgument", "A cell takes 32,767 characters.");
  const cell = own(sheet, row, column);
  delete cell.formula;
  const isText = cell.format === "@";
  // Excels differ in what a sign at the beginning does in a text cell: here it does the worst.
  if (typeof given !== "string" || (isText && !given.startsWith("="))) {
    cell.value = isText ? (typeof given === "boolean" ? String(given).toUpperCase() : String(given)) : given;
    return;
  }
  const { value, format, formula } = understood(given);
  cell.value = value;
  if (formula !== undefined) cell.formula = formula;
  if (format !== undefined && cell.format === "General") cell.format = format;
}

/** Puts cells beneath each other further down, or takes some away and those beneath up. */
export function shift(sheet: Sheet, rect: Rect, direction: "Down" | "Up"): void {
  const count = rect.bottom - rect.top + 1;
  for (let column = rect.left; column <= rect.right; column++) {
    const cells = sheet.cells.map((row) => row?.[column]);
    while (cells.length < rect.top) cells.push(undefined);
    if (direction === "Up") cells.splice(rect.top, count);
    // New cells look like those above.
    else cells.splice(rect.top, 0, ...Array.from({ length: count }, () => like(cells[rect.top - 1])));
    const end = Math.max(cells.length, sheet.cells.length);
    for (let row = rect.top; row < end; row++) {
      const there = sheet.cells[row] ?? [];
      there[column] = cells[row];
      sheet.cells[row] = there;
    }
  }
}

const like = (cell: Cell | undefined): Cell => ({ value: "", format: cell?.format ?? "General" });

/** The smallest range that holds all that is filled. */
export function usedIn(sheet: Sheet, within: Rect): Rect | undefined {
  let used: Rect | undefined;
  for (const [row, cells] of sheet.cells.entries()) {
    if (row < within.top || row > within.bottom) continue;
    for (const [column, cell] of (cells ?? []).entries()) {
      if (column < within.left || column > within.right || cell === undefined || cell.value === "") continue;
      used = {
        top: Math.min(used?.top ?? row, row),
        left: Math.min(used?.left ?? column, column),
        bottom: Math.max(used?.bottom ?? row, row),
        right: Math.max(used?.right ?? column, column),
      };
    }
  }
  return used;
}

/** A workbook as Excel holds it. */
export class Book {
  readonly sheets: Sheet[] = [];
  readonly tables: Table[] = [];
  selected: { sheet: Sheet; rect: Rect } | undefined;
  #made = 0;

  constructor() {
    this.selected = { sheet: this.addSheet("Sheet1"), rect: { top: 0, left: 0, bottom: 0, right: 0 } };
  }

  addSheet(name: string): Sheet {
    const isWrong = name === "" || name.length > 31 || /[:\\/?*[\]]|^'|'$|^history$/i.test(name);
    if (isWrong || this.sheets.some((one) => one.name.toLowerCase() === name.toLowerCase()))
      throw new Refusal("InvalidArgument", `No worksheet can be called ${name}.`);
    const id = `{sheet-${++this.#made}}`;
    const sheet: Sheet = {
      ...{ id, name, visibility: "Visible", cells: [], validations: [] },
      ...{ widths: new Map(), frozenRows: 0, charts: [], isProtected: false },
    };
    this.sheets.push(sheet);
    return sheet;
  }

  removeSheet(sheet: Sheet): void {
    this.sheets.splice(this.sheets.indexOf(sheet), 1);
    for (const table of this.tables.filter((one) => one.sheet === sheet)) this.removeTable(table);
  }

  addTable(sheet: Sheet, rect: Rect): Table {
    if (this.tables.some((one) => one.sheet === sheet && meet(one.rect, rect)))
      throw new Refusal("InvalidArgument", "Tables do not overlap.");
    // A table has a row beneath its head.
    const whole = { ...rect, bottom: Math.max(rect.bottom, rect.top + 1) };
    const number = ++this.#made;
    const table: Table = {
      ...{ id: `{table-${number}}`, name: `表${number}`, sheet, rect: whole },
      ...{ hidden: new Set(), hasTotals: false },
    };
    this.tables.push(table);
    nameColumns(table);
    return table;
  }

  nameTable(table: Table, name: string): void {
    const isWrong = !/^[\p{L}_\\][\p{L}\p{Nd}._\\]*$/u.test(name) || name.length > 255 || /^[a-z]{1,3}\d+$/i.test(name);
    const isTaken = this.tables.some((one) => one !== table && one.name.toLowerCase() === name.toLowerCase());
    if (isWrong || isTaken) throw new Refusal("InvalidArgument", `No table can be called ${name}.`);
    table.name = name;
  }

  removeTable(table: Table): void {
    this.tables.splice(this.tables.indexOf(table), 1);
  }

  /** Puts rows into a table, also at its end. */
  insertRows(table: Table, rect: Rect): void {
    shift(table.sheet, rect, "Down");
    table.rect.bottom += rect.bottom - rect.top + 1;
  }

  /** Shifts cells, and with them the tables of the sheet. */
  shift(sheet: Sheet, rect: Rect, direction: "Down" | "Up"): void {
    const count = rect.bottom - rect.top + 1;
    for (const { rect: at } of this.tables.filter((one) => one.sheet === sheet)) {
      if (rect.top > at.bottom || rect.right < at.left || rect.left > at.right) continue;
      if (rect.left > at.left || rect.right < at.right)
        throw new Refusal("InvalidOperation", "Part of a table cannot be shifted.");
      if (direction === "Down") {
        if (rect.top <= at.top) at.top += count;
        at.bottom += count;
      } else at.bottom -= count;
    }
    shift(sheet, rect, direction);
  }
}

const meet = (a: Rect, b: Rect) => a.top <= b.bottom && b.top <= a.bottom && a.left <= b.right && b.left <= a.right;

/** The titles of a table are text, none empty, no two alike. */
export function nameColumns({ sheet, rect }: Table): void {
  const names = new Set<string>();
  for (let column = rect.left; column <= rect.right; column++) {
    const cell = own(sheet, rect.top, column);
    const wish = String(cell.value) || `列${column - rect.left + 1}`;
    let name = wish;
    for (let number = 2; names.has(name.toLowerCase()); number++) name = `${wish}${number}`;
    names.add(name.toLowerCase());
    cell.value = name;
  }
}

/** The cells of a range, made where there are none. */
export function* ownIn(sheet: Sheet, rect: Rect): Generator<Cell> {
  for (let row = rect.top; row <= rect.bottom; row++)
    for (let column = rect.left; column <= rect.right; column++) yield own(sheet, row, column);
}
