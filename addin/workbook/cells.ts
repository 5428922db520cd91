/** How a value is written so that Excel keeps it as it is, and neither calculates with it nor takes it for a date. */
import { type CellValue, textFormat, WorkbookFault } from "./port.ts";

/** Excel takes 32,767 characters, and one may be the apostrophe. */
export const longestText = 32_766;

/** With these begins what Excel takes for a formula, and the apostrophe that it takes for itself. */
const opening = /^[=+\-@']/;
/** Words in which no Excel finds a number, a date, a currency or a formula. */
const words = /^[\p{Script=Han}、,。;:()“”《》·]+$/u;
const figures = /[〇零一二三四五六七八九十百千万亿元年月日时分秒]/;

/** A value as it is handed to Excel, and the number format that its cell needs before. */
export interface Written {
  value: CellValue;
  format: string;
}

/**
 * @param column the number format and the title of the value's column
 * @throws WorkbookFault `tooLong`
 */
export function written(value: CellValue, { format, title }: { format: string; title: string }): Written {
  const held = asHeld(value, format);
  if (typeof held !== "string" || held === "") return { value: held, format };
  if (held.length > longestText) throw new WorkbookFault("tooLong", title);
  // What an apostrophe does in a cell of the text format differs; in a general one it always makes text, and is not part of it.
  if (opening.test(held)) return { value: `'${held}`, format: format === textFormat ? "General" : format };
  const isSafe = format === textFormat || (words.test(held) && !figures.test(held));
  return { value: isSafe ? held : `'${held}`, format };
}

/** A value as it is read back from a cell of a format: a text format makes text of everything. */
export function asHeld(value: CellValue, format: string): CellValue {
  if (format !== textFormat || typeof value === "string") return value;
  return typeof value === "boolean" ? String(value).toUpperCase() : String(value);
}
