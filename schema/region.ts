/** Regions by 统计用区划代码: 12 digits, 2-2-2-3-3, prefecture → county → township → village. */

export const regionPattern = /^\d{12}$/;

export const regionLevels = ["province", "prefecture", "county", "township", "village"] as const;
export type RegionLevel = (typeof regionLevels)[number];

/** How many digits of a code name a region of a level. */
export const digits: Record<RegionLevel, number> = { province: 2, prefecture: 4, county: 6, township: 9, village: 12 };

/** The level of a code, by how many of its digits are used: `990101000000` is a county. */
export function levelOf(regionCode: string): RegionLevel {
  return regionLevels.find((level) => /^0*$/.test(regionCode.slice(digits[level]))) ?? "village";
}

/** The region of that level that holds the given one: the township of `990101001003` is `990101001000`. */
export function ancestorAt(regionCode: string, level: RegionLevel): string {
  return regionCode.slice(0, digits[level]).padEnd(12, "0");
}

/** The smallest region that holds all the given ones; none where not even a province does. */
export function smallestAround(regionCodes: Iterable<string>): string | undefined {
  const [first, ...rest] = new Set(regionCodes);
  if (first === undefined) return undefined;
  const level = [...regionLevels].reverse().find((one) => {
    const named = first.slice(0, digits[one]);
    return rest.every((code) => code.startsWith(named));
  });
  return level && ancestorAt(first, level);
}

/** A region and all below it as codes `from` (included) to `to` (excluded), so that an index can find them. */
export interface RegionRange {
  from: string;
  to: string;
}

/** The regions that a call may see or change. Every store call takes one; an empty scope sees nothing. */
export type RegionScope = readonly RegionRange[];

/** Every region there is: for look-ups whose answer is no secret, such as the name of a township. */
export const everywhere: RegionScope = [{ from: "", to: ":" }];

/** The codes of a region and all below it. */
export function rangeOf(regionCode: string): RegionRange {
  const prefix = regionCode.slice(0, digits[levelOf(regionCode)]);
  const next = String(Number(prefix) + 1).padStart(prefix.length, "0");
  return { from: regionCode, to: next.length > prefix.length ? ":" : next.padEnd(12, "0") };
}

/** Whether a scope holds a whole region. */
export function covers(scope: RegionScope, regionCode: string): boolean {
  // Most codes are of villages, which are whole where they begin.
  if (!regionCode.endsWith("000")) return scope.some(({ from, to }) => from <= regionCode && regionCode < to);
  const { from, to } = rangeOf(regionCode);
  return scope.some((range) => range.from <= from && to <= range.to);
}

/** A scope and single regions beside it, without those below them. */
export const withRegions = (scope: RegionScope, regionCodes: readonly string[]): RegionScope => [
  ...scope,
  ...[...new Set(regionCodes)].map((code) => ({ from: code, to: `${code}0` })),
];

/** Whether what stands in a region lies inside a scope, as a query finds it. */
export const holds = (scope: RegionScope, regionCode: string): boolean =>
  scope.some(({ from, to }) => from <= regionCode && regionCode < to);

/** Whether a scope and a region share any place: a township's scope touches the round of its county. */
export function touches(scope: RegionScope, regionCode: string): boolean {
  const { from, to } = rangeOf(regionCode);
  return scope.some((range) => range.from < to && from < range.to);
}

/** The part of a scope inside one region. */
export const narrow = (scope: RegionScope, regionCode: string): RegionScope => common(scope, [rangeOf(regionCode)]);

/** Whether a scope holds the whole of another. */
export const holdsAllOf = (scope: RegionScope, other: RegionScope): boolean =>
  other.every(({ from, to }) => scope.some((range) => range.from <= from && to <= range.to));

/** What lies inside both of two scopes. */
export const common = (one: RegionScope, two: RegionScope): RegionScope =>
  one
    .flatMap(({ from, to }) => two.map((other) => ({ from: max(from, other.from), to: min(to, other.to) })))
    .filter(({ from, to }) => from < to);

const max = (a: string, b: string) => (a > b ? a : b);
const min = (a: string, b: string) => (a < b ? a : b);
