/** A round as it is shown. */
import type { Round } from "../../store/rounds.ts";

export const presentRound = ({ id, policyId, policyVersion, period, regionCode, state, at }: Round) => ({
  id,
  policyId,
  policyVersion,
  period,
  regionCode,
  state,
  at,
});
