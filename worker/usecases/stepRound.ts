/** Steps of a round: a draft is opened; what is open goes on by the policy as it is active now; what is published or final is opened again, with a reason, and all is kept. */
import type { z } from "zod";
import type { roundStep } from "../../schema/publicationWire.ts";
import type { RegionScope } from "../../schema/region.ts";
import { roundActions } from "../../schema/round.ts";
import { refuse } from "../refusal.ts";
import { auditStatement } from "../store/audit.ts";
import { commit } from "../store/database.ts";
import { closeNoticesOf } from "../store/notices.ts";
import { roundStepStatements } from "../store/roundSteps.ts";
import { lastRun, type Round } from "../store/rounds.ts";
import { approvedPolicy } from "./approvedPolicy.ts";
import { planOf } from "./judgeRound.ts";
import { once } from "./once.ts";
import { requireRound, requireWholeRound, wrongState } from "./requireRound.ts";
import type { Work } from "./work.ts";

/**
 * Takes a round a step further; of two at once one acts.
 * @throws Refusal roundState where it cannot be done now; invalid without a reason that is needed; notReady to open, or
 *   go on, over a draft of the policy that nobody has activated
 */
export function stepRound(
  work: Work,
  scope: RegionScope,
  id: string,
  { action, reason, policyVersion }: z.infer<typeof roundStep>,
): Promise<Round> {
  return once(work, undefined, ["roundMoved", "roundStep."], async () => {
    const round = await requireWholeRound(work.db, scope, id);
    const rule = roundActions[action];
    if (!rule.from.includes(round.state)) throw wrongState(round.state, rule.title, rule.from);
    if (rule.needsReason && !reason) throw refuse("invalid", "/reason", "reasonMissing", { action: rule.title });
    // A draft opens by what is active now, not when it was drafted; what was found wrong in it is put right by a new version.
    const policy =
      action === "reopen" ? undefined : await approvedPolicy(work.db, scope, round.policyId, policyVersion);
    if (policy) planOf(policy, round.period);
    if (action === "adopt" && policy?.version === round.policyVersion)
      throw refuse("invalid", "/action", "policyAdopted", { version: round.policyVersion });
    const run = await lastRun(work.db, scope, id);
    const { finalRun, finalBy, finalAt, evidenceHash, regionCode } = round;
    const final = finalRun === null ? null : { finalRun, finalBy, finalAt, evidenceHash };
    const was = action === "adopt" ? { policyVersion: round.policyVersion } : final;
    const made = { principal: work.principal.id, at: work.now };
    await commit(work.db, [
      ...roundStepStatements(work.db, scope, round, run?.id ?? null, {
        ...{ action, state: rule.to, reason: reason ?? null, detail: was, ...made },
        ...(policy && { policyVersion: policy.version }),
      }),
      ...(action === "reopen"
        ? [closeNoticesOf(work.db, id, { closedAt: work.now, closedBy: work.principal.id })]
        : []),
      auditStatement(work, {
        ...{ action: `round.${action}`, target: id, regionCode },
        ...(reason && { detail: JSON.stringify({ reason }) }),
      }),
    ]);
    return requireRound(work.db, scope, id);
  });
}
