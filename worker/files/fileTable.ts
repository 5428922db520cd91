/** The table of a sheet as it stands in a workbook that came back: found again, and its values as they are compared. */
import type { Fault } from "../../schema/fault.ts";
import { firstCut } from "../../schema/sheet/cells/codes.ts";
import { serialOfDay } from "../../schema/sheet/cells/dates.ts";
import type { CellValue, TableContent } from "../../schema/sheet/workbook/content.ts";
import { layoutFor } from "../../schema/sheet/workbook/layout.ts";
import type { KeptSheet } from "./kept.ts";
import type { BookPage } from "./readBook.ts";

export interface FileTable {
  content: TableContent;
  /** The row of the worksheet in which a row of the content stands, from 1. */
  lineOf(row: number): number;
  /** What of it was read otherwise than it stands there. */
  warnings: Fault[];
}

/** The titles stand in one of the first rows. */
const mostRowsAbove = 20;
/** So many places are named at once. */
const mostPlaces = 10;

/** Finds the table of a kept sheet: on the worksheet of its name, or on any other that has its columns. */
export function fileTable(pages: readonly BookPage[], { title, snapshot }: KeptSheet): FileTable | { fault: Fault } {
  const layout = layoutFor(snapshot.definition);
  const wanted = [layout.id, ...(layout.change ? [layout.change] : [])].map((column) => column.title);
  const pointer = `/file/${title}`;
  const headOf = ({ rows }: BookPage) =>
    rows.slice(0, mostRowsAbove).findIndex((row) => {
      const titles = new Set(row.map((cell) => (typeof cell === "string" ? cell.trim() : "")));
      return wanted.every((one) => titles.has(one));
    });
  const named = pages.filter((page) => page.title === title);
  const found = [...named, ...pages].find((page) => headOf(page) >= 0);
  if (!found) return { fault: { pointer, code: "tableGone", params: { title, column: layout.id.title } } };
  const head = headOf(found);
  const columns = trimmed(found.rows[head]!).map((cell) => String(cell ?? ""));
  const byTitle = new Map(layout.columns.map((column) => [column.title, column]));
  const known = columns.map((name) => byTitle.get(name.trim()));
  const isDate = known.map((column) => layout.cells.some((one) => one === column && one.form.isDate));
  const numbers: string[] = [];
  const rows = found.rows.slice(head + 1).map((cells, row) =>
    columns.map((_, i): CellValue => {
      const cell = cells[i] ?? null;
      if (cell === null) return "";
      if (cell instanceof Date) return isDate[i] ? serialOfDay(dayOf(cell)) : dayOf(cell);
      if (typeof cell !== "number" || known[i]?.format !== "@") return cell;
      numbers.push(`${letterOf(i)}${head + row + 2}`);
      // A number that has lost digits is refused as such.
      return Math.abs(cell) >= firstCut ? cell : String(cell);
    }),
  );
  while (rows.length > 0 && rows.at(-1)!.every((cell) => cell === "")) rows.pop();
  const formulas = found.formulas.filter(({ row, column }) => row > head && column < columns.length);
  const places = formulas.map(({ row, column }) => `${letterOf(column)}${row + 1}`);
  return {
    content: { columns, rows },
    lineOf: (row) => head + 2 + row,
    warnings: [...told(pointer, "formulasRead", places), ...told(pointer, "numbersInText", numbers)],
  };
}

function told(pointer: string, code: "formulasRead" | "numbersInText", places: readonly string[]): Fault[] {
  if (places.length === 0) return [];
  const shown = places.slice(0, mostPlaces).join("、");
  return [
    { pointer, code, params: { count: places.length, places: places.length > mostPlaces ? `${shown}…` : shown } },
  ];
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/** Without the empty cells at its end. */
function trimmed<T>(row: readonly T[]): T[] {
  const last = row.findLastIndex((cell) => cell !== null && cell !== "");
  return row.slice(0, last + 1);
}

function letterOf(column: number): string {
  const rest = column % 26;
  return (column >= 26 ? letterOf(Math.floor(column / 26) - 1) : "") + String.fromCharCode(65 + rest);
}
