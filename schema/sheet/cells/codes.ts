/** Codes: text for ever, so that 012 stays 012 and no digit of an account number is lost. */
import { plain } from "./characters.ts";
import { readIdNumber } from "./idNumber.ts";
import { isMasked, type Reading, type Rule, readOtherwise, refused } from "./reading.ts";

/** A code stands in addresses and keys: letters, digits and - _ . only. */
const codePattern = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u;

/** A number of as many digits has been cut: Excel keeps 15 of them. */
export const firstCut = 1e14;

/** What Excel shows of a long number in a cell that is not text: 5.32901E+17. */
const scientific = /^\d+(\.\d+)?[eE]\+\d+$/;

/** Reads a code, or an identity number where the column's format says so; see `readCell`. */
export function readCode(rule: Rule, raw: unknown): Reading {
  if (typeof raw === "number") return refused(rule, Math.abs(raw) >= firstCut ? "digitsLost" : "notText");
  if (typeof raw !== "string") return refused(rule, "notText");
  const text = plain(raw);
  if (scientific.test(text)) return refused(rule, "digitsLost");
  if (rule.format === "idNumber") return readIdNumber(rule, raw);
  if (!codePattern.test(text)) return isMasked(rule, text) ? refused(rule, "maskedValue") : refused(rule, "badCode");
  return text === raw.trim() ? { value: text } : readOtherwise(rule, raw, text);
}
