/** Reads a submission: where a township's part of a round stands, and how it came there. */
import { covers, everywhere, levelOf, type RegionScope, rangeOf, touches } from "../../schema/region.ts";
import type { SubmissionState } from "../../schema/submission.ts";
import { refuse } from "../refusal.ts";
import type { Database } from "../store/database.ts";
import { entriesById } from "../store/entries.ts";
import type { Round } from "../store/rounds.ts";
import { type SubmissionStep, submissionStepsOf } from "../store/submissions.ts";
import { requireRound } from "./requireRound.ts";

export interface Submission {
  round: string;
  regionCode: string;
  deadline: string | null;
  state: SubmissionState;
  steps: SubmissionStep[];
}

/**
 * One township's submission with its past.
 * @throws Refusal notFound for a round, or a township of it, that is not there or out of reach
 */
export async function readSubmission(
  db: Database,
  scope: RegionScope,
  roundId: string,
  regionCode: string,
): Promise<Submission> {
  const round = await requireRound(db, scope, roundId);
  await requireTownship(db, scope, round, regionCode);
  return presentSubmission(round, regionCode, await submissionStepsOf(db, scope, roundId, regionCode));
}

/** A submission as it is told of, by its steps. */
export const presentSubmission = (
  { id, deadline }: Round,
  regionCode: string,
  steps: SubmissionStep[],
): Submission => ({
  ...{ round: id, regionCode, deadline, steps },
  state: steps.at(-1)?.state ?? "pending",
});

/** Refuses what is no township of the round, or none that the scope touches. */
export async function requireTownship(db: Database, scope: RegionScope, round: Round, regionCode: string) {
  const isPart =
    levelOf(regionCode) === "township" && covers([rangeOf(round.regionCode)], regionCode) && touches(scope, regionCode);
  const found = isPart ? await entriesById(db, everywhere, "regions", "", [regionCode]) : undefined;
  const region = found?.get(regionCode);
  if (!region || region.deleted) throw refuse("notFound", "/region", "unknown", { what: "region", value: regionCode });
}
