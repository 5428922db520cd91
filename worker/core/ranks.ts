/** Places among peers: by counting where values are whole and close together, else by sorting. */
import { inBlocks } from "./blocks.ts";
import type { Groups } from "./peers.ts";

/** Competition ranks (1 2 3 4 4 6) of every row within its group, from either end; 0 for a row without value. */
export interface Ranks {
  highest: Int32Array;
  lowest: Int32Array;
  /** How many rows of each group have a value. */
  sizes: Int32Array;
}

/** Counting is worth while as long as it needs no more room than so many counters a row, and some. */
const countersPerRow = 4;
const countersAtLeast = 65_536;

/**
 * Ranks rows within their groups from one end.
 * @param values a row without value, NaN, has no rank; @param best which end is first
 */
export const ranksWithin = (groups: Groups, values: Float64Array, best: "highest" | "lowest"): Int32Array =>
  rank(groups, values, { [best]: new Int32Array(values.length) })[best]!;

/** Ranks rows within their groups from both ends. */
export const ranksFromBothEnds = (groups: Groups, values: Float64Array): Ranks =>
  rank(groups, values, {
    highest: new Int32Array(values.length),
    lowest: new Int32Array(values.length),
    sizes: new Int32Array(groups.count),
  }) as Ranks;

let kept = new Int32Array(0);

/** Room for a number a row, used again by the next ranking. */
function scratch(rows: number): Int32Array {
  if (kept.length < rows) kept = new Int32Array(rows);
  return kept.subarray(0, rows);
}

/** Stands for no value among whole numbers. */
const none = -(2 ** 31);

function rank(groups: Groups, values: Float64Array, into: Partial<Ranks>): Partial<Ranks> {
  const rows = values.length;
  const keys = scratch(rows);
  const range = { low: 2 ** 31 - 1, high: none, whole: true };
  inBlocks(rows, (from, count) => {
    readKeys(keys.subarray(from, from + count), values.subarray(from, from + count), range);
  });
  const width = range.high - range.low + 1;
  if (range.whole && width * groups.count <= countersPerRow * rows + countersAtLeast)
    rankByCounting(groups, keys, into, range.low, width);
  else {
    if (into.highest) rankBySorting(groups, values, into.highest, -1);
    if (into.lowest) rankBySorting(groups, values, into.lowest, 1);
    into.sizes?.set(sizesOf(groups, values));
  }
  return into;
}

/** Reads values as whole numbers, and finds their range. */
function readKeys(keys: Int32Array, values: Float64Array, range: { low: number; high: number; whole: boolean }) {
  const absent = none;
  let { low, high, whole } = range;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    const key = value | 0;
    if (key === value && key !== absent) {
      keys[row] = key;
      if (key < low) low = key;
      if (key > high) high = key;
    } else {
      keys[row] = absent;
      whole = whole && Number.isNaN(value);
    }
  }
  range.low = low;
  range.high = high;
  range.whole = whole;
}

/** One counter for every value of every group: how many rows have it, then their rank. */
function rankByCounting({ of, count }: Groups, keys: Int32Array, into: Partial<Ranks>, low: number, range: number) {
  if (range <= 0) return;
  const counters = new Int32Array(count * range);
  inBlocks(keys.length, (from, rows) => {
    countKeys(counters, keys.subarray(from, from + rows), of.subarray(from, from + rows), low, range);
  });
  if (into.highest) takeRanks(into.highest, keys, fromEnd(counters.slice(), range, "highest", into.sizes));
  if (into.lowest) takeRanks(into.lowest, keys, fromEnd(counters, range, "lowest"));
}

function countKeys(counters: Int32Array, keys: Int32Array, of: Int32Array, low: number, range: number) {
  const absent = none;
  for (let row = 0; row < keys.length; row++) {
    if (keys[row] === absent) continue;
    const key = (of[row]! * range + keys[row]! - low) | 0;
    keys[row] = key;
    counters[key]!++;
  }
}

function takeRanks(ranks: Int32Array, keys: Int32Array, rankOf: Int32Array) {
  inBlocks(ranks.length, (from, count) => {
    take(ranks.subarray(from, from + count), keys.subarray(from, from + count), rankOf);
  });
}

/** Turns counts into ranks, group by group. */
function fromEnd(counters: Int32Array, range: number, end: "highest" | "lowest", sizes?: Int32Array): Int32Array {
  for (let begin = 0; begin < counters.length; begin += range) {
    const all =
      end === "highest" ? countUp(counters, begin + range - 1, -1, range) : countUp(counters, begin, 1, range);
    if (sizes) sizes[begin / range] = all;
  }
  return counters;
}

/** @returns how many there are in all */
function countUp(counters: Int32Array, first: number, step: 1 | -1, range: number): number {
  let better = 0;
  for (let i = 0, at = first; i < range; i++, at += step) {
    const equal = counters[at]!;
    counters[at] = better + 1;
    better += equal;
  }
  return better;
}

function take(ranks: Int32Array, keys: Int32Array, rankOf: Int32Array) {
  const absent = none;
  for (let row = 0; row < ranks.length; row++) {
    const key = keys[row]!;
    if (key !== absent) ranks[row] = rankOf[key]!;
  }
}

function rankBySorting({ of }: Groups, values: Float64Array, ranks: Int32Array, sign: 1 | -1) {
  const order = Uint32Array.from(values.keys())
    .filter((row) => !Number.isNaN(values[row]!))
    .sort((a, b) => of[a]! - of[b]! || sign * (values[a]! - values[b]!));
  let begin = 0;
  order.forEach((row, i) => {
    const before = order[i - 1] ?? row;
    if (of[before] !== of[row]) begin = i;
    ranks[row] = i > begin && values[before] === values[row] ? ranks[before]! : i - begin + 1;
  });
}

/** How many rows of each group have a value. */
export function sizesOf({ of, count }: Groups, values: Float64Array): Int32Array {
  const sizes = new Int32Array(count);
  inBlocks(of.length, (from, rows) => {
    countValues(sizes, of.subarray(from, from + rows), values.subarray(from, from + rows));
  });
  return sizes;
}

function countValues(sizes: Int32Array, of: Int32Array, values: Float64Array) {
  for (let row = 0; row < of.length; row++) if (!Number.isNaN(values[row]!)) sizes[of[row]!]!++;
}
