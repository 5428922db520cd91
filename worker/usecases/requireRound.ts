/** A round that must be there, in a state in which something can be done: it holds, or is part of, what the caller may see. */
import { covers, type RegionScope } from "../../schema/region.ts";
import { isSettled, isWorking, type RoundState, roundTitles, workingStates } from "../../schema/round.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { Database } from "../store/database.ts";
import { findRound, type Round } from "../store/rounds.ts";

/** @throws Refusal notFound, alike for a round that is not there and one out of reach */
export async function requireRound(db: Database, scope: RegionScope, id: string): Promise<Round> {
  const round = await findRound(db, scope, id);
  if (!round) throw refuse("notFound", "/round", "unknown", { what: "round", value: id });
  return round;
}

/** @throws Refusal notFound for a round out of reach, forbidden for one that lies only in part where the caller acts */
export async function requireWholeRound(db: Database, scope: RegionScope, id: string): Promise<Round> {
  const round = await requireRound(db, scope, id);
  if (!covers(scope, round.regionCode)) throw refuse("forbidden", "/round", "beyondRegion");
  return round;
}

/** @throws Refusal roundFinal, or roundState for a draft and what is published, of what only a round in work allows */
export function requireWorking({ state }: Pick<Round, "state">, action: string) {
  if (isSettled(state)) throw refuse("roundFinal", "/round", "roundFinal");
  if (!isWorking(state)) throw wrongState(state, action, workingStates);
}

/** The refusal of what a round's state does not allow. */
export const wrongState = (state: RoundState, action: string, choices: readonly RoundState[]): Refusal =>
  refuse("roundState", "/round", "roundState", {
    state: roundTitles[state],
    action,
    choices: choices.map((one) => roundTitles[one]).join("、"),
  });
