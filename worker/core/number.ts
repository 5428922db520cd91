/** Exact arithmetic on integers below 2^53: fractions of decimals, common denominators, named rounding. */

export type RoundingMode = "halfAwayFromZero" | "halfUp" | "halfEven" | "up" | "down";

/** A decimal number as numerator over denominator in lowest terms: 13.5 is 27/2. */
export interface Fraction {
  n: number;
  d: number;
}

export function gcd(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

export function lcm(a: number, b: number): number {
  return (a / gcd(a, b)) * b;
}

/** The fraction of a number as it is written in decimals (at most 15 significant digits). */
export function fractionOf(value: number): Fraction {
  const decimals = /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;
  const d = 10 ** decimals;
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
  const whole = (n - rest) / d;
  if (rest === 0) return whole;
  const away = whole + Math.sign(n);
  const twice = 2 * Math.abs(rest) - d;
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
