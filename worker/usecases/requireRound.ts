/** A round that must be there: it holds, or is part of, what the caller may see. */
import type { RegionScope } from "../../schema/region.ts";
import { refuse } from "../refusal.ts";
import type { Database } from "../store/database.ts";
import { findRound, type Round } from "../store/rounds.ts";

/** @throws Refusal notFound, alike for a round that is not there and one out of reach */
export async function requireRound(db: Database, scope: RegionScope, id: string): Promise<Round> {
  const round = await findRound(db, scope, id);
  if (!round) throw refuse("notFound", "/round", "unknown", { what: "round", value: id });
  return round;
}
