/** The ranking kind: subjects in order of a measure, and from the bottom of each group as many as the ratio says. */
import type { Condition } from "../../../schema/policy/condition.ts";
import type { RankingPolicy } from "../../../schema/policy/policy.ts";
import { truthOf, truths } from "../condition.ts";
import type { Facts, Inputs } from "../facts.ts";
import { type Compiling, type Resolved, resolve } from "../parameter.ts";
import { type Groups, groupsAt, ranksWithin } from "../peers.ts";
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
  /** 1 where the row is listed; `mandatory`: whatever its place. */
  selected: Uint8Array;
  mandatory: Uint8Array;
  /** The exclusion of its group that keeps the row out of the ranking; −1 for none. */
  excluded: Int16Array;
  /** The list that the row stands in; −1 for none. */
  listOf: Int32Array;
  lists: PeerList[];
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
  const best = measure.worst === "lowest" ? "highest" : "lowest";
  const results: RankingResults = {
    measure: values,
    ...{ rank: new Int32Array(rows), fromBottom: new Int32Array(rows) },
    ...{ selected: new Uint8Array(rows), mandatory: new Uint8Array(rows) },
    ...{ excluded: new Int16Array(rows).fill(-1), listOf: new Int32Array(rows).fill(-1), lists: [] },
  };
  const kinds = firstTrue(
    groups.map(({ when }) => when),
    inputs,
    facts,
  );
  groups.forEach(({ exclusions = [], mandatory, peers: level }, index) => {
    const peers = groupsAt(facts.regions, level);
    const isMember = (row: number) => kinds[row] === index;
    const excluded = firstTrue(whens(exclusions), inputs, facts);
    const forced = firstTrue(whens(mandatory?.hits ?? []), inputs, facts);
    // What is ranked: members that no exclusion keeps out, as far as they have a measure.
    const ranked = new Float64Array(rows).fill(Number.NaN);
    for (let row = 0; row < rows; row++) {
      if (kinds[row] !== index) continue;
      results.excluded[row] = excluded[row]!;
      results.listOf[row] = results.lists.length + peers.of[row]!;
      if (excluded[row]! >= 0) continue;
      ranked[row] = values[row]!;
      const hasPlace = mandatory?.unmeasured === "listed" || !Number.isNaN(values[row]!);
      if (forced[row]! >= 0 && hasPlace) results.mandatory[row] = 1;
    }
    const places = ranksWithin(peers, ranked, best);
    const fromBottom = ranksWithin(peers, ranked, measure.worst);
    for (let row = 0; row < rows; row++) {
      if (kinds[row] !== index) continue;
      results.rank[row] = places[row]!;
      results.fromBottom[row] = fromBottom[row]!;
    }
    results.lists.push(...selectWorst(plan, facts, results, { index, peers, ranked, fromBottom, isMember }));
  });
  return results;
}

/** The members of one group of the policy, who of them is ranked and in which place. */
export interface Ranked {
  index: number;
  peers: Groups;
  ranked: Float64Array;
  fromBottom: Int32Array;
  isMember(row: number): boolean;
}

const whens = (rules: readonly { when: Condition }[]) => rules.map(({ when }) => when);

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
