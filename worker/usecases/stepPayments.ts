/** Takes a batch of payments, or lines of it, a step further: approved, rejected, paid, returned by the bank, paid again. */
import { type PaymentAction, paymentActions, paymentTitles } from "../../schema/payment.ts";
import { covers, type RegionScope } from "../../schema/region.ts";
import { isSettled } from "../../schema/round.ts";
import { stateAfter } from "../../schema/step.ts";
import { beyond, purseAt, purseOf } from "../core/payment/fund.ts";
import { linesToPrepare } from "../core/payment/lines.ts";
import { standingOf, validLines } from "../core/payment/states.ts";
import { refuse } from "../refusal.ts";
import { auditStatement } from "../store/audit.ts";
import { commit } from "../store/database.ts";
import { answerStatements, type RequestKey } from "../store/idempotency.ts";
import { insertPaymentSteps, type PaymentLine, type PaymentStep, paymentLinesOf } from "../store/payments.ts";
import { accountsOfPerson } from "../store/principals.ts";
import type { Round } from "../store/rounds.ts";
import { duesOf, subsidyOf } from "./dues.ts";
import { planOf, policyOfRound } from "./judgeRound.ts";
import { once } from "./once.ts";
import { presentBatch, requireBatch } from "./payments.ts";
import { wrongStep } from "./requireStep.ts";
import type { Work } from "./work.ts";

export interface PaymentStepAsked {
  batch: string;
  action: PaymentAction;
  reason?: string | undefined;
  reference?: string | undefined;
  paidOn?: string | undefined;
  lines?: string[] | undefined;
  /** Who asks, as it is told of. */
  by: { account: string; name: string };
}

const kindOf = (of: "batch" | "lines") => ({
  ...{ problem: "paymentState" as const, titles: paymentTitles },
  actions: Object.fromEntries(Object.entries(paymentActions).filter(([, rule]) => rule.of === of)),
});
const kinds = { batch: kindOf("batch"), lines: kindOf("lines") };

const needed = { reason: "原因", reference: "付款凭证号", paidOn: "付款日期", lines: "哪几行" };

/**
 * Takes a step, with its line of the audit in the same batch: of two at once one acts.
 * @throws Refusal paymentState where it cannot be done now; invalid where something needed is not given; secondPerson to
 *   whoever prepared and approves, or prepared or approved and pays; overBudget beyond a fund that refuses that
 */
export function stepPayments(work: Work, scope: RegionScope, asked: PaymentStepAsked, request?: RequestKey) {
  const { batch, action, by } = asked;
  const rule = paymentActions[action];
  return once(work, request, ["paymentStep.", "paymentMoved"], async () => {
    const { round, steps } = await requireBatch(work, scope, batch);
    if (!covers(scope, round.regionCode)) throw refuse("forbidden", "/batch", "beyondRegion");
    for (const field of rule.needs)
      if (!asked[field])
        throw refuse("invalid", `/${field}`, "paymentNeeds", { action: rule.title, title: needed[field], field });
    const lines = await paymentLinesOf(work.db, scope, round.id);
    const own = lines.filter((line) => line.batch === batch);
    const named = rule.of === "lines" ? [...new Set(asked.lines)] : [null];
    requireStates(asked, steps, own, named);
    const isMoney = action === "approve" || action === "pay";
    if (isMoney) await requireOther(work, batch, steps);
    if (action === "approve") {
      await requireDue(work, scope, round, { batch, steps, lines });
      await requireFund(work, round, batch, steps, lines);
    }
    if (action === "reject") requireUncorrected(batch, steps, lines);
    const made = { principal: work.principal.id, at: work.now };
    const said = {
      ...{ reason: asked.reason ?? null, reference: asked.reference ?? null, paidOn: asked.paidOn ?? null },
    };
    const taken = named.map((line, i) => ({
      ...{ round: round.id, step: steps.length + 1 + i, batch, line, state: rule.to },
      ...{ ...made, ...said },
    }));
    const answer = presentBatch(batch, [...steps, ...taken.map((step) => ({ ...step, ...by }))], own);
    const detail = JSON.stringify({ ...(asked.lines && { lines: asked.lines.length }), ...said });
    const { regionCode } = round;
    const held = action === "approve" ? { finalRun: round.finalRun } : {};
    await commit(work.db, [
      ...insertPaymentSteps(work.db, scope, regionCode, taken, held),
      auditStatement(work, { action: `payment.${action}`, target: batch, regionCode, detail }),
      ...(request ? answerStatements(work.db, { ...request, ...made }, answer) : []),
    ]);
    return answer;
  });
}

/** Refuses what cannot be done from where the batch, or one of the lines named, stands. */
function requireStates(
  { batch, action }: PaymentStepAsked,
  steps: readonly PaymentStep[],
  own: readonly PaymentLine[],
  named: readonly (string | null)[],
) {
  const rule = paymentActions[action];
  const standing = standingOf(steps);
  const ids = new Set(own.map(({ id }) => id));
  named.forEach((line, i) => {
    if (line !== null && !ids.has(line))
      throw refuse("notFound", `/lines/${i}`, "unknown", { what: "line", value: line });
    const { state } = standing(batch, line ?? undefined);
    if (stateAfter(rule, state) !== undefined) return;
    throw wrongStep(kinds[rule.of], rule, state, line === null ? "/action" : `/lines/${i}`, line ?? "该批发放");
  });
}

/**
 * Who has taken an earlier step of the batch takes no further one of its money. Whoever made the round final may approve:
 * both times they look at what others did.
 */
async function requireOther(work: Work, batch: string, steps: readonly PaymentStep[]) {
  const own = await accountsOfPerson(work.db, work.principal.id);
  const before = steps.filter((step) => step.batch === batch && step.line === null);
  if (before.some(({ principal }) => own.has(principal))) throw refuse("secondPerson", "/action", "ownPayment");
}

/** Refuses to approve what is not final any more, or is not what is due since the round was made final anew. */
async function requireDue(
  work: Work,
  scope: RegionScope,
  round: Round,
  { batch, steps, lines }: { batch: string; steps: readonly PaymentStep[]; lines: readonly PaymentLine[] },
) {
  if (!isSettled(round.state)) throw refuse("roundNotFinal", "/batch", "payAfterFinal");
  const dues = await duesOf(work.db, scope, round, await subsidyOf(work, round));
  const own = new Set(lines.filter((line) => line.batch === batch).map(({ subjectId }) => subjectId));
  const differ = linesToPrepare(dues, validLines(steps, lines)).filter(({ subjectId }) => own.has(subjectId));
  if (differ.length > 0) throw refuse("paymentState", "/action", "paymentOutdated", { count: differ.length });
}

/** Refuses to approve what a fund does not hold. */
async function requireFund(
  work: Work,
  round: Round,
  batch: string,
  steps: readonly PaymentStep[],
  lines: readonly PaymentLine[],
) {
  const plan = planOf(await policyOfRound(work, round), round.period);
  const purse = plan.kind === "subsidy" ? purseOf(plan) : undefined;
  if (!purse) return;
  const standing = standingOf(steps);
  for (const [region, own] of Map.groupBy(lines, ({ regionCode }) => purseAt(purse, regionCode))) {
    const sum = (which: (line: PaymentLine) => boolean) =>
      own.filter(which).reduce((all, { amountFen }) => all + amountFen, 0);
    const approved = sum((line) => ["approved", "paid"].includes(standing(line.batch).state));
    const mine = sum((line) => line.batch === batch);
    const over = beyond(purse, approved, mine);
    if (over === 0) continue;
    const limit = purse.budgetFen + purse.carryOverFen;
    const title = region === "" ? purse.title : `${purse.title}(${region})`;
    throw refuse("overBudget", "/action", "overBudget", {
      ...{ title, limit: limit / 100, approved: approved / 100, batch: mine / 100, over: over / 100 },
    });
  }
}

/** What later valid lines correct stays: else they would correct nothing. */
function requireUncorrected(batch: string, steps: readonly PaymentStep[], lines: readonly PaymentLine[]) {
  const standing = standingOf(steps);
  const corrected = new Set(lines.filter((line) => line.batch === batch).map(({ id }) => id));
  const later = lines.find(
    (line) => line.corrects !== null && corrected.has(line.corrects) && standing(line.batch).state !== "rejected",
  );
  if (later) throw refuse("paymentState", "/action", "paymentCorrected", { batch: later.batch });
}
