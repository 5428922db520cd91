/** The job that computes the open rounds again whose inputs have moved, and writes only what differs. */
import { everywhere } from "../../schema/region.ts";
import { isWorking } from "../../schema/round.ts";
import { computeRound } from "../usecases/computeRound.ts";
import { requireRound } from "../usecases/requireRound.ts";
import { roundsToCompute } from "../usecases/roundsToCompute.ts";
import type { JobKind } from "./jobKind.ts";

export const recompute: JobKind = {
  parts: async ({ db }, scope) => (await roundsToCompute(db, scope)).map(({ id, ...part }) => ({ shard: id, ...part })),
  async work(work, { shard }) {
    const round = await requireRound(work.db, everywhere, shard);
    // It was published or finalised since the job began: nothing is to be computed any more.
    if (!isWorking(round.state)) return {};
    const { written } = await computeRound(work, round);
    return { roundsComputed: 1, outcomesWritten: written };
  },
};
