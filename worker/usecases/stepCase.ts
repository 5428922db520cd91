/** Takes a case of rectification a step further: plan, acceptance, review, closing, return, extension. */
import { type CaseAction, caseActions, caseSheets, caseTitles } from "../../schema/rectification.ts";
import { ancestorAt, covers, type RegionScope } from "../../schema/region.ts";
import { refuse } from "../refusal.ts";
import { auditStatement } from "../store/audit.ts";
import { commit } from "../store/database.ts";
import { answerStatements, type RequestKey } from "../store/idempotency.ts";
import { accountsOfPerson } from "../store/principals.ts";
import {
  type Case,
  type CaseStep,
  caseStepsOf,
  insertCaseStep,
  rowsAbout,
  rowsState,
} from "../store/rectifications.ts";
import { once } from "./once.ts";
import { deadlineOf, requireCase, stateOf } from "./readCases.ts";
import { requireStep } from "./requireStep.ts";
import type { Work } from "./work.ts";

export interface CaseStepAsked {
  id: string;
  action: CaseAction;
  reason?: string | undefined;
  deadline?: string | undefined;
  /** Who asks, as it is told of. */
  by: { account: string; name: string };
}

const kind = { problem: "caseState", titles: caseTitles, actions: caseActions } as const;

/**
 * Takes a step, with its line of the audit in the same batch: of two at once one acts.
 * @throws Refusal notFound for a case out of reach; caseState where it cannot be done now, or the lists of measures do
 *   not allow it; invalid without a reason or deadline that is needed; forbidden to a township that would review;
 *   secondPerson for who did what another must
 */
export function stepCase(
  work: Work,
  scope: RegionScope,
  { id, action, reason, deadline, by }: CaseStepAsked,
  request?: RequestKey,
): Promise<{ id: string; step: CaseStep }> {
  return once(work, request, ["rectificationStep.", "rectificationMoved"], async () => {
    const found = await requireCase(work.db, scope, id);
    const rule = caseActions[action];
    const { regionCode } = found;
    if (rule.side === "county" && !covers(scope, ancestorAt(regionCode, "county")))
      throw refuse("forbidden", "/action", "byCounty", { action: rule.title });
    const steps = await caseStepsOf(work.db, scope, [id]);
    const state = requireStep(kind, rule, stateOf(steps), reason);
    requireDeadline(rule.needsDeadline === true, deadline, deadlineOf(found, steps));
    await requireOther(work, steps, action);
    const holds = await requireMeasures(work, scope, found, action);
    const made = { principal: work.principal.id, at: work.now };
    const step = {
      ...{ rectification: id, step: steps.length + 1, action, state },
      ...{ deadline: deadline ?? null, reason: reason ?? null, ...made },
    };
    const answer = { id, step: { ...step, ...by } };
    const detail = { step: step.step, ...(reason && { reason }), ...(deadline && { deadline }) };
    await commit(work.db, [
      insertCaseStep(work.db, scope, regionCode, step, holds),
      auditStatement(work, { action: `case.${action}`, target: id, regionCode, detail: JSON.stringify(detail) }),
      ...(request ? answerStatements(work.db, { ...request, ...made }, answer) : []),
    ]);
    return answer;
  });
}

function requireDeadline(isNeeded: boolean, deadline: string | undefined, present: string) {
  if (!isNeeded && deadline !== undefined) throw refuse("invalid", "/deadline", "deadlineUnwanted");
  if (!isNeeded) return;
  if (deadline === undefined) throw refuse("invalid", "/deadline", "deadlineMissing");
  if (deadline <= present) throw refuse("invalid", "/deadline", "deadlineNotLater", { deadline: present });
}

/** Refuses who took a step, since the last return, that another person must have taken. */
async function requireOther(work: Work, steps: readonly CaseStep[], action: CaseAction) {
  const { otherThan = [], title } = caseActions[action];
  if (otherThan.length === 0) return;
  const own = await accountsOfPerson(work.db, work.principal.id);
  const current = steps.slice(steps.findLastIndex((one) => one.action === "return") + 1);
  if (current.some((one) => otherThan.includes(one.action) && own.has(one.principal)))
    throw refuse("secondPerson", "/action", "sameHand", { action: title });
}

/** Refuses a plan without measures and an acceptance before all are done; answers the guard that they stay as read. */
async function requireMeasures({ db }: Work, scope: RegionScope, found: Case, action: CaseAction) {
  if (action !== "plan" && action !== "accept") return undefined;
  const { period, regionCode, subjectId } = found;
  const holds = await rowsState(db, scope, caseSheets.plan, period, regionCode, subjectId);
  const rows = (await rowsAbout(db, scope, [caseSheets.plan], [subjectId])).filter((row) => row.period === period);
  const { title } = caseActions[action];
  if (rows.length === 0) throw refuse("caseState", "/action", "planMissing", { period, action: title });
  const unfinished = rows.filter(({ cells }) => (cells.finishedOn ?? null) === null);
  if (action === "accept" && unfinished.length > 0) {
    const measures = unfinished.slice(0, 5).map(({ cells }) => cells.measure);
    throw refuse("caseState", "/action", "measureUnfinished", {
      ...{ count: unfinished.length, measures: measures.join("、") },
    });
  }
  return holds;
}
