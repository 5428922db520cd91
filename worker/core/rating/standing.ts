/** Standing: whom a row would stand among with another score, in the distribution and in the shares; worked out once per run. */
import type { PeerLevel } from "../../../schema/policy/arithmetic.ts";
import type { Facts } from "../facts.ts";
import { beyondQuota, largeGroups } from "../peers.ts";
import { lackingOf, starWithRequired } from "./caps.ts";
import { countsOf } from "./distribution.ts";
import type { RatingPlan, RatingResults } from "./rating.ts";
import { placesIn } from "./shares.ts";

/** Merits, the lowest first. A merit is a score in centi, its sign turned where low scores are good. */
type Merits = Float64Array;

/** One star of one peer group: who held it when its share was applied. */
export interface ShareStep {
  level: PeerLevel;
  base: number;
  quota: number;
  holders: Merits;
  /** How many of the holders kept it. */
  kept: number;
}

/** One peer group of a distribution, with those who have a place in it, in order. */
export interface DealGroup {
  level: PeerLevel;
  base: number;
  counts: readonly (readonly [star: number, count: number])[];
  rows: readonly number[];
  merits: Merits;
}

export interface Standing {
  merit(row: number): number;
  /** The stars with shares of a row's peer group; none where no share holds for it. */
  sharesOf(row: number): ReadonlyMap<number, ShareStep> | undefined;
  /** All scored rows of its peer group for shares. */
  peersOf(row: number): Merits;
  dealOf(row: number): DealGroup | undefined;
  /** Whether key and code put a row before another of the same merit. */
  before(a: number, b: number): boolean;
}

/** How many are at least as good as a merit. */
export function atLeast(merits: Merits, merit: number): number {
  let [low, high] = [0, merits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (merits[middle]! < merit) low = middle + 1;
    else high = middle;
  }
  return merits.length - low;
}

/** How many are better. Merits are whole numbers. */
export const above = (merits: Merits, merit: number): number => atLeast(merits, merit + 1);

/** The merit at a place, 0 being the best. */
export const meritAt = (merits: Merits, place: number): number | undefined => merits[merits.length - 1 - place];

/** The stars that there are for a row. */
export const starsOf = ({ distribution }: RatingPlan, { cutsOf }: RatingResults, row: number) =>
  Object.keys({ ...cutsOf(row)?.cuts.value, ...distribution?.value }).map(Number);

/** The star that a row falls to from another one, as the conditions that it lacks leave it. */
export function fallFrom(star: number, levels: readonly number[], lacking: ReturnType<typeof lackingOf>): number {
  return starWithRequired(Math.max(0, ...levels.filter((level) => level < star)), levels, lacking);
}

/** Works out where all rows of a run stand. */
export function standingOf(plan: RatingPlan, facts: Facts, results: RatingResults): Standing {
  const { grade } = plan.policy;
  const merits = grade.best === "lowest" ? results.scoreCenti.map((centi) => -centi) : results.scoreCenti;
  const isScored = (row: number) => !Number.isNaN(merits[row]!);
  const meritsOf = (rows: readonly number[]) => Float64Array.from(rows, (row) => merits[row]!).sort();
  const groupsBy = ({ base, smallGroups }: { base: "scored" | "all"; smallGroups: { below: number } }) => {
    const rows = [...merits.keys()].filter((row) => base === "all" || isScored(row));
    return largeGroups(facts.regions, rows, grade.peers, smallGroups.below).groups;
  };

  const [shares, peers] = [new Map<number, ReadonlyMap<number, ShareStep>>(), new Map<number, Merits>()];
  for (const { level, rows } of plan.shares && grade.shareRule ? groupsBy(grade.shareRule) : []) {
    const members = rows.filter(isScored);
    const held = heldBy(plan, facts, results, members);
    const steps = new Map<number, ShareStep>();
    for (const [key, share] of Object.entries(plan.shares!.value)) {
      const { rounding, ties } = grade.shareRule!;
      const holders = (held.get(Number(key)) ?? []).sort((a, b) => merits[b]! - merits[a]!);
      const quota = placesIn(share!, rows.length, rounding);
      const kept = holders.length - beyondQuota(holders, merits, quota, ties).length;
      steps.set(Number(key), { level, base: rows.length, quota, holders: meritsOf(holders), kept });
    }
    const all = meritsOf(members);
    for (const row of members) {
      shares.set(row, steps);
      peers.set(row, all);
    }
  }

  const deals = new Map<number, DealGroup>();
  const placeOf = (row: number) => results.dealt.get(row)!.place;
  for (const { level, rows } of grade.distributionRule ? groupsBy(grade.distributionRule) : []) {
    const placed = rows.filter((row) => results.dealt.has(row)).sort((a, b) => placeOf(a) - placeOf(b));
    const counts = countsOf(rows.length, plan.distribution?.value ?? {});
    const deal = { level, base: rows.length, counts, rows: placed, merits: meritsOf(placed) };
    for (const row of rows) deals.set(row, deal);
  }
  const keys = (grade.distributionRule?.keys ?? []).map(({ input, best }) => (row: number) => {
    const units = facts.columns.get(input)![row]!;
    return Number.isNaN(units) ? Number.POSITIVE_INFINITY : best === "highest" ? -units : units;
  });
  return {
    merit: (row) => merits[row]!,
    sharesOf: (row) => shares.get(row),
    peersOf: (row) => peers.get(row)!,
    dealOf: (row) => deals.get(row),
    before(a, b) {
      const key = keys.find((one) => one(a) !== one(b));
      return key ? key(a) < key(b) : facts.order[a]! < facts.order[b]!;
    },
  };
}

/** Who of a group held each star when its share was applied: those who came with it, and those who fell to it. */
function heldBy(plan: RatingPlan, facts: Facts, results: RatingResults, members: readonly number[]) {
  const held = new Map<number, number[]>();
  for (const row of members) {
    const last = results.stars[row]!;
    for (let star = results.capped[row]!; star >= last; ) {
      const list = held.get(star);
      if (list) list.push(row);
      else held.set(star, [row]);
      if (star === last) break;
      star = fallFrom(star, starsOf(plan, results, row), lackingOf(plan.policy, facts, row));
    }
  }
  return held;
}
