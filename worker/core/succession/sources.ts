/** Out of what an organization came, and whose ledgers count for it: its predecessors' entries up to the day. */
import { dayOf, type Period, parsePeriod } from "../../../schema/period.ts";
import type { Successors } from "../../../schema/policy/successors.ts";
import type { Succession, SuccessionMap } from "../../../schema/succession.ts";

/** A predecessor whose entries count, those of periods that began before a day. */
export interface Source {
  of: string;
  until: string;
  by: Succession;
}

/** A succession with the one that came out of it, or took others in by it. */
export interface Descent {
  id: string;
  by: Succession;
}

/** The successions out of which an organization came, and those out of which its predecessors came, the latest last. */
export const descentOf = (map: SuccessionMap, id: string, before: string): Descent[] =>
  map
    .into(id)
    .filter(({ on }) => on < before)
    .flatMap((by) => [
      ...by.predecessors.flatMap((code) => (code === id ? [] : descentOf(map, code, by.on))),
      { id, by },
    ]);

/**
 * The predecessors of an organization whose ledgers count for it. What went to several is nobody's, or it would count
 * twice; a rename to another code takes its ledgers with it in any case.
 * @param before only successions before this day
 */
export function sourcesOf(map: SuccessionMap, rule: Successors["records"], id: string, before: string): Source[] {
  return map.into(id).flatMap((by) => {
    if (by.on >= before || (by.kind !== "rename" && rule !== "withPredecessors")) return [];
    return by.predecessors
      .filter((code) => code !== id && !wentToSeveral(by, code))
      .flatMap((of) => [...sourcesOf(map, rule, of, by.on), { of, until: by.on, by }]);
  });
}

/** Whether a predecessor was divided among several, or was split off from what goes on. */
export const wentToSeveral = ({ kind, rows }: Succession, code: string): boolean =>
  kind === "split" || new Set(rows.flatMap((row) => (row.predecessor === code ? row.successor : []))).size > 1;

/** Whether an entry of a predecessor counts in a period: it tells of days of it before the succession, or of no period at all. */
export function counts({ until }: Source, entryPeriod: string, judged: Period): boolean {
  if (entryPeriod === "") return true;
  return dayOf(parsePeriod(entryPeriod)!, "start") < until && dayOf(judged, "start") < until;
}
