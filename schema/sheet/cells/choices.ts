/** Cells in which something is chosen: yes or no, an option, several options. */
import { plain } from "./characters.ts";
import { type Reading, type Rule, refused, shown } from "./reading.ts";

const yes = new Set(["true", "是", "√", "✓", "✔", "有", "对", "y", "yes", "1"]);
const no = new Set(["false", "否", "×", "✗", "✘", "无", "错", "x", "n", "no", "0"]);

const textOf = (raw: unknown) => (typeof raw === "object" ? "" : plain(String(raw)));

/** Reads yes or no; see `readCell`. */
export function readFlag(rule: Rule, raw: unknown): Reading {
  if (typeof raw === "boolean") return { value: raw };
  const typed = textOf(raw).toLowerCase();
  if (yes.has(typed)) return { value: true };
  if (no.has(typed)) return { value: false };
  return refused(rule, "notFlag");
}

const separators = /[、,;\s]+/;

/** The options in a cell of a column that takes several. */
export const chosenIn = (cell: string): string[] => cell.split(",");

/** Reads an option by code or title, or several of them as their codes in the order of the options; see `readCell`. */
export function readOption(rule: Rule, raw: unknown): Reading {
  const options = rule.options ?? [];
  if (options.some(([code]) => code === raw)) return { value: raw as string };
  const titled = options.map(([code, title]): [string, string] => [plain(title), code]);
  const codes = new Map([...titled, ...options.map(([code]): [string, string] => [code, code])]);
  const typed = textOf(raw);
  const whole = codes.get(typed);
  if (whole !== undefined) return { value: whole };
  const parts = rule.many ? typed.split(separators).filter((part) => part !== "") : [];
  const wrong = parts.find((part) => !codes.has(part)) ?? (parts.length === 0 ? typed : undefined);
  if (wrong !== undefined) {
    const choices = options.map(([, title]) => title).join("、");
    return refused(rule, "notOption", { value: shown(wrong), choices });
  }
  const chosen = new Set(parts.map((part) => codes.get(part)));
  return {
    value: options
      .map(([code]) => code)
      .filter((code) => chosen.has(code))
      .join(","),
  };
}
