/** Decimal numbers as clerks write them, carried as exact integers: 19.5 with two places is 1950 units. */

/** Powers of ten by exponent, exact ones all: to look one up is much faster than to raise it. */
const powers = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

const text = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/**
 * Reads a decimal exactly.
 * @param value what was typed: a JSON number or decimal text ("19.50")
 * @param places how many decimals the value may have
 * @returns value × 10^places as an integer; `undefined` when it is no decimal number, has more decimals than
 *   `places`, or does not fit an exact integer (2^53)
 */
export function toUnits(value: number | string, places: number): number | undefined {
  const power = powers[places]!;
  if (typeof value === "number") {
    // The nearest double to k / 10^places is unique below 2^53, so the way back proves that the decimals fit.
    const units = Math.round(value * power);
    return Number.isSafeInteger(units) && units / power === value ? units + 0 : undefined;
  }
  const match = text.exec(value);
  if (!match) return undefined;
  const decimals = (match[3] ?? "").replace(/0+$/, "");
  if (decimals.length > places) return undefined;
  const units = Number(match[2] + decimals.padEnd(places, "0"));
  if (!Number.isSafeInteger(units)) return undefined;
  return match[1] === "-" ? 0 - units : units;
}

/** The number that `toUnits` read: 1950 units with two places is 19.5. */
export function fromUnits(units: number, places: number): number {
  return units / powers[places]!;
}

/**
 * Moves the point of a decimal text, exactly: 86.5 by 4 places is 865000.
 * @param decimal digits with or without sign and point, @param power places to the right; to the left where negative
 */
export function shift(decimal: string, power: number): string {
  const [, sign = "", whole = "", part = ""] = text.exec(decimal) ?? [];
  const zeros = "0".repeat(Math.max(0, 1 - whole.length - power));
  const point = zeros.length + whole.length + power;
  const digits = (zeros + whole + part).padEnd(point, "0");
  return `${sign}${digits.slice(0, point)}${digits.length > point ? `.${digits.slice(point)}` : ""}`;
}
