/** Peers: which subjects are compared with each other, and how many of them a share allows. */

import type { PeerLevel, RoundingMode } from "../../schema/policy/arithmetic.ts";
import { ancestorAt } from "../../schema/region.ts";
import { inBlocks } from "./blocks.ts";
import { roundRatio } from "./number.ts";

export const peerTitles: Record<PeerLevel, string> = {
  round: "全部",
  prefecture: "全州(市)",
  county: "全县(市、区)",
  township: "本乡镇(街道)",
  village: "本村(社区)",
};

/** Regions as a column: the distinct codes in the order in which they appear, and which of them each row has. */
export interface Regions {
  codes: readonly (string | undefined)[];
  of: Int32Array;
}

/** The region column of subjects. */
export function regionsOf(subjects: readonly { regionCode?: string | undefined }[]): Regions {
  const { keys, of } = numbered(subjects, ({ regionCode }) => regionCode);
  return { codes: keys, of };
}

/** Numbers things by a key, in the order in which the keys appear. */
function numbered<T, K>(list: readonly T[], keyOf: (one: T) => K): { keys: K[]; of: Int32Array } {
  const numbers = new Map<K, number>();
  const of = Int32Array.from(list, (one) => {
    const key = keyOf(one);
    const found = numbers.get(key) ?? numbers.size;
    if (found === numbers.size) numbers.set(key, found);
    return found;
  });
  return { keys: [...numbers.keys()], of };
}

/** The group of each row, numbered from 0, and how many there are. */
export interface Groups {
  of: Int32Array;
  count: number;
}

/** Every row's peer group at a level; those without region stand with the others like them. */
export function groupsAt({ codes, of }: Regions, level: PeerLevel): Groups {
  if (level === "round") return { of: new Int32Array(of.length), count: 1 };
  if (level === "village") return { of, count: codes.length };
  const above = numbered(codes, (code) => (code === undefined ? undefined : ancestorAt(code, level)));
  const groups = new Int32Array(of.length);
  inBlocks(of.length, (from, count) => {
    lookUp(groups.subarray(from, from + count), of.subarray(from, from + count), above.of);
  });
  return { of: groups, count: above.keys.length };
}

function lookUp(groups: Int32Array, regions: Int32Array, above: Int32Array) {
  for (let row = 0; row < groups.length; row++) groups[row] = above[regions[row]!]!;
}

/** Lists of rows as groups; a row in none of them stands in group 0 and should have no value. */
export function groupsOf(lists: readonly (readonly number[])[], rows: number): Groups {
  const of = new Int32Array(rows);
  lists.forEach((list, group) => {
    for (const row of list) of[row] = group;
  });
  return { of, count: Math.max(1, lists.length) };
}

/** Rows by peer group, in the order in which the groups appear among them. */
export function peerGroups(regions: Regions, rows: readonly number[], level: PeerLevel): number[][] {
  const groups = groupsAt(regions, level);
  const found = new Map<number, number[]>();
  for (const row of rows) {
    const group = found.get(groups.of[row]!);
    if (group) group.push(row);
    else found.set(groups.of[row]!, [row]);
  }
  return [...found.values()];
}

const parents: Record<PeerLevel, PeerLevel | undefined> = {
  village: "township",
  township: "county",
  county: "prefecture",
  prefecture: "round",
  round: undefined,
};

/**
 * Peer groups of at least `below` members: smaller ones are thrown together with the other small ones of the next
 * larger region, level by level.
 * @returns the groups with their level, and the rows for which even all small groups together are too few
 */
export function largeGroups(regions: Regions, rows: readonly number[], level: PeerLevel, below: number) {
  const groups: { level: PeerLevel; rows: number[] }[] = [];
  let rest = [...rows];
  for (let at: PeerLevel | undefined = level; at && rest.length > 0; at = parents[at]) {
    const found: { level: PeerLevel; rows: number[] }[] = peerGroups(regions, rest, at).map((group) => ({
      level: at as PeerLevel,
      rows: group,
    }));
    groups.push(...found.filter((group) => group.rows.length >= below));
    rest = found.filter((group) => group.rows.length < below).flatMap((group) => group.rows);
  }
  return { groups, exempt: new Set(rest) };
}

/** A share as a reader says it: 10%. */
export const percentText = ([n, d]: readonly [number, number]) => `${Math.round((n / d) * 1e4) / 100}%`;

/** How many of `base` a share allows: 10 % of 1,098 is 109 down, 110 half up, 110 up. */
export function quotaOf(base: number, [n, d]: readonly [number, number], mode: RoundingMode): number {
  return roundRatio(base * n, d, mode);
}

/**
 * Who of the holders of something does not keep it when only so many may.
 * @param holders rows from the best score on
 * @param ties those who tie at the edge all lose it, or all keep it
 * @returns the rows that lose it, with their place among the holders
 */
export function beyondQuota(
  holders: readonly number[],
  scores: Float64Array,
  quota: number,
  ties: "none" | "all",
): { row: number; place: number }[] {
  if (holders.length <= quota) return [];
  const edge = quota === 0 ? Number.POSITIVE_INFINITY : scores[holders[quota - 1]!]!;
  const tied = scores[holders[quota]!] === edge;
  const keeps = (score: number) => (tied && ties === "none" ? score > edge : score >= edge);
  return holders.flatMap((row, i) => (keeps(scores[row]!) ? [] : [{ row, place: i + 1 }]));
}
