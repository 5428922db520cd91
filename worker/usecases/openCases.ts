/** Opens the cases of rectification of a final backward list: one for every organization on it, the missing ones only. */
import { parsePeriod, periodsFor } from "../../schema/period.ts";
import { subjectsOf } from "../../schema/policy/policy.ts";
import { everywhere, type RegionScope } from "../../schema/region.ts";
import { refuse } from "../refusal.ts";
import { auditStatement } from "../store/audit.ts";
import { commit } from "../store/database.ts";
import { findPolicy } from "../store/documents.ts";
import { answerStatements, type RequestKey } from "../store/idempotency.ts";
import { type CaseValues, casesOf, insertCases } from "../store/rectifications.ts";
import { outcomesOf } from "../store/rounds.ts";
import { once } from "./once.ts";
import { requireRound } from "./requireRound.ts";
import type { Work } from "./work.ts";

export interface OpenedCases {
  round: string;
  /** How many were opened now. */
  opened: number;
  cases: { id: string; subjectId: string; regionCode: string; deadline: string }[];
}

/**
 * Opens the cases that a final list asks for inside a scope; those that are open already stay as they are.
 * @throws Refusal notFound for a round out of reach; invalid where it ranks no organizations; roundNotFinal before it is
 */
export function openCases(
  work: Work,
  scope: RegionScope,
  { round: roundId, deadline }: { round: string; deadline: string },
  request?: RequestKey,
): Promise<OpenedCases> {
  return once(work, request, ["rectification."], async () => {
    const round = await requireRound(work.db, scope, roundId);
    const policy = (await findPolicy(work.db, everywhere, round.policyId, round.policyVersion))?.document;
    if (policy?.kind !== "ranking" || !subjectsOf(policy).includes("organization"))
      throw refuse("invalid", "/round", "noBackwardList");
    if (round.finalRun === null) throw refuse("roundNotFinal", "/round", "roundNotFinal");
    const listed = await outcomesOf(work.db, scope, roundId, round.finalRun, { selected: true });
    const there = await casesOf(work.db, scope, { round: roundId });
    const known = new Set(there.map(({ subjectId }) => subjectId));
    const [period = round.period] = periodsFor(parsePeriod(round.period)!, "year");
    const made = { principal: work.principal.id, at: work.now };
    const missing = listed
      .filter(({ subjectId }) => !known.has(subjectId))
      .map(
        ({ subjectId, regionCode }): CaseValues => ({
          ...{ id: `${roundId}.${subjectId}`, round: roundId, subjectId, regionCode, period, deadline, ...made },
        }),
      );
    const answer: OpenedCases = {
      ...{ round: roundId, opened: missing.length },
      cases: [...there, ...missing].map(({ id, subjectId, regionCode, deadline: until }) => ({
        ...{ id, subjectId, regionCode, deadline: until },
      })),
    };
    if (missing.length === 0) return answer;
    await commit(work.db, [
      ...insertCases(work.db, scope, missing, round.finalRun),
      auditStatement(work, {
        ...{ action: "case.open", target: roundId, regionCode: round.regionCode },
        detail: JSON.stringify({ deadline, opened: missing.length }),
      }),
      ...(request ? answerStatements(work.db, { ...request, ...made }, answer) : []),
    ]);
    return answer;
  });
}
