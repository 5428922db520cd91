/** The successions as one policy judges by them in one period: who stands, called what, and what everybody took over. */
import { dayOf, type Period, parsePeriod } from "../../../schema/period.ts";
import type { Policy } from "../../../schema/policy/policy.ts";
import type { SuccessionMap } from "../../../schema/succession.ts";
import type { Recorded, Result } from "../indicators/records.ts";
import { compareResults, inherit } from "./inherit.ts";
import { counts, type Descent, descentOf, type Source, sourcesOf } from "./sources.ts";

export interface Heritage {
  /** The day whose map is the period's. */
  day: string;
  stands(code: string): boolean;
  /** The successions out of which an organization came up to the day, the latest last. */
  descentOf(id: string): readonly Descent[];
  /** The results of organizations under a policy, each with what it inherits, the newest first. */
  results(document: Policy, found: ReadonlyMap<string, readonly Result[]>): (id: string) => readonly Result[];
  /** The predecessors whose entries count for an organization in the period. */
  sourcesOf(id: string): readonly Source[];
  /** The entries that count for an organization in the period, its predecessors' before its own. */
  records(id: string, own: (id: string) => readonly Recorded[]): readonly Recorded[];
}

/** The end of a period by whose map a policy judges; the last day where it does not say. */
export const asOfPolicy = ({ successors }: Pick<Policy, "successors">) => successors?.asOf ?? "end";

export function heritageOf(map: SuccessionMap, policy: Policy, period: Period): Heritage {
  const day = dayOf(period, asOfPolicy(policy));
  // Sorts after the day and before the next one.
  const before = `${day}~`;
  const { inherits: rule, records } = policy.successors ?? {};
  const sources = (id: string) => sourcesOf(map, records, id, before);
  return {
    day,
    stands: (code) => map.standsOn(code, day),
    descentOf: (id) => descentOf(map, id, before),
    results(document, found) {
      const resultsOf = (id: string) => found.get(id) ?? [];
      const dayOfResult = (code: string) => dayOf(parsePeriod(code)!, asOfPolicy(document));
      const from = { map, rule, resultsOf, compare: compareResults(document), dayOf: dayOfResult };
      return (id) => (map.into(id).length === 0 ? resultsOf(id) : inherit(from, id, before));
    },
    sourcesOf: sources,
    records(id, own) {
      const inherited = sources(id).flatMap((source) =>
        own(source.of)
          .filter((row) => counts(source, row.period, period))
          .map((row): Recorded => ({ ...row, of: source.of })),
      );
      if (inherited.length === 0) return own(id);
      return [...inherited, ...own(id)].sort((a, b) => (a.period < b.period ? -1 : a.period > b.period ? 1 : 0));
    },
  };
}
