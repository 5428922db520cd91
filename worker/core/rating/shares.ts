/** Shares: at most so many of a peer group keep a star, the best scores first. */
import type { PeerLevel, RoundingMode } from "../../../schema/policy/arithmetic.ts";
import type { Grade, Limit } from "../../../schema/policy/rating.ts";
import type { Facts } from "../facts.ts";
import { beyondQuota, largeGroups, percentText, quotaOf } from "../peers.ts";

/** The share that took a star from a row. */
export interface Fall {
  star: number;
  level: PeerLevel;
  /** How many of `base` may have the star, how many stood at it, and the place of the row among those. */
  quota: number;
  base: number;
  holders: number;
  place: number;
}

/** The limit of each star. */
export type Shares = Readonly<Partial<Record<string, Limit>>>;

/** How many of a group a limit lets have a star. */
export const placesIn = (limit: Limit, base: number, rounding: RoundingMode): number =>
  "places" in limit ? limit.places : quotaOf(base, limit.atMost, rounding);

/** The words of a limit in a group in which it comes to so many: 不超过10%即3个. */
export const limitText = (limit: Limit, quota?: number): string =>
  "places" in limit
    ? `名额${limit.places}个`
    : `不超过${percentText(limit.atMost)}${quota === undefined ? "" : `即${quota}个`}`;

export interface Shared {
  stars: Uint8Array;
  /** Per row the share that took a star from it last. */
  fell: Map<number, Fall>;
  /** Rows whose groups are too small for shares at every level. */
  exempt: Set<number>;
}

/**
 * Lets at most a share of each peer group keep a star, the best scores first; the others fall one star, where the
 * next share meets them again.
 * @param merit higher is better; @param rows the scored rows; @param below the next star that there is for a row
 */
export function applyShares(
  stars: Uint8Array,
  merit: Float64Array,
  facts: Facts,
  rows: readonly number[],
  grade: Grade,
  shares: Shares,
  below: (row: number, star: number) => number,
): Shared {
  const fell = new Map<number, Fall>();
  const rule = grade.shareRule;
  if (!rule) return { stars, fell, exempt: new Set() };
  const after = Uint8Array.from(stars);
  const scored = new Set(rows);
  const base = rule.base === "all" ? facts.subjects.map((_, row) => row) : rows;
  const { groups, exempt } = largeGroups(facts.regions, base, grade.peers, rule.smallGroups.below);
  const steps = Object.entries(shares).sort(([a], [b]) => Number(b) - Number(a));
  for (const group of groups) {
    for (const [key, share] of steps) {
      const star = Number(key);
      const quota = placesIn(share!, group.rows.length, rule.rounding);
      const holders = group.rows
        .filter((row) => scored.has(row) && after[row] === star)
        .sort((a, b) => merit[b]! - merit[a]!);
      for (const { row, place } of beyondQuota(holders, merit, quota, rule.ties)) {
        after[row] = below(row, star);
        fell.set(row, { star, level: group.level, quota, base: group.rows.length, holders: holders.length, place });
      }
    }
  }
  return { stars: after, fell, exempt };
}
