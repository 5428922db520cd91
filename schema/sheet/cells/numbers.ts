/** Numbers as clerks write them: thousands commas, 万元, 30余人; carried as exact decimals in the column's unit. */
import { fromUnits, shift, toUnits } from "../../decimal.ts";
import { longestFigure, plain, pointed } from "./characters.ts";
import { type Reading, type Rule, readOtherwise, refused, shown } from "./reading.ts";
import { countUnits, isOtherMeasure, powerOf, scales } from "./units.ts";

/** How many decimals a column's numbers may have; in 万元 a fen is the sixth. */
export function placesOf({ type, decimals, unit }: Pick<Rule, "type" | "decimals" | "unit">): number {
  return type === "integer" ? 0 : (decimals ?? (unit === "wanYuan" ? 6 : 2));
}

const form = new RegExp(
  [
    "^(?<least>不少于|不低于|至少|≥|>=)?\\s*(?<yuan>¥)?\\s*",
    "(?<number>[+-]?(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?)\\s*(?<percent>%)?\\s*",
    "(?<over>多|余|\\+)?\\s*(?<scale>万|亿)?(?<more>多|余|\\+)?",
    `(?<unit>元|${countUnits.join("|")})?(?<above>及以上|以上|多|余|\\+)?$`,
  ].join(""),
);

/** What tells that a number is neither exact nor a lower bound. */
const vague = /约|近|左右|上下|不足|不到|不超过|以下|以内|超过|逾|几|至多|最多/;

/** Reads a number; see `readCell`. */
export function readNumber(rule: Rule, raw: unknown): Reading {
  if (typeof raw === "number" && isCanonical(rule, raw)) return { value: raw + 0 };
  if (typeof raw === "number") return settle(rule, raw, raw, { isBound: false, isTold: false });
  if (typeof raw !== "string") return refused(rule, "notNumber");
  const text = pointed(raw);
  if (text.length > longestFigure) return refused(rule, "notNumber");
  const typed = form.exec(text)?.groups;
  if (!typed)
    return refused(rule, /\d/.test(text) && vague.test(text) ? "notExact" : "notNumber", { typed: shown(raw) });
  const { least, yuan, number = "", percent, over, scale, more, unit, above } = typed;
  const isMoney = rule.type === "money";
  const foreign =
    (percent !== undefined && rule.type !== "percent") ||
    ((scale ?? unit) !== undefined && rule.type === "percent") ||
    (unit !== undefined && (unit === "元") !== isMoney) ||
    (yuan !== undefined && !isMoney);
  if (foreign) return refused(rule, "notNumber");
  if (unit !== undefined && isOtherMeasure(rule.title, unit)) return refused(rule, "otherUnit", { typed: shown(raw) });
  const isBound = (least ?? over ?? more ?? above) !== undefined;
  if (isBound && !rule.lowerBound) return refused(rule, "lowerBound", { typed: shown(raw) });
  if (isBound && /^[+-]/.test(number)) return refused(rule, "notNumber");
  const hasUnit = isMoney && (yuan ?? scale ?? unit) !== undefined;
  const power = (scale === undefined ? 0 : scales[scale]!) - (hasUnit ? powerOf(rule.unit) : 0);
  const digits = number.replaceAll(",", "");
  const said = (yuan ?? scale ?? unit ?? least ?? over ?? more ?? above) !== undefined;
  const isTold = number !== digits || text !== raw.trim() || (said && !isCanonicalBound(text));
  return settle(rule, power === 0 ? digits : shift(digits, power), raw, { isBound, isTold });
}

/** Nearly every number is, and need not be settled. */
const isCanonical = (rule: Rule, raw: number) =>
  toUnits(raw, placesOf(rule)) !== undefined &&
  !(rule.min !== undefined && raw < rule.min) &&
  !(rule.max !== undefined && raw > rule.max);

/** `30+` says what it is already. */
const isCanonicalBound = (text: string) => /^\d+(\.\d+)?\+$/.test(text);

/** Checks decimals and limits of a number, and tells how it was read where that is to be told. */
function settle(
  rule: Rule,
  number: number | string,
  raw: number | string,
  { isBound, isTold }: { isBound: boolean; isTold: boolean },
): Reading {
  const places = placesOf(rule);
  // A formula of Excel gives 0.30000000000000004 and shows 0.3: of a number Excel holds 15 digits to be true.
  const exact = (typed: number) => toUnits(typed, places) ?? toUnits(Number(typed.toPrecision(15)), places);
  const units = typeof number === "number" ? exact(number) : toUnits(number, places);
  if (units === undefined) {
    const limit = fromUnits(Number.MAX_SAFE_INTEGER, places);
    if (!Number.isFinite(Number(number))) return refused(rule, "notNumber");
    if (Number(number) > limit) return refused(rule, "tooLarge", { limit });
    if (Number(number) < -limit) return refused(rule, "tooSmall", { limit: -limit });
    return refused(rule, "tooManyDecimals", { places });
  }
  const value = fromUnits(units, places);
  if (rule.min !== undefined && value < rule.min) return refused(rule, "tooSmall", { limit: rule.min });
  if (rule.max !== undefined && value > rule.max) return refused(rule, "tooLarge", { limit: rule.max });
  const cell = isBound ? `${value}+` : value;
  if (!isTold) return { value: cell };
  const unit = rule.type === "money" ? (rule.unit ?? "yuan") : undefined;
  return readOtherwise(rule, raw, cell, { unit, least: isBound ? value : undefined });
}

/** Months or spells: text that another reader understands once its characters are plain. */
export function readPlain(rule: Rule, raw: string, understands: (text: string) => boolean): Reading | undefined {
  const text = plain(raw);
  if (!understands(text)) return undefined;
  return text === raw.trim() ? { value: text } : readOtherwise(rule, raw, text);
}
