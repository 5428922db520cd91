/** Places among peers by one input, for the shapes that give points by them. */
import type { PeerLevel } from "../../../schema/policy/arithmetic.ts";
import type { Facts } from "../facts.ts";
import { groupsAt } from "../peers.ts";
import { ranksWithin, sizesOf } from "../ranks.ts";

/** Every row's rank among its peers by an input, best is 1 and 0 is none; how many they are; and the ends of their values. */
export function placesAmongPeers(facts: Facts, input: string, level: PeerLevel, best: "highest" | "lowest") {
  const values = facts.columns.get(input)!;
  const groups = groupsAt(facts.regions, level);
  const sizes = sizesOf(groups, values);
  const low = new Float64Array(groups.count).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(groups.count).fill(Number.NEGATIVE_INFINITY);
  values.forEach((value, row) => {
    const group = groups.of[row]!;
    if (value < low[group]!) low[group] = value;
    if (value > high[group]!) high[group] = value;
  });
  return {
    ranks: ranksWithin(groups, values, best),
    sizeAt: (row: number) => sizes[groups.of[row]!]!,
    endsAt(row: number) {
      const [lowest, highest] = [low[groups.of[row]!]!, high[groups.of[row]!]!];
      return best === "highest" ? { best: highest, worst: lowest } : { best: lowest, worst: highest };
    },
  };
}
