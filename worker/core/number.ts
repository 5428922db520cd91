/** Exact arithmetic on integers below 2^53: fractions of decimals, common denominators, named rounding. */

import type { RoundingMode } from "../../schema/policy/arithmetic.ts";

/** A decimal number as numerator over denominator in lowest terms: 13.5 is 27/2. */
export interface Fraction {
  n: number;
  d: number;
}

/** The greatest common divisor of two whole numbers; it ends also for what has become too large to be a number. */
export function gcd(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}

/** The least common multiple of two whole numbers. */
export function lcm(a: number, b: number): number {
  return (a / gcd(a, b)) * b;
}

/** The fraction of a number as it is written in decimals (at most 15 significant digits). */
export function fractionOf(value: number): Fraction {
  const [, decimals = "", exponent = "0"] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const d = 10 ** Math.max(0, decimals.length - Number(exponent));
  const n = Math.round(value * d);
  const common = gcd(n, d) || 1;
  return { n: n / common, d: d / common };
}

/**
 * n / d rounded to a whole number.
 * @param n integer, @param d positive integer
 * @param mode half away from zero: −5.5 → −6; half up: −5.5 → −5; half even: 2.5 → 2; up: away from zero; down: towards zero
 */
export function roundRatio(n: number, d: number, mode: RoundingMode = "halfAwayFromZero"): number {
  const rest = n % d;
  return settle((n - rest) / d, n, 2 * Math.abs(rest) - d, rest === 0, mode);
}

/** Whole numbers below this are exact, also when they are doubled and added to each other. */
export const exactBelow = 2 ** 51;

/**
 * Divides the first values of a column by a whole number and rounds them where they stand; NaN stays NaN.
 * @param d positive integer; the values are whole and below `exactBelow`
 */
export function roundColumn(column: Float64Array, d: number, mode: RoundingMode, count = column.length) {
  if (d === 1) return;
  const twice = 2 * d;
  // A quotient of two whole numbers below 2^53 is never rounded up to a whole one by the division.
  switch (mode) {
    case "halfAwayFromZero":
      for (let i = 0; i < count; i++) {
        const n = column[i]!;
        column[i] = n < 0 ? 0 - Math.floor((d - 2 * n) / twice) : Math.floor((2 * n + d) / twice);
      }
      return;
    case "halfUp":
      for (let i = 0; i < count; i++) column[i] = Math.floor((2 * column[i]! + d) / twice);
      return;
    default:
      for (let i = 0; i < count; i++) if (!Number.isNaN(column[i]!)) column[i] = roundRatio(column[i]!, d, mode);
  }
}

/** a × b ÷ c, rounded like `roundRatio`, where the product may be larger than 2^53. */
export function mulDiv(a: number, b: number, c: number, mode: RoundingMode = "halfAwayFromZero"): number {
  const product = a * b;
  if (Number.isSafeInteger(product)) return roundRatio(product, c, mode);
  const [n, d] = [BigInt(a) * BigInt(b), BigInt(c)];
  const rest = n % d;
  const twice = 2n * (rest < 0n ? -rest : rest) - d;
  return settle(Number((n - rest) / d), product, twice > 0n ? 1 : twice < 0n ? -1 : 0, rest === 0n, mode);
}

/** The whole part, or the next one away from zero, as the mode says; `twice` tells on which side of a half the rest lies. */
function settle(whole: number, n: number, twice: number, exact: boolean, mode: RoundingMode): number {
  if (exact) return whole;
  const away = whole + Math.sign(n);
  switch (mode) {
    case "up":
      return away;
    case "down":
      return whole;
    case "halfUp":
      return twice > 0 || (twice === 0 && n > 0) ? away : whole;
    case "halfEven":
      return twice > 0 || (twice === 0 && whole % 2 !== 0) ? away : whole;
    case "halfAwayFromZero":
      return twice >= 0 ? away : whole;
  }
}

/** The lesser of two whole numbers below `exactBelow`; NaN of NaN. Without a branch, for data that no branch foresees. */
export const lesser = (a: number, b: number): number => (a + b - Math.abs(a - b)) * 0.5;

/** The greater of two whole numbers below `exactBelow`; NaN of NaN. */
export const greater = (a: number, b: number): number => (a + b + Math.abs(a - b)) * 0.5;
