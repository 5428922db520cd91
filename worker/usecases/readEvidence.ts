/** Explains a result of a final round by what was kept when it was finalised; nothing is judged again. */
import { type RegionScope, rangeOf } from "../../schema/region.ts";
import { sha256 } from "../hash.ts";
import { refuse } from "../refusal.ts";
import { evidenceHashes, findEvidence } from "../store/evidence.ts";
import { outcomesOf, type Round } from "../store/rounds.ts";
import { hashOfAll, unpack } from "./evidence.ts";
import type { Explained } from "./judgeRun.ts";
import type { Work } from "./work.ts";

/**
 * Reads the evidence of one subject.
 * @param scope the subject must lie inside it
 * @throws Refusal notFound for a subject that has no result; evidenceBroken when the evidence is missing, or does not
 *   fit its hash, or its hash not the round's
 */
export async function readEvidence(
  { db }: Work,
  scope: RegionScope,
  round: Round,
  finalRun: number,
  subjectId: string,
): Promise<Explained> {
  const [row, hashes] = await Promise.all([
    findEvidence(db, scope, { round: round.id, run: finalRun }, subjectId),
    evidenceHashes(db, [rangeOf(round.regionCode)], round.id, finalRun),
  ]);
  const broken = refuse("evidenceBroken", "/subject", "evidenceBroken");
  if (!row) {
    const [stored] = await outcomesOf(db, scope, round.id, finalRun, { subjectId, limit: 1 });
    throw stored ? broken : refuse("notFound", "/subject", "unknown", { what: "outcome", value: subjectId });
  }
  const text = unpack(row.body);
  if (text === undefined || (await sha256(text)) !== row.hash) throw broken;
  if ((await hashOfAll(hashes)) !== round.evidenceHash) throw broken;
  // Evidence that was kept before the engine told the next star has none.
  const kept = JSON.parse(text) as Explained;
  return "next" in kept ? kept : Object.assign(kept, { next: null });
}
