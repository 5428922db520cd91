/** Reads one typed cell: what a clerk typed becomes the canonical value, or a fault with its reason. */
import { fromUnits, toUnits } from "../decimal.ts";
import type { FaultWords } from "../fault.ts";
import type { Cell, Column } from "./definition.ts";
import { parseMonths } from "./months.ts";
import { parseSpells } from "./spells.ts";

type Reading = { value: Cell } | { fault: FaultWords };
type Rule = Pick<Column, "title" | "type" | "options" | "min" | "max" | "decimals" | "maxLength">;

const yes = new Set(["true", "是", "√", "y", "yes", "1"]);
const no = new Set(["false", "否", "×", "x", "n", "no", "0"]);

/** Full-width signs and spaces as typed by a Chinese input method become plain ones. */
const normalise = (text: string) =>
  text
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replaceAll("\u3000", " ")
    .trim();

/** How many decimals a column's numbers may have. */
export function placesOf({ type, decimals }: Pick<Column, "type" | "decimals">): number {
  return type === "integer" ? 0 : (decimals ?? 2);
}

/** A number without its thousands commas (1,234.5) and, in a percent column, its sign. */
function plainNumber({ type }: Rule, text: string): string {
  const bare = type === "percent" ? text.replace(/%$/, "") : text;
  return /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) ? bare.replaceAll(",", "") : bare;
}

function readNumber(rule: Rule, raw: unknown): Reading {
  const typed = typeof raw === "string" ? plainNumber(rule, normalise(raw)) : raw;
  const places = placesOf(rule);
  const units = typeof typed === "number" || typeof typed === "string" ? toUnits(typed, places) : undefined;
  if (units === undefined) {
    const isNumber = Number.isFinite(typed) || /^[+-]?\d+(\.\d+)?$/.test(String(typed));
    return { fault: { code: isNumber ? "tooManyDecimals" : "notNumber", params: { title: rule.title, places } } };
  }
  const value = fromUnits(units, places);
  if (rule.min !== undefined && value < rule.min)
    return { fault: { code: "tooSmall", params: { title: rule.title, limit: rule.min } } };
  if (rule.max !== undefined && value > rule.max)
    return { fault: { code: "tooLarge", params: { title: rule.title, limit: rule.max } } };
  return { value };
}

function readFlag(rule: Rule, raw: unknown): Reading {
  const typed = typeof raw === "object" ? "" : normalise(String(raw)).toLowerCase();
  if (yes.has(typed)) return { value: true };
  if (no.has(typed)) return { value: false };
  return { fault: { code: "notFlag", params: { title: rule.title } } };
}

function readOption(rule: Rule, raw: unknown): Reading {
  const typed = typeof raw === "object" ? "" : normalise(String(raw));
  const option = rule.options?.find(([code, title]) => code === typed || title === typed);
  if (option) return { value: option[0] };
  const choices = (rule.options ?? []).map(([, title]) => title).join("、");
  return { fault: { code: "notOption", params: { title: rule.title, choices } } };
}

function readDate(rule: Rule, raw: unknown): Reading {
  const match = typeof raw === "string" ? /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$/.exec(normalise(raw)) : null;
  if (match) {
    const value = `${match[1]}-${match[2]!.padStart(2, "0")}-${match[3]!.padStart(2, "0")}`;
    if (new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(value)) return { value };
  }
  return { fault: { code: "notDate", params: { title: rule.title } } };
}

/** A code stands in addresses and keys: letters, digits and - _ . only. */
const codePattern = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u;

function readCode(rule: Rule, raw: unknown): Reading {
  if (typeof raw !== "string") return { fault: { code: "notText", params: { title: rule.title } } };
  const value = normalise(raw);
  return codePattern.test(value) ? { value } : { fault: { code: "badCode", params: { title: rule.title } } };
}

function readText(rule: Rule, raw: unknown): Reading {
  const value = typeof raw === "number" && Number.isFinite(raw) ? String(raw) : raw;
  if (typeof value !== "string" || !value.isWellFormed())
    return { fault: { code: "notText", params: { title: rule.title } } };
  const limit = rule.maxLength ?? (rule.type === "note" ? 2000 : 200);
  if (value.length > limit) return { fault: { code: "tooLong", params: { title: rule.title, limit } } };
  return { value };
}

function readSpells(rule: Rule, raw: unknown): Reading {
  if (typeof raw === "string" && parseSpells(normalise(raw))) return { value: normalise(raw) };
  return { fault: { code: "notSpells", params: { title: rule.title } } };
}

function readMonths(rule: Rule, raw: unknown): Reading {
  const value = typeof raw === "string" ? normalise(raw) : raw;
  if (parseMonths(value)) return { value: value as string | number };
  return { fault: { code: "notMonths", params: { title: rule.title } } };
}

/**
 * Reads one cell.
 * @param rule the column (or a policy's input, which has the same fields)
 * @param raw what was typed: text, number, flag, or `null`/`""` for an empty cell
 * @returns the canonical value (numbers as decimal numbers in the column's unit, dates as ISO, options as codes)
 *   or the fault, for which `faultText` has the words
 */
export function readCell(rule: Rule, raw: unknown): Reading {
  if (raw === null || raw === undefined || (typeof raw === "string" && normalise(raw) === "")) return { value: null };
  switch (rule.type) {
    case "integer":
    case "decimal":
    case "money":
    case "percent":
      return readNumber(rule, raw);
    case "flag":
      return readFlag(rule, raw);
    case "option":
      return readOption(rule, raw);
    case "date":
      return readDate(rule, raw);
    case "code":
      return readCode(rule, raw);
    case "spells":
      return readSpells(rule, raw);
    case "months":
      return readMonths(rule, raw);
    default:
      return readText(rule, raw);
  }
}
