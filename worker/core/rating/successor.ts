/** What a successor inherits: after villages merged or split, the stars of those it came from, as the policy allows. */

import type { Dynamics } from "../../../schema/policy/dynamics.ts";
import type { PastOutcome } from "../../../schema/policy/policy.ts";

/** One line of the roster of successions. */
export interface Succession {
  predecessor: string;
  successor: string;
  /** The day from which the successor stands, as ISO date. */
  on: string;
}

/**
 * A subject's history with what it inherits laid under its own: results of its predecessors, of periods that ended
 * before the succession and in which it has none of its own.
 * @param own the subject's own results, the newest first; @param of the results of any subject
 * @param ended the last day of a period
 */
export function inherit(
  subject: string,
  own: readonly PastOutcome[],
  of: (id: string) => readonly PastOutcome[],
  successions: readonly Succession[],
  rule: NonNullable<Dynamics["successorInherits"]>,
  ended: (period: string) => string,
): PastOutcome[] {
  const inherited = new Map<string, PastOutcome>();
  for (const { predecessor, on } of successions.filter(
    (one) => one.successor === subject && one.predecessor !== subject,
  )) {
    for (const past of of(predecessor)) {
      if (ended(past.period) >= on || own.some(({ period }) => period === past.period)) continue;
      const other = inherited.get(past.period);
      if (!other || isBetter(past, other) === (rule.several === "highest")) inherited.set(past.period, past);
    }
  }
  const newest = [...inherited.values()].sort((a, b) => (a.period > b.period ? -1 : 1));
  const taken = rule.what === "stars" ? newest.slice(0, 1) : newest;
  return [...own, ...taken].sort((a, b) => (a.period > b.period ? -1 : 1));
}

const isBetter = (a: PastOutcome, b: PastOutcome) => (a.stars ?? -1) > (b.stars ?? -1);
