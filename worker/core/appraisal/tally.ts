/** What the ballots on one subject come to: which groups count, the quorum, the composite; or why there is no score. */
import type { Mismatch, UnscoredReason } from "../../../schema/outcome.ts";
import { isUnconfirmed } from "../../../schema/sheet/confirmation.ts";
import type { Facts } from "../facts.ts";
import { roundRatio } from "../number.ts";
import { type Ballots, ballotsOf, type Item, itemOf, mismatchesOf, sumOf, validOf } from "./ballots.ts";
import type { AppraisalPlan } from "./plan.ts";

/** blank: not filled in; tooFew: below the anonymity threshold; noQuorum: omitted by a quorum; trimmed: an extreme. */
export type GroupState = "counts" | "blank" | "tooFew" | "noQuorum" | "trimmed";

export interface GroupTally {
  ballots: Ballots;
  state: GroupState;
  item: Item | undefined;
}

/** A quorum that was looked at for one group; `met` is told also where the counts are not known. */
export interface QuorumCheck {
  quorum: number;
  group: number;
  count: number | undefined;
  of: number | undefined;
  met: boolean;
}

export interface Tallied {
  groups: GroupTally[];
  mismatches: Mismatch[];
  quorums: QuorumCheck[];
  /** The composite in 1/100 point, or why there is none. */
  centi?: number;
  reason?: UnscoredReason;
}

/** Tallies one row. */
export function tally(plan: AppraisalPlan, facts: Facts, row: number): Tallied {
  const { policy } = plan;
  const ballots = policy.groups.map((_, group) => ballotsOf(plan, facts, group, row));
  const few = ballots.map((one, group) => isFew(plan, one, group));
  // Of a small group a difference tells as much as a count.
  const mismatches = ballots.flatMap((one, group) =>
    mismatchesOf(plan, group, one).map(({ difference, ...said }) => (few[group] ? said : { ...said, difference })),
  );
  const quorums = quorumChecks(plan, ballots);
  const failed = quorums.filter(({ met }) => !met);
  const omitted = new Set(failed.map(({ group }) => group));
  const groups = ballots.map((one, group): GroupTally => {
    const item = itemOf(plan, one);
    // The threshold comes first: whatever else is wrong with a small group, nothing of it may be shown.
    if (few[group]) return { ballots: one, item, state: "tooFew" };
    return { ballots: one, item, state: item ? (omitted.has(group) ? "noQuorum" : "counts") : "blank" };
  });
  trim(plan, groups);
  const found = { groups, mismatches, quorums };
  const { confirmation } = facts.subjects[row]!;
  if (confirmation && isUnconfirmed(confirmation)) return { ...found, reason: "unconfirmed" };
  if (mismatches.length > 0) return { ...found, reason: "unreconciled" };
  if (failed.some(({ quorum }) => policy.quorums[quorum]!.effect === "void")) return { ...found, reason: "noQuorum" };
  const centi = compositeOf(plan, groups);
  return centi === undefined ? { ...found, reason: "missingData" } : { ...found, centi };
}

/**
 * Whether a group has voted with fewer ballots than its threshold, by any count that tells how many they were: where
 * counts contradict each other, the smallest one may be true.
 */
function isFew({ policy, leastValid }: AppraisalPlan, ballots: Ballots, group: number): boolean {
  const { options, abstained } = ballots.terms;
  const marked = sumOf([options, policy.counts.held.includes("abstained") ? abstained : 0]);
  const known = [validOf(ballots), marked].filter((one) => one !== undefined);
  return known.some((one) => one > 0) && known.some((one) => one < leastValid[group]!.value);
}

/** Looks at every quorum for each of its groups. */
function quorumChecks({ policy, quorums }: AppraisalPlan, ballots: readonly Ballots[]): QuorumCheck[] {
  return policy.quorums.flatMap((rule, quorum) =>
    policy.groups.flatMap(({ code }, group) => {
      if (!rule.groups.includes(code)) return [];
      const [count, of] = [ballots[group]!.terms[rule.count], ballots[group]!.terms[rule.of]];
      if (count === undefined || of === undefined) return [{ quorum, group, count, of, met: rule.unknown === "pass" }];
      const [n, d] = quorums[quorum]!.value;
      const [left, right] = [BigInt(count) * BigInt(d), BigInt(of) * BigInt(n)];
      return [{ quorum, group, count, of, met: rule.test === "atLeast" ? left >= right : left > right }];
    }),
  );
}

/** Sets the extreme items of the groups that count aside; of equal ones the earlier group. */
function trim({ policy }: AppraisalPlan, groups: GroupTally[]) {
  const rule = policy.composite.trimming;
  const counting = groups.filter(({ state }) => state === "counts").sort((a, b) => a.item!.centi - b.item!.centi);
  if (!rule || counting.length < rule.atLeast) return;
  const extremes = [...counting.slice(0, rule.lowest), ...counting.slice(counting.length - rule.highest)];
  for (const group of extremes) group.state = "trimmed";
}

/** The weighted mean of the items that count; none where too much is missing. */
function compositeOf({ policy, wholeWeights }: AppraisalPlan, groups: readonly GroupTally[]): number | undefined {
  const { missingGroup, round } = policy.composite;
  const lacking = groups.some(({ state }) => state !== "counts" && state !== "trimmed");
  if (lacking && missingGroup === "block") return undefined;
  let [total, by, counting] = [0, 0, 0];
  groups.forEach(({ state, item }, group) => {
    if (state === "counts") {
      total += item!.centi * wholeWeights[group]!;
      counting++;
    }
    if (state === "counts" || (state !== "trimmed" && missingGroup === "zero")) by += wholeWeights[group]!;
  });
  return counting === 0 || by === 0 ? undefined : roundRatio(total, by, round.mode);
}
