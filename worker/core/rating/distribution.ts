/** A distribution of stars: exact counts by largest remainder in every peer group, the best scores first. */
import type { PeerLevel } from "../../../schema/policy/arithmetic.ts";
import type { Grade } from "../../../schema/policy/rating.ts";
import type { Facts } from "../facts.ts";
import { lcm } from "../number.ts";
import { largeGroups } from "../peers.ts";
import { splitByWeight } from "../split.ts";

export type DistributionShares = Readonly<Partial<Record<string, readonly [number, number]>>>;

/** The star that its place in a distribution gives to a row. */
export interface Dealt {
  star: number;
  level: PeerLevel;
  base: number;
  /** How many there are of each star, the best star first. */
  counts: readonly (readonly [star: number, count: number])[];
  place: number;
  tied: boolean;
}

/**
 * Splits a number of subjects by shares that add up to the whole or less; what is left over has no star.
 * @returns counts, the best star first
 */
export function countsOf(base: number, shares: DistributionShares): [star: number, count: number][] {
  const stars = Object.keys(shares)
    .map(Number)
    .sort((a, b) => b - a);
  const whole = stars.reduce((all, star) => lcm(all, shares[star]![1]), 1);
  const weights = stars.map((star) => (shares[star]![0] * whole) / shares[star]![1]);
  const rest = whole - weights.reduce((all, weight) => all + weight, 0);
  const counts = splitByWeight(base, [...weights, rest]);
  return stars.map((star, i) => [star, counts[i]!]);
}

/**
 * Deals stars out in every peer group that is large enough.
 * @param merit higher is better; @param rows the scored rows; @param eligible those of them that may have stars at all
 * @returns the star of each row; none where its group is too small at every level
 */
export function dealStars(
  merit: Float64Array,
  facts: Facts,
  rows: readonly number[],
  eligible: (row: number) => boolean,
  grade: Grade,
  shares: DistributionShares,
): Map<number, Dealt> {
  const dealt = new Map<number, Dealt>();
  const rule = grade.distributionRule;
  if (!rule) return dealt;
  const orders = [
    { column: merit, sign: -1 },
    ...rule.keys.map(({ input, best }) => ({ column: facts.columns.get(input)!, sign: best === "highest" ? -1 : 1 })),
  ];
  const compare = (a: number, b: number) => {
    for (const { column, sign } of orders) {
      const [x, y] = [sign * column[a]!, sign * column[b]!].map((one) => (Number.isNaN(one) ? Infinity : one));
      if (x !== y) return x! < y! ? -1 : 1;
    }
    return facts.order[a]! - facts.order[b]!;
  };
  const scored = new Set(rows);
  const base = rule.base === "all" ? facts.subjects.map((_, row) => row) : rows;
  for (const { level, rows: members } of largeGroups(facts.regions, base, grade.peers, rule.smallGroups.below).groups) {
    const counts = countsOf(members.length, shares);
    const order = members.filter((row) => scored.has(row) && eligible(row)).sort(compare);
    const seats = counts.flatMap(([star, count]) => Array<number>(count).fill(star));
    const starAt = (place: number) => seats[place] ?? 0;
    for (let i = 0; i < order.length; ) {
      let end = i;
      while (end + 1 < order.length && merit[order[end + 1]!] === merit[order[i]!]) end++;
      const tied = starAt(i) !== starAt(end);
      for (let place = i; place <= end; place++) {
        const star = starAt({ all: i, none: end, key: place }[rule.ties]);
        dealt.set(order[place]!, { star, level, base: members.length, counts, place: place + 1, tied });
      }
      i = end + 1;
    }
  }
  return dealt;
}
