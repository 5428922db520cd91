/** 公民身份号码 (GB 11643-1999): six digits of a place, the date of birth, three digits, a check digit. */
import { plain } from "./characters.ts";
import { isDay } from "./dates.ts";
import { isMasked, type Reading, type Rule, readOtherwise, refused } from "./reading.ts";

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkDigits = "10X98765432";

/** The check digit of the first 17 digits, by ISO 7064 MOD 11-2. */
export const checkDigitOf = (digits: string): string =>
  checkDigits[weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11]!;

/** Reads an identity number; a fault says which part is wrong and never repeats the number. */
export function readIdNumber(rule: Rule, raw: string): Reading {
  const text = plain(raw).toUpperCase();
  const wrong = (part: "length" | "date" | "check") => refused(rule, "badIdNumber", { part, length: [...text].length });
  if (!/^\d{17}[\dX]$/.test(text)) return isMasked(rule, text) ? refused(rule, "maskedValue") : wrong("length");
  const born = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  if (!isDay(born)) return wrong("date");
  if (checkDigitOf(text) !== text[17]) return wrong("check");
  return text === raw.trim().toUpperCase() ? { value: text } : readOtherwise(rule, raw, text);
}
