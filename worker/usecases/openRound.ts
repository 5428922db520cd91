/** Opens a round: a policy's active version, a period, a region; each such three only once. */
import { levelOf, type RegionScope } from "../../schema/region.ts";
import { Refusal, refuse } from "../refusal.ts";
import { auditStatement } from "../store/audit.ts";
import { commit, failedOn } from "../store/database.ts";
import { findPolicy } from "../store/documents.ts";
import { entriesById } from "../store/entries.ts";
import { answerStatements, type RequestKey } from "../store/idempotency.ts";
import { insertRound, type RoundValues, roundId } from "../store/rounds.ts";
import { planOf } from "./judgeRound.ts";
import { once } from "./once.ts";
import type { Work } from "./work.ts";

export interface NewRound {
  policyId: string;
  period: string;
  regionCode: string;
  /** The last day for submissions, which a round with one asks for. */
  deadline?: string | undefined;
}

/**
 * Opens a round of a policy's active version over a region.
 * @throws Refusal for an unknown policy or region, a period that the policy does not have, or a round that exists
 */
export function openRound(
  work: Work,
  scope: RegionScope,
  { policyId, period, regionCode, deadline }: NewRound,
  request?: RequestKey,
): Promise<RoundValues> {
  return once(work, request, [], async () => {
    const policy = await findPolicy(work.db, scope, policyId);
    if (!policy) throw refuse("notFound", "/policyId", "unknown", { what: "policy", value: policyId });
    const regions = await entriesById(work.db, scope, "regions", "", [regionCode]);
    const region = regions.get(regionCode);
    if (!region || region.deleted)
      throw refuse("notFound", "/regionCode", "unknown", { what: "region", value: regionCode });
    if (levelOf(regionCode) === "village") throw refuse("invalid", "/regionCode", "smallRegion");
    planOf(policy, period); // refuses a period that the policy does not know

    const made = { principal: work.principal.id, at: work.now };
    const id = roundId(policyId, period, regionCode);
    const policyVersion = policy.version;
    const asked = deadline !== undefined && { deadline };
    const round: RoundValues = { id, policyId, policyVersion, period, regionCode, state: "open", ...asked, ...made };
    try {
      await commit(work.db, [
        ...(request ? answerStatements(work.db, { ...request, ...made }, round) : []),
        insertRound(work.db, scope, round),
        auditStatement(work, { action: "round.open", target: id, regionCode }),
      ]);
    } catch (error) {
      if (failedOn(error, "round.")) throw new Refusal("roundExists", [], { id });
      throw error;
    }
    return round;
  });
}
