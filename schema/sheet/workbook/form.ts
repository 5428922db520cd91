/** One cell between the wire and the workbook: how a value is shown, and how what stands there is read back. */
import { readCell } from "../cell.ts";
import { chosenIn } from "../cells/choices.ts";
import { dayOfSerial, isDay, serialOfDay } from "../cells/dates.ts";
import type { Reading } from "../cells/reading.ts";
import type { Cell, Column } from "../definition.ts";
import type { CellValue } from "./content.ts";

export interface CellForm {
  /** Its values are days or months. */
  isDate: boolean;
  /** A value as it stands in the workbook: dates as serials, options by title, flags as 是 and 否, nothing as `""`. */
  show(cell: Cell): CellValue;
  /** A value as a message tells it. */
  word(cell: Cell): string;
  /** What stands in the workbook, read as the server reads it. */
  read(value: CellValue): Reading;
  /** Whether what stands there is a value, in whichever way it is written. */
  holds(value: CellValue, cell: Cell): boolean;
}

/** How a column's cells are shown and read. What would not be read back as itself is shown as it is on the wire. */
export function formOf(column: Column): CellForm {
  const read = (value: CellValue): Reading => {
    const day = column.type === "date" && typeof value === "number" ? dayOfSerial(value) : undefined;
    return readCell(column, day ?? value);
  };
  const isReadAs = (value: CellValue, cell: Cell) => {
    const reading = read(value);
    return "value" in reading && reading.value === cell;
  };
  const titles = new Map(column.options);
  /** Options and dates recur by the thousand. */
  const known = new Map<Cell, CellValue>();
  const show = (cell: Cell): CellValue => {
    if (cell === null) return "";
    if (!isTransformed(column, cell)) return cell;
    const found = known.get(cell);
    if (found !== undefined) return found;
    const friendly = friendlyOf(column, titles, cell);
    const shown = isReadAs(friendly, cell) ? friendly : String(cell);
    known.set(cell, shown);
    return shown;
  };
  const word = (cell: Cell) => (column.type === "date" ? String(cell ?? "") : String(show(cell)));
  const isDate = column.type === "date";
  return { isDate, show, word, read, holds: (value, cell) => value === show(cell) || isReadAs(value, cell) };
}

const isTransformed = ({ type }: Column, cell: Cell) =>
  typeof cell === "boolean" || type === "option" || type === "date" || type === "months";

function friendlyOf({ type, many }: Column, titles: ReadonlyMap<string, string>, cell: NonNullable<Cell>): CellValue {
  if (typeof cell === "boolean") return cell ? "是" : "否";
  if (type === "option") {
    const codes = many ? chosenIn(String(cell)) : [String(cell)];
    return codes.map((code) => titles.get(code) ?? code).join("、");
  }
  return type === "date" && isDay(String(cell)) ? serialOfDay(String(cell)) : String(cell);
}
