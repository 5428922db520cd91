/** Free text: kept as it was typed, formulas too; only what nobody can see is taken out. */
import { firstCut, readCode } from "./codes.ts";
import { isMasked, type Reading, type Rule, refused } from "./reading.ts";

/** Control characters but tab and newline. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** What stands in a cell whose formula failed. */
const excelErrors = new Set([
  ...["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"],
]);
export const isExcelError = (text: string): boolean => text.includes("#") && excelErrors.has(text.trim().toUpperCase());

/** Characters that may have to go, or to be looked at closer. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const suspect = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff]/;

/** Reads text or a note; see `readCell`. */
export function readText(rule: Rule, raw: unknown): Reading {
  if (rule.format !== undefined) return readCode(rule, raw);
  if (rule.sensitive !== undefined && typeof raw === "string" && isMasked(rule, raw))
    return refused(rule, "maskedValue");
  const limit = rule.maxLength ?? (rule.type === "note" ? 2000 : 200);
  if (typeof raw === "string" && raw.length <= limit && !suspect.test(raw)) return { value: raw };
  if (typeof raw === "number" && Math.abs(raw) >= 10 * firstCut) return refused(rule, "digitsLost");
  const typed = typeof raw === "number" && Number.isFinite(raw) ? String(raw) : raw;
  if (typeof typed !== "string" || !typed.isWellFormed()) return refused(rule, "notText");
  const lines = typed.replaceAll("\r\n", "\n");
  const value = lines.replace(control, "");
  if (value.length > limit) return refused(rule, "tooLong", { limit });
  if (value === lines) return { value };
  const { title } = rule;
  const params = { title, count: lines.length - value.length };
  return { value: value.trim() === "" ? null : value, notices: [{ code: "controlsRemoved", params }] };
}
