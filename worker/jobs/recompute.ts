/** The job that computes the open rounds again whose inputs have moved, and writes only what differs. */
import { covers, everywhere } from "../../schema/region.ts";
import { engineVersion } from "../core/judge.ts";
import { roundsWithRuns } from "../store/jobs.ts";
import { readCatalogue } from "../usecases/catalogue.ts";
import { computeRound } from "../usecases/computeRound.ts";
import { requireRound } from "../usecases/requireRound.ts";
import { computingOrder } from "./computingOrder.ts";
import type { JobKind } from "./jobKind.ts";

export const recompute: JobKind = {
  /** All open rounds inside the scope, where the inputs of any have moved: one may look at the results of another. */
  async parts({ db }, scope) {
    const [rounds, { policies, push }] = await Promise.all([roundsWithRuns(db), readCatalogue(db, everywhere)]);
    const order = computingOrder(rounds, new Map(policies.map(({ id, document }) => [id, document])));
    const isMoved = (one: (typeof rounds)[number]) =>
      one.run === null ||
      Math.max(one.push!, one.seenPush) < push ||
      one.engine !== engineVersion ||
      rounds.some(
        (other) => order.get(other)! < order.get(one)! && (other.run ?? 0) > Math.max(one.basedOn!, one.seenRun),
      );
    const open = rounds.filter(({ state, regionCode }) => state !== "final" && covers(scope, regionCode));
    if (!open.some(isMoved)) return [];
    return open.map((one) => ({ shard: one.id, regionCode: one.regionCode, position: order.get(one)! }));
  },
  async work(work, { shard }) {
    const round = await requireRound(work.db, everywhere, shard);
    // It was finalised since the job began: nothing is to be computed any more.
    if (round.state === "final") return {};
    const { written } = await computeRound(work, round);
    return { roundsComputed: 1, outcomesWritten: written };
  },
};
