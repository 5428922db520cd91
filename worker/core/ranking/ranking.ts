/** The ranking kind: subjects in order of a measure, and from the bottom of each group as many as the ratio says. */
import type { Condition } from "../../../schema/policy/condition.ts";
import type { RankingPolicy } from "../../../schema/policy/policy.ts";
import { truthOf, truths } from "../condition.ts";
import type { Facts, Inputs } from "../facts.ts";
import { type Compiling, type Resolved, resolve } from "../parameter.ts";
import { type Groups, groupsAt } from "../peers.ts";
import { ranksFromBothEnds } from "../ranks.ts";
import { type PeerList, selectWorst } from "./selection.ts";

/** A ranking policy with the values of one period in force. */
export interface RankingPlan {
  kind: "ranking";
  policy: RankingPolicy;
  period: string;
  ratios: Resolved<[number, number]>[];
}

/** One run, in columns by row. */
export interface RankingResults {
  measure: Float64Array;
  /** Places among the measured of the row's list, from either end; 0 for none. */
  rank: Int32Array;
  fromBottom: Int32Array;
  /** 1 where the row is listed. */
  selected: Uint8Array;
  lists: PeerList[];
  /** The list that a row stands in; none where no group judges it. */
  listOf(row: number): PeerList | undefined;
  /** Which exclusion of its group keeps a row out of the ranking; −1 for none. */
  exclusionOf(row: number): number;
  /** Whether a row is listed whatever its place. */
  isMandatory(row: number): boolean;
}

/** The members of one group of the policy: among whom they are compared, and who of them is ranked. */
export interface Members {
  index: number;
  /** Which group of the policy judges each row; −1 for none. */
  kinds: Int16Array;
  peers: Groups;
  /** The exclusion that keeps each row out of the ranking, −1 for none; absent where the group has none. */
  excluded?: Int16Array | undefined;
  /** The measures of members that no exclusion keeps out; NaN for all others. */
  ranked: Float64Array;
  /** 1 where a row is listed whatever its place; absent where the group has no such rule. */
  mandatory?: Uint8Array | undefined;
}

/** Compiles a ranking policy for a period; the faults are in `compiling`. */
export function compileRanking(policy: RankingPolicy, period: string, compiling: Compiling): RankingPlan | undefined {
  const ratios = policy.groups.map((group, i) =>
    resolve(compiling, group.ratio, `/groups/${i}/ratio`, `${group.title}倒排比例`),
  );
  return ratios.every((ratio) => ratio !== undefined) ? { kind: "ranking", policy, period, ratios } : undefined;
}

/** Runs a plan over all facts at once. Subjects without a measure are in no order; they may count in the base. */
export function runRanking(plan: RankingPlan, facts: Facts): RankingResults {
  const { measure, groups, inputs } = plan.policy;
  const rows = facts.subjects.length;
  const values = facts.columns.get(measure.input)!;
  const kinds = firstTrue(whens(groups), inputs, facts);
  const selected = new Uint8Array(rows);
  let [rank, fromBottom]: [Int32Array, Int32Array] = [new Int32Array(0), new Int32Array(0)];
  const listsOf: PeerList[][] = [];
  const all = groups.map((_, index): Members => {
    const members = enlist(plan.policy, facts, values, kinds, index);
    const { highest, lowest, sizes } = ranksFromBothEnds(members.peers, members.ranked);
    const [best, worst] = measure.worst === "lowest" ? [highest, lowest] : [lowest, highest];
    listsOf.push(selectWorst(plan, facts, values, members, { fromBottom: worst, sizes }, selected));
    rank = index === 0 ? best : over(rank, best);
    fromBottom = index === 0 ? worst : over(fromBottom, worst);
    return members;
  });
  return {
    ...{ measure: values, rank, fromBottom, selected, lists: listsOf.flat() },
    listOf: (row) => listsOf[kinds[row]!]?.[all[kinds[row]!]!.peers.of[row]!],
    exclusionOf: (row) => all[kinds[row]!]?.excluded?.[row] ?? -1,
    isMandatory: (row) => all[kinds[row]!]?.mandatory?.[row] === 1,
  };
}

/** Lays the ranks of a group over those of the groups before it. */
function over(all: Int32Array, ranks: Int32Array): Int32Array {
  for (let row = 0; row < all.length; row++) if (ranks[row] !== 0) all[row] = ranks[row]!;
  return all;
}

/** Finds who of a group's members is excluded, who is ranked, and who is listed whatever its place. */
function enlist(policy: RankingPolicy, facts: Facts, values: Float64Array, kinds: Int16Array, index: number): Members {
  const { groups, inputs } = policy;
  const { exclusions, mandatory, when, peers: level } = groups[index]!;
  const peers = groupsAt(facts.regions, level);
  const excluded = exclusions && firstTrue(whens(exclusions), inputs, facts);
  const isOut = (row: number) => kinds[row] !== index || (excluded?.[row] ?? -1) >= 0;
  const everybody = groups.length === 1 && !when && !excluded;
  const ranked = everybody ? values : values.map((value, row) => (isOut(row) ? Number.NaN : value));
  const forced = mandatory && firstTrue(whens(mandatory.hits), inputs, facts);
  const unmeasured = mandatory?.unmeasured === "listed";
  const isForced = (first: number, row: number) =>
    Number(first >= 0 && !isOut(row) && (unmeasured || !Number.isNaN(values[row]!)));
  return { index, kinds, peers, excluded, ranked, mandatory: forced && Uint8Array.from(forced, isForced) };
}

const whens = (rules: readonly { when?: Condition | undefined }[]) => rules.map(({ when }) => when);

/** For each row the first of several conditions that holds; a missing condition holds where no other does; −1 for none. */
function firstTrue(conditions: readonly (Condition | undefined)[], inputs: Inputs, facts: Facts): Int16Array {
  const first = new Int16Array(facts.subjects.length).fill(conditions.indexOf(undefined));
  for (let index = conditions.length - 1; index >= 0; index--) {
    const condition = conditions[index];
    if (!condition) continue;
    const truth = truthOf(condition, inputs, facts);
    for (let row = 0; row < first.length; row++) if (truth[row] === truths.true) first[row] = index;
  }
  return first;
}
