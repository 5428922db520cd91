/** Dates as Chinese offices type them, and as Excel keeps them; a month without a day stays a month. */
import { longestFigure, pointed } from "./characters.ts";
import { type Reading, type Rule, readOtherwise, refused } from "./reading.ts";

/** How two dates follow each other, compared as far as both are known: a month and one of its days are equal. */
export function dateOrder(a: string, b: string): number {
  const known = Math.min(a.length, b.length);
  const [x, y] = [a.slice(0, known), b.slice(0, known)];
  return x === y ? 0 : x < y ? -1 : 1;
}

/** Whether a date may come after another; on one day only where that is allowed. */
export function follows(before: string, date: string, sameDay: boolean): boolean {
  const order = dateOrder(date, before);
  return order > 0 || (order === 0 && (sameDay || before !== date || !isDay(date)));
}

const dayLength = "2014-09-28".length;

/** Whether text is a day that there is, or a month. */
export const isDay = (text: string): boolean =>
  text.length === dayLength && (new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ?? false);
const isMonth = (text: string): boolean => isDay(`${text}-01`);
/** Whether a cell holds a date. */
export const isDate = (text: string): boolean => isDay(text) || isMonth(text);

/** A date that was understood: a day or a month, and whether a clerk should be told how it was read. */
interface Found {
  date: string;
  isTold?: boolean;
}

const dayPattern = /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?Z?)?$/;
const monthPattern = /^(\d{4})[-./年](\d{1,2})(?:月份?)?$/;
const compactDay = /^(\d{4})(\d{2})(\d{2})$/;
const compactMonth = /^((?:19|20)\d{2})(0[1-9]|1[0-2])$/;
const yearPattern = /^(?:19|20)\d{2}年?$/;
/** Two digits of a year, or none at all: 14.9.28, 9月28日. */
const shortYear = /^\d{1,2}[-./年月]\d{1,2}(?:[-./月日号]\d{0,2}日?)?$/;

/** The days of Excel's 1900 system that are taken for dates: 1927-05-18 to 9999-12-31. */
const serials = { first: 10_000, last: 2_958_465 };
const dayBeforeFirst = Date.UTC(1899, 11, 30);
const oneDay = 86_400_000;
const ofSerial = (serial: number) => new Date(dayBeforeFirst + serial * oneDay).toJSON().slice(0, dayLength);

/** The day that a number in a cell stands for; none where it is no day, or one that a clerk typed without signs. */
export function dayOfSerial(typed: number): string | undefined {
  const { first, last } = serials;
  const isSerial = Number.isInteger(typed) && typed >= first && typed <= last && !compactMonth.test(String(typed));
  return isSerial ? ofSerial(typed) : undefined;
}

/** The number that Excel keeps for a day (`2014-09-28`): 41910. */
export const serialOfDay = (day: string): number => (Date.parse(`${day}T00:00:00Z`) - dayBeforeFirst) / oneDay;

/** The day so many days later. */
export const addDays = (day: string, days: number): string => ofSerial(serialOfDay(day) + days);

/** Which day of the week a day is: 1 Monday … 7 Sunday. */
export const weekdayOf = (day: string): number => ((serialOfDay(day) + 5) % 7) + 1;

const joined = (match: RegExpExecArray | null) =>
  match
    ?.slice(1)
    .map((part) => part.padStart(2, "0"))
    .join("-");

/** Reads a date; see `readCell`. */
export function readDate(rule: Rule, raw: unknown): Reading {
  if (typeof raw !== "number" && typeof raw !== "string") return refused(rule, "notDate");
  const found = typeof raw === "number" ? ofNumber(raw) : ofText(raw);
  if (typeof found === "string") return refused(rule, found);
  const { date, isTold } = found;
  const isWhole = date.length === dayLength;
  if (!isWhole && rule.precision === "day") return refused(rule, "dayMissing");
  if (isWhole && rule.precision === "month") return readOtherwise(rule, raw, date.slice(0, 7));
  if (!isWhole && rule.precision === undefined) return readOtherwise(rule, raw, date, { month: date });
  return isTold ? readOtherwise(rule, raw, date) : { value: date };
}

type Wrong = "notDate" | "yearOnly" | "shortYear" | "monthUnclear";

/** A number in a cell that Excel does not show as a date: a serial, or what a clerk typed without signs. */
function ofNumber(typed: number): Found | Wrong {
  // 2014.10 typed as a number has become 2014.1.
  if (/^\d{4}\.1$/.test(String(typed))) return "monthUnclear";
  const day = dayOfSerial(typed);
  return day === undefined ? ofText(String(typed)) : { date: day, isTold: true };
}

function ofText(typed: string): Found | Wrong {
  const inDigits = ofNumerals(pointed(typed));
  if (inDigits.length > longestFigure) return "notDate";
  const isTold = inDigits !== typed.trim();
  const text = inDigits.replace(/\s*([-./年月])\s*/g, "$1");
  const day = joined(dayPattern.exec(text));
  if (day !== undefined) return isDay(day) ? { date: day, isTold } : "notDate";
  const month = joined(monthPattern.exec(text) ?? compactMonth.exec(text));
  if (month !== undefined) return isMonth(month) ? { date: month, isTold } : "notDate";
  const compact = joined(compactDay.exec(text));
  if (compact !== undefined && isDay(compact)) return { date: compact, isTold: true };
  if (/^\d{5}$/.test(text) && Number(text) >= serials.first) return { date: ofSerial(Number(text)), isTold: true };
  if (yearPattern.test(text)) return "yearOnly";
  return shortYear.test(text) ? "shortYear" : "notDate";
}

const numerals = "〇一二三四五六七八九";
const numeralDate =
  /^([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})([日号]))?$/;

/** 二〇一四年九月二十八日 in digits; other text as it is. */
function ofNumerals(text: string): string {
  const [, year, month, day] = numeralDate.exec(text) ?? [];
  if (year === undefined) return text;
  const digits = [...year.replace(/[○零]/g, "〇")].map((sign) => numerals.indexOf(sign)).join("");
  return `${digits}年${below100(month!)}月${day === undefined ? "" : `${below100(day)}日`}`;
}

/** 二十八 is 28, 十 is 10. */
function below100(text: string): number {
  if (!text.includes("十")) return [...text].reduce((all, sign) => all * 10 + numerals.indexOf(sign), 0);
  const [tens = "", ones = ""] = text.split("十");
  return (tens === "" ? 1 : numerals.indexOf(tens)) * 10 + (ones === "" ? 0 : numerals.indexOf(ones));
}
