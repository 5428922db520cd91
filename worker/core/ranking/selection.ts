/** Who is listed: from the worst place on as many as the ratio leaves, with a rule for those who tie at the edge. */
import type { Facts } from "../facts.ts";
import { type Groups, quotaOf, ranksWithin } from "../peers.ts";
import type { Ranked, RankingPlan, RankingResults } from "./ranking.ts";

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
  tied: ReadonlySet<number>;
}

/** Marks the listed in `results.selected`. @returns a list for every peer group of the policy's group */
export function selectWorst(plan: RankingPlan, facts: Facts, results: RankingResults, ranked: Ranked): PeerList[] {
  const { measure, groups } = plan.policy;
  const { selection, mandatory, exclusions = [] } = groups[ranked.index]!;
  const { peers, index } = ranked;
  const rows = facts.subjects.length;
  const counts = countsOf(results, ranked, (row) => {
    const exclusion = exclusions[results.excluded[row]!];
    const counted = exclusion === undefined || exclusion.counted;
    return counted && (selection.base === "all" || !Number.isNaN(results.measure[row]!));
  });
  // Who is listed anyway takes no place, unless the places are filled as if nobody were.
  const apart = mandatory !== undefined && mandatory.quota !== "overlapping";
  const candidates = apart
    ? ranked.ranked.map((value, row) => (results.mandatory[row] === 1 ? Number.NaN : value))
    : ranked.ranked;
  const places = apart ? ranksWithin(peers, candidates, measure.worst) : ranked.fromBottom;
  const heads = apart ? headsOf(peers, places) : counts.measured;
  const ratio = plan.ratios[index]!.value;
  const lists = Array.from({ length: peers.count }, (_, list) => {
    const allowed = quotaOf(counts.base[list]!, ratio, selection.rounding);
    const listed = counts.mandatory[list]!;
    const left = mandatory?.quota === "within" ? Math.max(0, allowed - listed) : allowed;
    return {
      ...{ group: index, base: counts.base[list]!, measured: counts.measured[list]!, mandatory: listed },
      quota: Math.min(allowed, counts.measured[list]!),
      overfull: mandatory?.quota === "within" && listed > allowed,
      byPlace: Math.min(left, heads[list]!),
      tied: new Set<number>(),
    };
  });
  const edges = edgesOf(peers, places, lists);
  for (let row = 0; row < rows; row++) {
    const list = peers.of[row]!;
    const place = places[row]!;
    if (place === 0 || place > edges.last[list]!) continue;
    if (place === edges.last[list] && edges.overflows[list] === 1) lists[list]!.tied.add(row);
    else results.selected[row] = 1;
  }
  lists.forEach(({ tied, byPlace }, list) => {
    if (tied.size === 0) return;
    const room = byPlace - (edges.last[list]! - 1);
    for (const row of settle(plan, facts, index, [...tied], room)) results.selected[row] = 1;
  });
  for (let row = 0; row < rows; row++)
    if (results.mandatory[row] === 1 && ranked.isMember(row)) results.selected[row] = 1;
  return lists;
}

/** How many of each peer group count in the base, have a measure, are listed anyway. */
function countsOf(results: RankingResults, { peers, ranked, isMember }: Ranked, counts: (row: number) => boolean) {
  const [base, measured, mandatory] = [0, 0, 0].map(() => new Int32Array(peers.count)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  for (let row = 0; row < ranked.length; row++) {
    if (!isMember(row)) continue;
    const list = peers.of[row]!;
    if (counts(row)) base[list]!++;
    if (!Number.isNaN(ranked[row]!)) measured[list]!++;
    mandatory[list]! += results.mandatory[row]!;
  }
  return { base, measured, mandatory };
}

/** How many of each group have a place. */
function headsOf({ of, count }: Groups, places: Int32Array): Int32Array {
  const heads = new Int32Array(count);
  for (let row = 0; row < of.length; row++) if (places[row]! > 0) heads[of[row]!]!++;
  return heads;
}

/** The last place that each list reaches, and whether those who share it are more than there is room for. */
function edgesOf({ of, count }: Groups, places: Int32Array, lists: readonly { byPlace: number }[]) {
  const [last, reached, overflows] = [new Int32Array(count), new Int32Array(count), new Uint8Array(count)];
  const room = Int32Array.from(lists, ({ byPlace }) => byPlace);
  for (let row = 0; row < of.length; row++) {
    const [list, place] = [of[row]!, places[row]!];
    if (place === 0 || place > room[list]!) continue;
    reached[list]!++;
    if (place > last[list]!) last[list] = place;
  }
  for (let list = 0; list < count; list++) overflows[list] = Number(reached[list]! > room[list]!);
  return { last, overflows };
}

/** Those of the tied who are listed: all, none, or as many as there is room for, in the order of the keys. */
function settle(plan: RankingPlan, facts: Facts, index: number, tied: number[], room: number): number[] {
  const { ties, keys } = plan.policy.groups[index]!.selection;
  if (ties !== "key") return ties === "all" ? tied : [];
  const orders = keys.map(({ input, worst }) => ({
    column: facts.columns.get(input)!,
    sign: worst === "lowest" ? 1 : -1,
  }));
  // Missing keys stand last; whom no key parts goes by id.
  const keyOf = (row: number, { column, sign }: (typeof orders)[number]) =>
    Number.isNaN(column[row]!) ? Number.POSITIVE_INFINITY : sign * column[row]!;
  return tied
    .sort((a, b) => {
      for (const order of orders) {
        const [x, y] = [keyOf(a, order), keyOf(b, order)];
        if (x !== y) return x < y ? -1 : 1;
      }
      return facts.order[a]! - facts.order[b]!;
    })
    .slice(0, room);
}
