/** What a successor inherits of past results: those of its predecessors as of days on which they stood, as the policy allows. */
import type { PastOutcome, Policy } from "../../../schema/policy/policy.ts";
import type { Successors } from "../../../schema/policy/successors.ts";
import type { SuccessionMap } from "../../../schema/succession.ts";

export interface Inheriting<R extends PastOutcome> {
  map: SuccessionMap;
  /** What mergers, splits and takings over hand down; nothing where it is absent. */
  rule: Successors["inherits"];
  /** The results of an organization itself. */
  resultsOf(id: string): readonly R[];
  /** Positive when the first result is the better one. */
  compare(a: PastOutcome, b: PastOutcome): number;
  /** The day as of which a period is judged. */
  dayOf(period: string): string;
}

/** A rename to another code is no change of the organization: whatever the policy says of the others, all goes with it. */
const asItself = { what: "all", several: "highest" } as const;

/**
 * The results of an organization and what it inherits, the newest first; inherited ones name whose they are. A chain of
 * successions is followed back.
 * @param before only successions before this day
 */
export function inherit<R extends PastOutcome>(from: Inheriting<R>, id: string, before: string): R[] {
  const { map, compare, dayOf } = from;
  const known = new Map(from.resultsOf(id).map((past) => [past.period, past]));
  for (const { kind, on, predecessors } of map.into(id)) {
    const rule = kind === "rename" ? asItself : from.rule;
    if (on >= before || !rule) continue;
    // Whoever goes on after others were merged into it is one of several, and its own results are compared with theirs.
    const goesOn = predecessors.includes(id);
    const others = predecessors.filter((code) => code !== id);
    const offered = [
      ...(goesOn ? known.values() : []),
      ...others.flatMap((code) => inherit(from, code, on).map((past): R => ({ ...past, of: past.of ?? code }))),
    ];
    const taken = new Map<string, R>();
    for (const past of offered) {
      if (dayOf(past.period) >= on) continue;
      const other = taken.get(past.period);
      const order = other ? compare(past, other) : 0;
      if (!other || (rule.several === "highest" ? order > 0 : order < 0)) taken.set(past.period, past);
    }
    const newest = newestFirst([...taken.values()]);
    for (const past of rule.what === "last" ? newest.slice(0, 1) : newest)
      if (goesOn || !known.has(past.period)) known.set(past.period, past);
  }
  return newestFirst([...known.values()]);
}

const newestFirst = <R extends PastOutcome>(results: R[]) => results.sort((a, b) => (a.period > b.period ? -1 : 1));

/**
 * Compares results of a policy: more stars, a better grade, not being listed, a better score are better, in this order;
 * any result is better than none, and being disqualified or barred is the worst.
 */
export function compareResults(policy: Policy): (a: PastOutcome, b: PastOutcome) => number {
  const levels = policy.kind === "appraisal" ? (policy.grade?.levels ?? []).map(({ code }) => code) : [];
  const lowIsGood =
    (policy.kind === "rating" && policy.grade.best === "lowest") ||
    (policy.kind === "ranking" && policy.measure.worst === "highest");
  const gradeOf = ({ grade }: PastOutcome) =>
    grade !== undefined && levels.includes(grade) ? -levels.indexOf(grade) : -levels.length;
  const merits = (past: PastOutcome): number[] => [
    past.unscored === undefined ? 2 : past.unscored === "disqualified" || past.unscored === "barred" ? 0 : 1,
    past.stars ?? -1,
    gradeOf(past),
    past.selected ? 0 : 1,
    (past.score ?? (lowIsGood ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY)) * (lowIsGood ? -1 : 1),
  ];
  return (a, b) => {
    const [ours, theirs] = [merits(a), merits(b)];
    const at = ours.findIndex((merit, i) => merit !== theirs[i]);
    return at < 0 ? 0 : ours[at]! - theirs[at]!;
  };
}
