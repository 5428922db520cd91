/** Submissions: each township's part of a round, sent up by it, returned or accepted and locked by the county. */
import { ancestorAt, covers, everywhere, levelOf, type RegionScope, rangeOf, touches } from "../../schema/region.ts";
import {
  actionsFrom,
  afterAction,
  type SubmissionAction,
  type SubmissionState,
  submissionActions,
  submissionTitles,
} from "../../schema/submission.ts";
import { refuse } from "../refusal.ts";
import { auditStatement } from "../store/audit.ts";
import { commit, type Database } from "../store/database.ts";
import { entriesById } from "../store/entries.ts";
import { answerStatements, type RequestKey } from "../store/idempotency.ts";
import { accountsOfPerson } from "../store/principals.ts";
import type { Round } from "../store/rounds.ts";
import { insertSubmissionStep, type SubmissionStep, submissionStepsOf } from "../store/submissions.ts";
import { once } from "./once.ts";
import { requireRound, requireWorking } from "./requireRound.ts";
import type { Work } from "./work.ts";

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
  return present(round, regionCode, await submissionStepsOf(db, scope, roundId, regionCode));
}

/**
 * Takes a submission a step further, with its line of the audit in the same batch: of two at once one acts.
 * @throws Refusal submissionState where it cannot be done now; invalid without a reason that is needed, or where the
 *   round asks for no submissions; forbidden to a township that would review; secondPerson for who submitted and accepts
 */
export function takeStep(
  work: Work,
  scope: RegionScope,
  { round: roundId, regionCode, action, reason, by }: SubmissionStepAsked,
  request?: RequestKey,
): Promise<Submission> {
  return once(work, request, ["submission.", "submissionMoved"], async () => {
    const round = await requireRound(work.db, scope, roundId);
    await requireTownship(work.db, scope, round, regionCode);
    if (!round.deadline) throw refuse("invalid", "/round", "noSubmissions");
    requireWorking(round, submissionActions[action].title);
    const rule = submissionActions[action];
    if (action !== "submit" && !covers(scope, ancestorAt(regionCode, "county")))
      throw refuse("forbidden", "/region", "beyondTownship");
    if ("needsReason" in rule && !reason) throw refuse("invalid", "/reason", "reasonMissing", { action: rule.title });
    const steps = await submissionStepsOf(work.db, scope, roundId, regionCode);
    const last = steps.at(-1);
    const before = last?.state ?? "pending";
    const state = afterAction(before, action);
    if (!state) {
      const choices = actionsFrom(before).map((one) => submissionActions[one].title);
      const params = { state: submissionTitles[before], action: rule.title, choices: choices.join("、") };
      throw refuse("submissionState", "/action", "submissionState", params);
    }
    if (action === "accept" && last && (await accountsOfPerson(work.db, work.principal.id)).has(last.principal))
      throw refuse("secondPerson", "/action", "submitter");
    const made = { principal: work.principal.id, at: work.now };
    const step = { round: roundId, regionCode, step: steps.length + 1, state, reason: reason ?? null, ...made };
    const answer = present(round, regionCode, [...steps, { ...step, ...by }]);
    const detail = JSON.stringify({ region: regionCode, step: step.step, ...(reason && { reason }) });
    await commit(work.db, [
      insertSubmissionStep(work.db, scope, step),
      auditStatement(work, { action: `submission.${action}`, target: roundId, regionCode, detail }),
      ...(request ? answerStatements(work.db, { ...request, ...made }, answer) : []),
    ]);
    return answer;
  });
}

export interface SubmissionStepAsked {
  round: string;
  regionCode: string;
  action: SubmissionAction;
  reason?: string | undefined;
  /** Who asks, as it is told of. */
  by: { account: string; name: string };
}

const present = ({ id, deadline }: Round, regionCode: string, steps: SubmissionStep[]): Submission => ({
  ...{ round: id, regionCode, deadline, steps },
  state: steps.at(-1)?.state ?? "pending",
});

/** Refuses what is no township of the round, or none that the scope touches. */
async function requireTownship(db: Database, scope: RegionScope, round: Round, regionCode: string) {
  const isPart =
    levelOf(regionCode) === "township" && covers([rangeOf(round.regionCode)], regionCode) && touches(scope, regionCode);
  const found = isPart ? await entriesById(db, everywhere, "regions", "", [regionCode]) : undefined;
  const region = found?.get(regionCode);
  if (!region || region.deleted) throw refuse("notFound", "/region", "unknown", { what: "region", value: regionCode });
}
