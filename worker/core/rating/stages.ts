/** The stages by which a score becomes stars. Each takes columns and gives a column; none knows the others. */

import type { PeerLevel } from "../../../schema/policy/arithmetic.ts";
import type { Dynamics, Grade } from "../../../schema/policy/rating.ts";
import { holds } from "../condition.ts";
import type { Facts, Inputs } from "../facts.ts";
import { fractionOf, roundRatio } from "../number.ts";
import { beyondQuota, largeGroups, quotaOf } from "../peers.ts";

/** Stars by cuts: the highest star whose cut the score reaches; 0 below all. */
export function starsByCuts(scores: Float64Array, cuts: Readonly<Partial<Record<string, number>>>): Uint8Array {
  const steps = Object.entries(cuts)
    .map(([star, points]) => ({ star: Number(star), centi: centiOf(points!) }))
    .sort((a, b) => b.star - a.star);
  return Uint8Array.from(scores, (score) => steps.find(({ centi }) => score >= centi)?.star ?? 0);
}

/** The smallest score in centi that reaches a cut. */
export function centiOf(points: number): number {
  const { n, d } = fractionOf(points);
  return roundRatio(n * 100, d, "up");
}

/** Stars held within so many up or down of the last ones; a first rating keeps what was earned. */
export function limitMovement(
  stars: Uint8Array,
  last: readonly (number | undefined)[],
  dynamics: Dynamics,
): Uint8Array {
  return stars.map((earned, row) => {
    const before = last[row];
    if (before === undefined) return earned;
    return Math.min(Math.max(earned, before - dynamics.maxDown), before + dynamics.maxUp);
  });
}

/** Which vetoes hit each row. */
export function vetoesOf(vetoes: Grade["vetoes"], inputs: Inputs, facts: Facts, rows: readonly number[]) {
  const hits = new Map<number, Grade["vetoes"]>();
  for (const row of rows) {
    const hit = vetoes.filter((veto) => holds(veto.when, inputs, facts, row));
    if (hit.length > 0) hits.set(row, hit);
  }
  return hits;
}

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
 * @param rows the scored rows; @param levels the stars that there are
 */
export function applyShares(
  stars: Uint8Array,
  scores: Float64Array,
  facts: Facts,
  rows: readonly number[],
  grade: Grade,
  shares: Readonly<Partial<Record<string, { atMost: [number, number] }>>>,
  levels: readonly number[],
): Shared {
  const after = Uint8Array.from(stars);
  const fell = new Map<number, Fall>();
  const rule = grade.shareRule;
  if (!rule) return { stars: after, fell, exempt: new Set() };
  const scored = new Set(rows);
  const base = rule.base === "all" ? facts.subjects.map((_, row) => row) : rows;
  const { groups, exempt } = largeGroups(facts.subjects, base, grade.peers, rule.smallGroups.below);
  const steps = Object.entries(shares).sort(([a], [b]) => Number(b) - Number(a));
  const below = (star: number) => Math.max(0, ...levels.filter((level) => level < star));
  for (const group of groups) {
    for (const [key, share] of steps) {
      const star = Number(key);
      const quota = quotaOf(group.rows.length, share!.atMost, rule.rounding);
      const holders = group.rows
        .filter((row) => scored.has(row) && after[row] === star)
        .sort((a, b) => scores[b]! - scores[a]!);
      for (const { row, place } of beyondQuota(holders, scores, quota, rule.ties)) {
        after[row] = below(star);
        fell.set(row, { star, level: group.level, quota, base: group.rows.length, holders: holders.length, place });
      }
    }
  }
  return { stars: after, fell, exempt };
}
