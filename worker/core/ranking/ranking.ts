/** The ranking kind: subjects in order of a measure, and from the bottom of each group as many as the ratio says. */
import type { Bound } from "../../../schema/outcome.ts";
import type { Condition } from "../../../schema/policy/condition.ts";
import type { RankingPolicy } from "../../../schema/policy/policy.ts";
import { holds } from "../condition.ts";
import type { Facts } from "../facts.ts";
import { type Compiling, type Resolved, resolve } from "../parameter.ts";
import { competitionRanks, peerGroups, quotaOf } from "../peers.ts";

/** A ranking policy with the values of one period in force. */
export interface RankingPlan {
  kind: "ranking";
  policy: RankingPolicy;
  period: string;
  ratios: Resolved<[number, number]>[];
}

/** What one peer group came to. */
export interface PeerList {
  group: number;
  /** How many the ratio is taken of, how many it allows, how many have a measure. */
  base: number;
  quota: number;
  measured: number;
  /** Rows that are listed whatever their place. */
  mandatory: number[];
  /** How many of the quota are left to the places. */
  byPlace: number;
  /** Rows that stand at the edge with the same measure, some of them beyond the quota. */
  tied: number[];
}

export interface RankingResults {
  measure: Float64Array;
  rank: Map<number, number>;
  fromBottom: Map<number, number>;
  selected: Set<number>;
  bound: Map<number, Bound>;
  list: Map<number, PeerList>;
  /** Lists whose edge is tied and where a person must decide. */
  undecided: PeerList[];
  /** Lists of which the mandatory ones alone are more than the ratio allows. */
  overfull: PeerList[];
  /** Which rules put a row on the list or keep it out of the ranking. */
  hits: Map<number, Hit[]>;
  excluded: Map<number, Hit>;
}

/** A rule that a row meets, with its place in the group. */
export interface Hit {
  index: number;
  title: string;
}

/** Compiles a ranking policy for a period; the faults are in `compiling`. */
export function compileRanking(policy: RankingPolicy, period: string, compiling: Compiling): RankingPlan | undefined {
  const ratios = policy.groups.map((group, i) =>
    resolve(compiling, group.ratio, `/groups/${i}/ratio`, `${group.title}倒排比例`),
  );
  return ratios.every((ratio) => ratio !== undefined) ? { kind: "ranking", policy, period, ratios } : undefined;
}

/** The group that judges a subject: the first whose condition holds, else the one for all others; −1 when there is none. */
function groupOf(plan: RankingPlan, facts: Facts, row: number): number {
  const { groups, inputs } = plan.policy;
  const named = groups.findIndex((group) => group.when && holds(group.when, inputs, facts, row));
  return named >= 0 ? named : groups.findIndex((group) => !group.when);
}

/** Runs a plan over all facts at once. Subjects without a measure are in no order; they may count in the base. */
export function runRanking(plan: RankingPlan, facts: Facts): RankingResults {
  const { measure, groups } = plan.policy;
  const column = facts.columns.get(measure.input)!;
  const results: RankingResults = {
    measure: column,
    rank: new Map(),
    fromBottom: new Map(),
    selected: new Set(),
    bound: new Map(),
    list: new Map(),
    undecided: [],
    overfull: [],
    hits: new Map(),
    excluded: new Map(),
  };
  const groupIndex = facts.subjects.map((_, row) => groupOf(plan, facts, row));
  groups.forEach((group, index) => {
    const members = facts.subjects.map((_, row) => row).filter((row) => groupIndex[row] === index);
    for (const peers of peerGroups(facts.subjects, members, group.peers)) rankPeers(plan, facts, index, peers, results);
  });
  return results;
}

function rankPeers(plan: RankingPlan, facts: Facts, index: number, all: number[], results: RankingResults) {
  const { measure, groups, inputs } = plan.policy;
  const { selection, mandatory, exclusions = [] } = groups[index]!;
  const values = results.measure;
  const excluded = firstHits(all, exclusions, (when, row) => holds(when, inputs, facts, row));
  const peers = all.filter((row) => !excluded.has(row));
  for (const row of peers) {
    const hits = hitsOf(mandatory?.hits ?? [], (when) => holds(when, inputs, facts, row));
    if (hits.length > 0) results.hits.set(row, hits);
  }
  for (const [row, hit] of excluded) results.excluded.set(row, hit);

  const measured = peers.filter((row) => !Number.isNaN(values[row]!));
  const listed = peers.filter(
    (row) => results.hits.has(row) && (mandatory?.unmeasured === "listed" || !Number.isNaN(values[row]!)),
  );
  const counted = all.filter((row) => !excluded.has(row) || exclusions[excluded.get(row)!.index]!.counted);
  const base = selection.base === "all" ? counted.length : counted.filter((row) => !Number.isNaN(values[row]!)).length;
  const quota = quotaOf(base, plan.ratios[index]!.value, selection.rounding);
  const isListed = new Set(listed);
  const candidates = byWorst(measured, facts, measure, selection.keys, values).filter(
    (row) => mandatory?.quota === "overlapping" || !isListed.has(row),
  );
  const left = mandatory?.quota === "within" ? Math.max(0, quota - listed.length) : quota;
  const byPlace = Math.min(left, candidates.length);
  const edge = byPlace > 0 ? values[candidates[byPlace - 1]!]! : Number.NaN;
  const overflows = byPlace > 0 && values[candidates[byPlace] ?? -1] === edge;
  const tied = overflows ? candidates.filter((row) => values[row] === edge) : [];
  const list: PeerList = {
    ...{ group: index, base, quota: Math.min(quota, measured.length), measured: measured.length },
    ...{ mandatory: listed, byPlace, tied },
  };

  const best = measure.worst === "lowest" ? "highest" : "lowest";
  for (const [row, place] of competitionRanks(measured, values, best)) results.rank.set(row, place);
  for (const [row, place] of competitionRanks(measured, values, measure.worst)) results.fromBottom.set(row, place);
  for (const row of all) results.list.set(row, list);

  const atEdge = new Set(tied);
  const keep = { all: () => true, none: () => false, ask: () => false, key: (place: number) => place < byPlace };
  candidates.forEach((row, place) => {
    results.bound.set(row, atEdge.has(row) ? "tie" : "ratio");
    if (atEdge.has(row) ? keep[selection.ties](place) : place < byPlace) results.selected.add(row);
  });
  for (const row of listed) {
    results.selected.add(row);
    results.bound.set(row, "mandatory");
  }
  if (overflows && selection.ties === "ask") results.undecided.push(list);
  if (mandatory?.quota === "within" && listed.length > quota) results.overfull.push(list);
}

type Rule = { title: string; when: Condition };

const hitsOf = (rules: readonly Rule[], isHit: (when: Condition) => boolean): Hit[] =>
  rules.flatMap(({ title, when }, index) => (isHit(when) ? [{ index, title }] : []));

/** The first rule that each row meets. */
const firstHits = (rows: readonly number[], rules: readonly Rule[], isHit: (when: Condition, row: number) => boolean) =>
  new Map(
    rows.flatMap((row) => {
      const [hit] = hitsOf(rules, (when) => isHit(when, row));
      return hit ? [[row, hit] as const] : [];
    }),
  );

/** Rows from the worst on: by the measure, then by the keys (missing ones last), then by id. */
function byWorst(
  rows: readonly number[],
  facts: Facts,
  measure: { worst: "lowest" | "highest" },
  keys: readonly { input: string; worst: "lowest" | "highest" }[],
  values: Float64Array,
): number[] {
  const orders = [
    { column: values, worst: measure.worst },
    ...keys.map(({ input, worst }) => ({ column: facts.columns.get(input)!, worst })),
  ];
  return [...rows].sort((a, b) => {
    for (const { column, worst } of orders) {
      const [x, y] = [a, b].map((row) => {
        const value = column[row]! * (worst === "lowest" ? 1 : -1);
        return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
      });
      if (x !== y) return x! < y! ? -1 : 1;
    }
    return facts.subjects[a]!.id < facts.subjects[b]!.id ? -1 : 1;
  });
}
