/** Takes a submission a step further: sent up by its township, returned or accepted and locked by the county. */
import { ancestorAt, covers, type RegionScope } from "../../schema/region.ts";
import { type SubmissionAction, submissionActions, submissionTitles } from "../../schema/submission.ts";
import { refuse } from "../refusal.ts";
import { auditStatement } from "../store/audit.ts";
import { commit } from "../store/database.ts";
import { answerStatements, type RequestKey } from "../store/idempotency.ts";
import { accountsOfPerson } from "../store/principals.ts";
import { insertSubmissionStep, submissionStepsOf } from "../store/submissions.ts";
import { once } from "./once.ts";
import { presentSubmission, requireTownship, type Submission } from "./readSubmission.ts";
import { requireRound, requireWorking } from "./requireRound.ts";
import { requireStep } from "./requireStep.ts";
import type { Work } from "./work.ts";

export interface SubmissionStepAsked {
  round: string;
  regionCode: string;
  action: SubmissionAction;
  reason?: string | undefined;
  /** Who asks, as it is told of. */
  by: { account: string; name: string };
}

const kind = { problem: "submissionState", titles: submissionTitles, actions: submissionActions } as const;

/**
 * Takes a submission a step further, with its line of the audit in the same batch: of two at once one acts.
 * @throws Refusal submissionState where it cannot be done now; invalid without a reason that is needed, or where the
 *   round asks for no submissions; forbidden to a township that would review; secondPerson for who submitted and accepts
 */
export function stepSubmission(
  work: Work,
  scope: RegionScope,
  { round: roundId, regionCode, action, reason, by }: SubmissionStepAsked,
  request?: RequestKey,
): Promise<Submission> {
  return once(work, request, ["submission.", "submissionMoved"], async () => {
    const round = await requireRound(work.db, scope, roundId);
    await requireTownship(work.db, scope, round, regionCode);
    if (!round.deadline) throw refuse("invalid", "/round", "noSubmissions");
    const rule = submissionActions[action];
    requireWorking(round, rule.title);
    if (action !== "submit" && !covers(scope, ancestorAt(regionCode, "county")))
      throw refuse("forbidden", "/region", "beyondTownship");
    const steps = await submissionStepsOf(work.db, scope, roundId, regionCode);
    const last = steps.at(-1);
    const state = requireStep(kind, rule, last?.state ?? "pending", reason);
    if (action === "accept" && (await accountsOfPerson(work.db, work.principal.id)).has(last!.principal))
      throw refuse("secondPerson", "/action", "submitter");
    const made = { principal: work.principal.id, at: work.now };
    const step = { round: roundId, regionCode, step: steps.length + 1, state, reason: reason ?? null, ...made };
    const answer = presentSubmission(round, regionCode, [...steps, { ...step, ...by }]);
    const detail = JSON.stringify({ region: regionCode, step: step.step, ...(reason && { reason }) });
    await commit(work.db, [
      insertSubmissionStep(work.db, scope, step),
      auditStatement(work, { action: `submission.${action}`, target: roundId, regionCode, detail }),
      ...(request ? answerStatements(work.db, { ...request, ...made }, answer) : []),
    ]);
    return answer;
  });
}
