/** How far the submissions of a round are, as far as the caller sees its townships. */
import { everywhere, levelOf, narrow, type RegionScope, touches } from "../../schema/region.ts";
import { type Progress, progressOf } from "../core/progress.ts";
import { refuse } from "../refusal.ts";
import type { Database } from "../store/database.ts";
import { findPolicy } from "../store/documents.ts";
import { everyEntry } from "../store/examined.ts";
import { submissionStepsOf } from "../store/submissions.ts";
import { requireRound } from "./requireRound.ts";

/**
 * One line for every township of a round that a scope touches, those that have not submitted first.
 * @throws Refusal notFound for a round that is not there; invalid for one that asks for no submissions
 */
export async function readProgress(
  db: Database,
  scope: RegionScope,
  roundId: string,
  now: string,
): Promise<{ deadline: string; townships: Progress[] }> {
  const round = await requireRound(db, scope, roundId);
  const { deadline, period } = round;
  if (deadline === null) throw refuse("invalid", "/round", "noSubmissions");
  const policy = await findPolicy(db, everywhere, round.policyId, round.policyVersion);
  const steps = Map.groupBy(await submissionStepsOf(db, scope, roundId), ({ regionCode }) => regionCode);
  const townships = [];
  // The names of regions are no secret; whose they are is decided below.
  for await (const { id, cells } of everyEntry(db, narrow(everywhere, round.regionCode), "regions", "")) {
    if (levelOf(id) !== "township" || !touches(scope, id)) continue;
    const last = steps.get(id)?.at(-1);
    const { state, at, name: by, reason } = last ?? {};
    townships.push({
      ...{ regionCode: id, name: String(cells.name ?? id) },
      ...(last && { last: { state: state!, at: at!, by: by!, reason: reason! } }),
    });
  }
  return { deadline, townships: progressOf({ title: policy!.document.title, period, deadline }, townships, now) };
}
