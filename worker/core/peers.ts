/** Peers: which subjects are compared with each other, and their places among them. */

import type { PeerLevel, RoundingMode } from "../../schema/policy/arithmetic.ts";
import { ancestorAt } from "../../schema/region.ts";
import type { Facts, Subject } from "./facts.ts";
import { roundRatio } from "./number.ts";

export const peerTitles: Record<PeerLevel, string> = {
  round: "全部",
  prefecture: "全州(市)",
  county: "全县(市、区)",
  township: "本乡镇(街道)",
};

/** Rows by peer group, in the order in which the groups appear; a subject without region stands with the others like it. */
export function peerGroups(subjects: readonly Subject[], rows: readonly number[], level: PeerLevel): number[][] {
  if (level === "round") return rows.length > 0 ? [[...rows]] : [];
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const code = subjects[row]!.regionCode;
    const key = code === undefined ? "" : ancestorAt(code, level);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

const parents: Record<PeerLevel, PeerLevel | undefined> = {
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
export function largeGroups(subjects: readonly Subject[], rows: readonly number[], level: PeerLevel, below: number) {
  const groups: { level: PeerLevel; rows: number[] }[] = [];
  let rest = [...rows];
  for (let at: PeerLevel | undefined = level; at && rest.length > 0; at = parents[at]) {
    const found: { level: PeerLevel; rows: number[] }[] = peerGroups(subjects, rest, at).map((group) => ({
      level: at as PeerLevel,
      rows: group,
    }));
    groups.push(...found.filter((group) => group.rows.length >= below));
    rest = found.filter((group) => group.rows.length < below).flatMap((group) => group.rows);
  }
  return { groups, exempt: new Set(rest) };
}

/**
 * Competition ranks (1 2 3 4 4 6) of rows that all have a value.
 * @param best which end is first
 * @returns row → rank, best is 1
 */
export function competitionRanks(
  rows: readonly number[],
  values: Float64Array,
  best: "highest" | "lowest",
): Map<number, number> {
  const sign = best === "highest" ? -1 : 1;
  const order = [...rows].sort((a, b) => sign * (values[a]! - values[b]!));
  const ranks = new Map<number, number>();
  order.forEach((row, i) => {
    const before = order[i - 1];
    ranks.set(row, before !== undefined && values[before] === values[row] ? ranks.get(before)! : i + 1);
  });
  return ranks;
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

/** A row's place among its peers by one input, with the ends of the group. */
export interface Place {
  rank: number;
  of: number;
  best: number;
  worst: number;
}

/** The places of all rows that have the input, among the peers of a level. */
export function ranksAmongPeers(
  facts: Facts,
  input: string,
  level: PeerLevel,
  best: "highest" | "lowest",
): Map<number, Place> {
  const values = facts.columns.get(input)!;
  const rows = facts.subjects.map((_, row) => row).filter((row) => !Number.isNaN(values[row]!));
  const places = new Map<number, Place>();
  for (const group of peerGroups(facts.subjects, rows, level)) {
    const all = group.map((row) => values[row]!);
    const [low, high] = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
    const ends = best === "highest" ? { best: high, worst: low } : { best: low, worst: high };
    for (const [row, rank] of competitionRanks(group, values, best))
      places.set(row, { rank, of: group.length, ...ends });
  }
  return places;
}
