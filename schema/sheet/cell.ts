/** Reads one typed cell: what a clerk typed becomes the canonical value, or a fault with its reason. */
import { readFlag, readOption } from "./cells/choices.ts";
import { readCode } from "./cells/codes.ts";
import { readDate } from "./cells/dates.ts";
import { readNumber, readPlain } from "./cells/numbers.ts";
import { type Reading, type Rule, refused } from "./cells/reading.ts";
import { isExcelError, readText } from "./cells/text.ts";
import type { Column } from "./definition.ts";
import { parseMonths } from "./months.ts";
import { parseSpells } from "./spells.ts";

const readers: Record<Column["type"], (rule: Rule, raw: unknown) => Reading> = {
  integer: readNumber,
  decimal: readNumber,
  money: readNumber,
  percent: readNumber,
  flag: readFlag,
  option: readOption,
  date: readDate,
  code: readCode,
  text: readText,
  note: readText,
  spells(rule, raw) {
    const read = typeof raw === "string" && readPlain(rule, raw, (text) => parseSpells(text) !== undefined);
    return read || refused(rule, "notSpells");
  },
  months(rule, raw) {
    const read = typeof raw === "string" && readPlain(rule, raw, (text) => parseMonths(text) !== undefined);
    if (read) return read;
    return typeof raw === "number" && parseMonths(raw) ? { value: raw } : refused(rule, "notMonths");
  },
};

/** Most cells begin with a sign that is no space, and need not be copied to know. */
function isBlank(raw: string): boolean {
  const first = raw.charCodeAt(0);
  const isVisible = (first > 0x20 && first < 0x7f) || (first > 0x3000 && first < 0xfe00);
  return !isVisible && raw.trim() === "";
}

/**
 * Reads one cell. A canonical value is read as itself.
 * @param rule the column (or a policy's input, which has the same fields)
 * @param raw what was typed: text, number, flag, or `null`/`""` for an empty cell
 * @returns the canonical value (numbers as decimal numbers in the column's unit or as lower bounds `30+`, dates as ISO
 *   days or months, options as codes), with notices where it was read otherwise than typed; or the fault. `faultText`
 *   has the words of both
 */
export function readCell(rule: Rule, raw: unknown): Reading {
  if (raw === null || raw === undefined) return { value: null };
  if (typeof raw === "string") {
    if (isBlank(raw)) return { value: null };
    if (isExcelError(raw)) return refused(rule, "excelError");
  }
  return readers[rule.type](rule, raw);
}
