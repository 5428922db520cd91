/** Opens a round: a policy's active version, a period, a region; each such three only once. */
import { levelOf, type RegionScope } from "../../schema/region.ts";
import { Refusal, refuse } from "../refusal.ts";
import { auditStatement } from "../store/audit.ts";
import { commit, failedOn } from "../store/database.ts";
import { entriesById } from "../store/entries.ts";
import { answerStatements, type RequestKey } from "../store/idempotency.ts";
import { insertRound, type RoundValues, roundId } from "../store/rounds.ts";
import { approvedPolicy } from "./approvedPolicy.ts";
import { planOf } from "./judgeRound.ts";
import { once } from "./once.ts";
import type { Work } from "./work.ts";

export interface NewRound {
  policyId: string;
  period: string;
  regionCode: string;
  /** The last day for submissions, which a round with one asks for. */
  deadline?: string | undefined;
  /** The version that is active, as the caller knows it. */
  policyVersion?: number | undefined;
  /** Kept as a draft, to be opened later. */
  draft?: boolean | undefined;
}

/**
 * Opens a round of a policy's active version over a region.
 * @throws Refusal for an unknown policy or region, a period that the policy does not have, a round that exists, or a draft of
 *   the policy that nobody has activated, unless the caller names the version that is active
 */
export function openRound(
  work: Work,
  scope: RegionScope,
  { policyId, period, regionCode, deadline, draft, ...known }: NewRound,
  request?: RequestKey,
): Promise<RoundValues> {
  return once(work, request, [], async () => {
    const policy = await approvedPolicy(work.db, scope, policyId, known.policyVersion);
    const { version } = policy;
    const regions = await entriesById(work.db, scope, "regions", "", [regionCode]);
    const region = regions.get(regionCode);
    if (!region || region.deleted)
      throw refuse("notFound", "/regionCode", "unknown", { what: "region", value: regionCode });
    if (levelOf(regionCode) === "village") throw refuse("invalid", "/regionCode", "smallRegion");
    planOf(policy, period); // refuses a period that the policy does not know

    const made = { principal: work.principal.id, at: work.now };
    const id = roundId(policyId, period, regionCode);
    const asked = deadline !== undefined && { deadline };
    const round: RoundValues = {
      ...{ id, policyId, policyVersion: version, period, regionCode, ...asked, ...made },
      state: draft ? "draft" : "open",
    };
    try {
      await commit(work.db, [
        ...(request ? answerStatements(work.db, { ...request, ...made }, round) : []),
        insertRound(work.db, scope, round),
        auditStatement(work, { action: draft ? "round.draft" : "round.open", target: id, regionCode }),
      ]);
    } catch (error) {
      if (failedOn(error, "round.")) throw new Refusal("roundExists", [], { id });
      throw error;
    }
    return round;
  });
}
