/** Which rounds are to be computed again because their inputs have moved, and in which order. */
import { covers, everywhere, type RegionScope } from "../../schema/region.ts";
import { isWorking } from "../../schema/round.ts";
import { computingOrder } from "../core/computingOrder.ts";
import { engineVersion } from "../core/judge.ts";
import type { Database } from "../store/database.ts";
import { roundsWithRuns } from "../store/jobs.ts";
import { readCatalogue } from "./catalogue.ts";

export interface RoundToCompute {
  id: string;
  regionCode: string;
  /** What comes before is computed before. */
  position: number;
}

/**
 * All rounds inside the scope that may be computed, where the inputs of any of them have moved since it was computed or
 * looked at: entries, the program, results on which it draws. One of them may look at the results of another.
 */
export async function roundsToCompute(db: Database, scope: RegionScope): Promise<RoundToCompute[]> {
  const [rounds, { policies, push }] = await Promise.all([
    roundsWithRuns(db, everywhere),
    readCatalogue(db, everywhere),
  ]);
  const order = computingOrder(rounds, new Map(policies.map(({ id, document }) => [id, document])));
  const isMoved = (one: (typeof rounds)[number]) =>
    one.run === null ||
    Math.max(one.push!, one.seenPush) < push ||
    one.engine !== engineVersion ||
    rounds.some(
      (other) => order.get(other)! < order.get(one)! && (other.run ?? 0) > Math.max(one.basedOn!, one.seenRun),
    );
  const open = rounds.filter(({ state, regionCode }) => isWorking(state) && covers(scope, regionCode));
  if (!open.some(isMoved)) return [];
  return open.map((one) => ({ id: one.id, regionCode: one.regionCode, position: order.get(one)! }));
}
