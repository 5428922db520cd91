/** Opens a round: a policy's active version, a period, a region; each such three only once. */
import type { RegionScope } from "../../schema/region.ts";
import { auditStatement } from "../store/audit.ts";
import { commit, failedOn } from "../store/database.ts";
import { findPolicy } from "../store/documents.ts";
import { entriesById } from "../store/entries.ts";
import { answerStatements, findAnswer, type RequestKey } from "../store/idempotency.ts";
import { insertRound, type Round, roundId } from "../store/rounds.ts";
import { planOf } from "./judgeRound.ts";
import { Refusal, refuse, type Work } from "./work.ts";

export interface NewRound {
  policyId: string;
  period: string;
  regionCode: string;
}

/**
 * Opens a round of a policy's active version over a region.
 * @throws Refusal for an unknown policy or region, a period that the policy does not have, or a round that exists
 */
export async function openRound(
  work: Work,
  scope: RegionScope,
  { policyId, period, regionCode }: NewRound,
  request?: RequestKey,
): Promise<Round> {
  const earlier = request && (await findAnswer(work.db, work.principal.id, request.key));
  if (earlier) {
    if (earlier.requestHash !== request.requestHash) throw new Refusal("keyReused");
    return earlier.answer as Round;
  }
  const policy = await findPolicy(work.db, scope, policyId);
  if (!policy) throw refuse("notFound", "/policyId", "unknown", { what: "policy", value: policyId });
  const regions = await entriesById(work.db, scope, "regions", "", [regionCode]);
  if (!regions.has(regionCode))
    throw refuse("notFound", "/regionCode", "unknown", { what: "region", value: regionCode });
  planOf(policy, period); // refuses a period that the policy does not know

  const round: Round = {
    id: roundId(policyId, period, regionCode),
    policyId,
    policyVersion: policy.version,
    period,
    regionCode,
    state: "open",
    principal: work.principal.id,
    at: work.now,
  };
  try {
    await commit(work.db, [
      insertRound(work.db, round),
      auditStatement(work.db, {
        at: work.now,
        principal: work.principal.id,
        action: "round.open",
        target: round.id,
        regionCode,
        requestId: work.requestId,
      }),
      ...(request ? answerStatements(work.db, { ...request, principal: work.principal.id, at: work.now }, round) : []),
    ]);
  } catch (error) {
    if (failedOn(error, "round.")) throw new Refusal("roundExists", [], { id: round.id });
    throw error;
  }
  return round;
}
