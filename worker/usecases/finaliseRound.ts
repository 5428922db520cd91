/** Finalises a round (审定): its last run becomes what counts, and why each result is so is kept as evidence. */
import { everywhere, type RegionScope, rangeOf } from "../../schema/region.ts";
import { isSettled } from "../../schema/round.ts";
import { engineVersion } from "../core/judge.ts";
import { sha256 } from "../hash.ts";
import { refuse } from "../refusal.ts";
import { auditStatement } from "../store/audit.ts";
import { commit } from "../store/database.ts";
import { findPolicy, type PolicyVersion } from "../store/documents.ts";
import { type EvidenceRow, finalStatements } from "../store/evidence.ts";
import { accountsOfPerson } from "../store/principals.ts";
import { lastPush } from "../store/pushes.ts";
import { nothingMoreIn } from "../store/roundSteps.ts";
import { lastRun, lastRunByHand, lastRunOfAll, outcomesOf, type Round, type Run } from "../store/rounds.ts";
import { hashOfAll, pack } from "./evidence.ts";
import { gatherRound } from "./judgeRound.ts";
import { judgeRun } from "./judgeRun.ts";
import { once } from "./once.ts";
import { requireReady } from "./readyToShow.ts";
import { requireRound, requireWholeRound } from "./requireRound.ts";
import type { Work } from "./work.ts";

/**
 * Makes a round final, with the evidence of every subject in the same batch.
 * @throws Refusal roundFinal when it is final already; secondPerson for whose work the last run is, of a subsidy also
 *   for who opened the round, by whatever account; notCurrent when it was not computed over the data as it stands;
 *   notReady while submissions, the notice or objections are open
 */
export function finaliseRound(work: Work, scope: RegionScope, id: string): Promise<Round> {
  return once(work, undefined, ["finalMoved"], async () => {
    const holds = await nothingMoreIn(work.db, id);
    const round = await requireWholeRound(work.db, scope, id);
    if (isSettled(round.state)) throw refuse("roundFinal", "/round", "roundFinal");
    if (round.state === "draft" || round.state === "open") throw refuse("notCurrent", "/round", "notComputed");
    await requireReady(work, round);
    const run = await lastRun(work.db, scope, id);
    if (!run) throw refuse("notCurrent", "/round", "notComputed");
    const policy = await findPolicy(work.db, everywhere, round.policyId, round.policyVersion);
    const own = await accountsOfPerson(work.db, work.principal.id);
    const computed = own.has((await lastRunByHand(work.db, scope, id))?.principal ?? round.principal);
    const pays = policy?.document.kind === "subsidy";
    if (computed || (pays && own.has(round.principal)))
      throw refuse("secondPerson", "/round", pays ? "ownSubsidy" : "ownRun");
    const rows = policy && (await isCurrent(work, round, policy, run)) && (await evidenceOf(work, round, run));
    if (!rows) throw refuse("notCurrent", "/round", "notCurrent");
    const made = { principal: work.principal.id, at: work.now };
    const { regionCode } = round;
    await commit(work.db, [
      ...finalStatements(
        work.db,
        scope,
        round,
        { finalRun: run.id, finalBy: made.principal, finalAt: made.at, evidenceHash: await hashOfAll(rows) },
        rows,
        holds,
      ),
      auditStatement(work, { action: "round.finalise", target: id, regionCode }),
    ]);
    return requireRound(work.db, scope, id);
  });
}

/** Whether the data, the policy and the engine are those of the run. */
export async function isCurrent(work: Work, round: Round, policy: PolicyVersion, run: Run): Promise<boolean> {
  if (run.policyVersion !== round.policyVersion || run.engine !== engineVersion) return false;
  const [{ id: push } = { id: 0 }] = await lastPush(work.db);
  const [{ id: upTo } = { id: 0 }] = await lastRunOfAll(work.db);
  return (await gatherRound(work, round, policy, { push, run: upTo })).hash === run.facts;
}

/** Every result of the run explained, packed and hashed; nothing when one of them cannot be explained as it is stored. */
async function evidenceOf(
  work: Work,
  round: Round,
  run: Run,
): Promise<Omit<EvidenceRow, "round" | "run">[] | undefined> {
  const again = await judgeRun(work, round, run);
  const stored = await outcomesOf(work.db, [rangeOf(round.regionCode)], round.id, run.id);
  if (stored.length !== again.size) return undefined;
  const rows: Omit<EvidenceRow, "round" | "run">[] = [];
  // One after another: only the packed texts of a large round fit into memory together.
  for (const { regionCode, subjectId, body } of stored) {
    const explained = again.explain(body);
    if (!explained.equal) return undefined;
    const text = JSON.stringify(explained);
    rows.push({ regionCode, subjectId, hash: await sha256(text), body: pack(text) });
  }
  return rows;
}
