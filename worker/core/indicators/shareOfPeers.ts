/** shareOfPeers: a subject's own sum over the sum of all its peers, in percent. */
import type { IndicatorOf } from "../../../schema/policy/indicators.ts";
import { peerGroups, regionsOf } from "../peers.ts";
import { percentOf } from "./ratio.ts";
import { type Indicated, isCounted, ledger, lineageOf, matching, type Records, sumOf, whenEmpty } from "./records.ts";

/**
 * Takes a `shareOfPeers` indicator for all subjects at once: the second pass, when everybody's entries are known.
 * @returns one value a subject, in their order; the lineage names the subject's own entries
 */
export function sharesOfPeers(
  indicator: IndicatorOf<"shareOfPeers">,
  places: number,
  subjects: readonly { id: string; regionCode?: string | undefined; records: Records }[],
): Indicated[] {
  const { register, column, where, peers, empty, rounding } = indicator;
  const sheet = ledger(register);
  const rows = subjects.map(({ records }) =>
    matching(records.of(sheet), where).filter((row) => isCounted(row, column)),
  );
  const sums = rows.map((list) => sumOf(list, column));
  const results: Indicated[] = subjects.map(() => whenEmpty(empty));
  const all = subjects.map((_, i) => i);
  for (const group of peerGroups(regionsOf(subjects), all, peers)) {
    const whole = group.reduce((total, i) => total + sums[i]!, 0);
    for (const i of group)
      if (rows[i]!.length > 0)
        results[i] = {
          value: percentOf(sums[i]!, whole, places, rounding),
          from: rows[i]!.map((row) => lineageOf(sheet, row, [column])),
        };
  }
  return results;
}
