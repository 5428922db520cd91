/** Explains one result of a run of a round: why it is what it is. */
import type { RegionScope } from "../../schema/region.ts";
import { refuse } from "../refusal.ts";
import { findRun, lastRun, outcomesOf } from "../store/rounds.ts";
import { type Explained, judgeRun } from "./judgeRun.ts";
import { readEvidence } from "./readEvidence.ts";
import { requireRound } from "./requireRound.ts";
import type { Work } from "./work.ts";

/**
 * Explains one result of a run, the last one unless another is named. The run that was finalised is explained by its
 * evidence; of any other the whole round is judged again as of that run, for the peers decide too.
 * @param scope the subject must lie inside it
 * @throws Refusal notFound for a round, run or subject that is not there or out of reach; evidenceBroken
 */
export async function explainOutcome(
  work: Work,
  scope: RegionScope,
  id: string,
  subjectId: string,
  runId?: number,
): Promise<Explained> {
  const round = await requireRound(work.db, scope, id);
  const { finalRun } = round;
  if (finalRun !== null && (runId ?? finalRun) === finalRun)
    return readEvidence(work, scope, round, finalRun, subjectId);
  const run =
    runId === undefined ? await lastRun(work.db, scope, round.id) : await findRun(work.db, scope, round.id, runId);
  if (!run)
    throw runId === undefined
      ? refuse("notFound", "/round", "notComputed")
      : refuse("notFound", "/run", "unknown", { what: "run", value: runId });
  const [stored] = await outcomesOf(work.db, scope, round.id, run.id, { subjectId, limit: 1 });
  if (!stored) throw refuse("notFound", "/subject", "unknown", { what: "outcome", value: subjectId });
  return (await judgeRun(work, round, run)).explain(stored.body);
}
