/** Explains one result of a round's last run: why it is what it is. */
import type { Outcome, Unscored } from "../../schema/outcome.ts";
import type { RegionScope } from "../../schema/region.ts";
import type { TraceStep } from "../../schema/trace.ts";
import { refuse } from "../refusal.ts";
import type { PolicyVersion } from "../store/documents.ts";
import { lastRun, outcomesOf, type Round, type Run } from "../store/rounds.ts";
import { judgeRound } from "./judgeRound.ts";
import { requireRound } from "./requireRound.ts";
import type { Work } from "./work.ts";

export interface Explained {
  round: Round;
  run: Run;
  policy: PolicyVersion;
  result: Outcome | Unscored;
  trace: TraceStep[];
}

/**
 * Explains one result of a round's last run: judges the whole round again as of that run, for the peers decide too.
 * @param scope the subject must lie inside it
 */
export async function explainOutcome(
  work: Work,
  scope: RegionScope,
  id: string,
  subjectId: string,
): Promise<Explained> {
  const round = await requireRound(work.db, scope, id);
  const run = await lastRun(work.db, scope, round.id);
  if (!run) throw refuse("notFound", "/round", "notComputed");
  const [stored] = await outcomesOf(work.db, scope, round.id, run.id, { subjectId, limit: 1 });
  if (!stored) throw refuse("notFound", "/subject", "unknown", { what: "outcome", value: subjectId });
  const asOf = { push: run.push, run: run.basedOn };
  const { policy, judgement } = await judgeRound(work, round, asOf, run.policyVersion);
  const result = JSON.parse(stored.body) as Outcome | Unscored;
  return { round, run, policy, result, trace: judgement.explain(subjectId) };
}
