/** Who is listed: from the worst place on as many as the ratio leaves, with a rule for those who tie at the edge. */
import { inBlocks } from "../blocks.ts";
import type { Facts } from "../facts.ts";
import { type Groups, quotaOf } from "../peers.ts";
import { ranksWithin, sizesOf } from "../ranks.ts";
import type { Members, RankingPlan } from "./ranking.ts";

/** What one peer group came to. */
export interface PeerList {
  /** Which group of the policy it belongs to. */
  group: number;
  /** How many the ratio is taken of, how many it allows, how many have a measure. */
  base: number;
  quota: number;
  measured: number;
  /** How many are listed whatever their place; with `overfull` more than the ratio allows. */
  mandatory: number;
  overfull: boolean;
  /** How many of the quota are left to the places. */
  byPlace: number;
  /** Rows that stand at the edge with the same measure, some of them beyond the quota. */
  tied: Set<number>;
}

/**
 * Marks those of a group who are listed, in `selected`.
 * @param values the measure of every row; @param places of the ranked from the bottom, and how many they are
 * @returns a list for every peer group
 */
export function selectWorst(
  plan: RankingPlan,
  facts: Facts,
  values: Float64Array,
  members: Members,
  { fromBottom, sizes }: { fromBottom: Int32Array; sizes: Int32Array },
  selected: Uint8Array,
): PeerList[] {
  const { peers, index, ranked, mandatory } = members;
  const rule = plan.policy.groups[index]!.mandatory;
  const counts = countsOf(plan, values, members, sizes);
  // Who is listed anyway takes no place, unless the places are filled as if nobody were.
  const apart = mandatory && rule?.quota !== "overlapping";
  const candidates = apart ? ranked.map((value, row) => (mandatory[row] === 1 ? Number.NaN : value)) : ranked;
  const places = apart ? ranksWithin(peers, candidates, plan.policy.measure.worst) : fromBottom;
  const lists = listsOf(plan, index, counts, apart ? sizesOf(peers, candidates) : counts.measured);
  const edges = edgesOf(peers, places, lists);
  const tied = markBelow(selected, peers, places, edges);
  for (const row of tied) lists[peers.of[row]!]!.tied.add(row);
  lists.forEach(({ tied: rows, byPlace }, list) => {
    for (const row of settle(plan, facts, index, rows, byPlace - edges.last[list]! + 1)) selected[row] = 1;
  });
  mandatory?.forEach((listed, row) => {
    if (listed === 1) selected[row] = 1;
  });
  return lists;
}

interface Counts {
  base: Int32Array;
  measured: Int32Array;
  mandatory: Int32Array;
}

/** How many of each peer group count in the base, are ranked, are listed anyway. */
function countsOf({ policy }: RankingPlan, values: Float64Array, members: Members, measured: Int32Array): Counts {
  const { index, kinds, peers, excluded } = members;
  const { selection, exclusions = [] } = policy.groups[index]!;
  const counts = (row: number) => {
    const exclusion = exclusions[excluded?.[row] ?? -1];
    return (!exclusion || exclusion.counted) && (selection.base === "all" || !Number.isNaN(values[row]!));
  };
  const mandatory = new Int32Array(peers.count);
  members.mandatory?.forEach((listed, row) => {
    mandatory[peers.of[row]!]! += listed;
  });
  // Where everybody is ranked, everybody counts.
  const all = measured.reduce((sum, size) => sum + size, 0);
  if (all === kinds.length) return { base: measured, measured, mandatory };
  const base = new Int32Array(peers.count);
  for (let row = 0; row < kinds.length; row++) if (kinds[row] === index && counts(row)) base[peers.of[row]!]!++;
  return { base, measured, mandatory };
}

/** What each peer group comes to. @param candidates how many of it can be listed by their place */
function listsOf(plan: RankingPlan, index: number, counts: Counts, candidates: Int32Array) {
  const { selection, mandatory } = plan.policy.groups[index]!;
  return Array.from(counts.base, (base, list) => {
    const allowed = quotaOf(base, plan.ratios[index]!.value, selection.rounding);
    const [measured, listed] = [counts.measured[list]!, counts.mandatory[list]!];
    const left = mandatory?.quota === "within" ? Math.max(0, allowed - listed) : allowed;
    return {
      ...{ group: index, base, measured, mandatory: listed, quota: Math.min(allowed, measured) },
      overfull: mandatory?.quota === "within" && listed > allowed,
      byPlace: Math.min(left, candidates[list]!),
      tied: new Set<number>(),
    };
  });
}

interface Edges {
  /** The last place that each list reaches. */
  last: Int32Array;
  /** 1 where those who share it are more than there is room for. */
  overflows: Uint8Array;
}

function edgesOf({ of, count }: Groups, places: Int32Array, lists: readonly { byPlace: number }[]): Edges {
  const [last, reached] = [new Int32Array(count), new Int32Array(count)];
  const room = Int32Array.from(lists, ({ byPlace }) => byPlace);
  inBlocks(of.length, (from, rows) => {
    reach(last, reached, room, of.subarray(from, from + rows), places.subarray(from, from + rows));
  });
  return { last, overflows: Uint8Array.from(reached, (rows, list) => Number(rows > room[list]!)) };
}

function reach(last: Int32Array, reached: Int32Array, room: Int32Array, of: Int32Array, places: Int32Array) {
  for (let row = 0; row < of.length; row++) {
    const place = places[row]!;
    const list = of[row]!;
    if (place === 0 || place > room[list]!) continue;
    reached[list]!++;
    if (place > last[list]!) last[list] = place;
  }
}

/** Marks who stands before the edge of its list, and on it where there is room. @returns those on the edge where there is not */
function markBelow(selected: Uint8Array, { of }: Groups, places: Int32Array, { last, overflows }: Edges): number[] {
  const tied: number[] = [];
  inBlocks(of.length, (from, rows) => {
    markBlock(selected, tied, of, places, last, overflows, from, from + rows);
  });
  return tied;
}

function markBlock(
  selected: Uint8Array,
  tied: number[],
  of: Int32Array,
  places: Int32Array,
  last: Int32Array,
  overflows: Uint8Array,
  from: number,
  to: number,
) {
  for (let row = from; row < to; row++) {
    const place = places[row]!;
    const list = of[row]!;
    if (place === 0 || place > last[list]!) continue;
    if (place === last[list] && overflows[list] === 1) tied.push(row);
    else selected[row] = 1;
  }
}

/** Those of the tied who are listed: all, none, or as many as there is room for, in the order of the keys. */
function settle(plan: RankingPlan, facts: Facts, index: number, tied: ReadonlySet<number>, room: number) {
  const { ties, keys } = plan.policy.groups[index]!.selection;
  if (ties !== "key") return ties === "all" ? [...tied] : [];
  const orders = keys.map(({ input, worst }) => ({
    column: facts.columns.get(input)!,
    sign: worst === "lowest" ? 1 : -1,
  }));
  // Missing keys stand last; whom no key parts goes by id.
  const keyOf = (row: number, { column, sign }: (typeof orders)[number]) =>
    Number.isNaN(column[row]!) ? Number.POSITIVE_INFINITY : sign * column[row]!;
  return [...tied]
    .sort((a, b) => {
      for (const order of orders) {
        const [x, y] = [keyOf(a, order), keyOf(b, order)];
        if (x !== y) return x < y ? -1 : 1;
      }
      return facts.order[a]! - facts.order[b]!;
    })
    .slice(0, room);
}
