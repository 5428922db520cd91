/** A round as it is shown. */
import type { Round, RoundValues } from "../../store/rounds.ts";

export const presentRound = (round: RoundValues & Partial<Pick<Round, "finalByName">>) => ({
  id: round.id,
  policyId: round.policyId,
  policyVersion: round.policyVersion,
  period: round.period,
  regionCode: round.regionCode,
  state: round.state,
  at: round.at,
  deadline: round.deadline ?? null,
  finalRun: round.finalRun ?? null,
  finalBy: round.finalByName ?? round.finalBy ?? null,
  finalAt: round.finalAt ?? null,
  evidenceHash: round.evidenceHash ?? null,
});
