/** Prepares a batch of payments: what is due by the final run of a round, less what its valid lines say already. */
import type { PaymentKind } from "../../schema/payment.ts";
import { parsePeriod } from "../../schema/period.ts";
import { everywhere, type RegionScope } from "../../schema/region.ts";
import { isSettled } from "../../schema/round.ts";
import { addParts, linesToPrepare, type NewLine } from "../core/payment/lines.ts";
import { standingOf, validLines } from "../core/payment/states.ts";
import { refuse } from "../refusal.ts";
import { auditStatement } from "../store/audit.ts";
import { commit } from "../store/database.ts";
import { answerStatements, type RequestKey } from "../store/idempotency.ts";
import {
  insertPaymentLines,
  insertPaymentSteps,
  paymentLinesOf,
  paymentStepsOf,
  saidElsewhere,
} from "../store/payments.ts";
import { listRounds, type Round } from "../store/rounds.ts";
import { duesOf, subsidyOf } from "./dues.ts";
import { once } from "./once.ts";
import { requireWholeRound } from "./requireRound.ts";
import type { Work } from "./work.ts";

/**
 * Prepares what is not prepared yet; a batch of no lines is none.
 * @throws Refusal roundNotFinal; invalid for a round that is no subsidy; paymentState where another round of the policy
 *   pays somebody for the same time already
 */
export function preparePayments(work: Work, scope: RegionScope, roundId: string, request?: RequestKey) {
  return once(work, request, ["paymentStep.", "payment.", "paymentMoved"], async () => {
    const round = await requireWholeRound(work.db, scope, roundId);
    const policy = await subsidyOf(work, round);
    if (!isSettled(round.state)) throw refuse("roundNotFinal", "/round", "payAfterFinal");
    const steps = await paymentStepsOf(work.db, scope, roundId);
    const batches = new Set(steps.map(({ batch }) => batch));
    const valid = validLines(steps, await paymentLinesOf(work.db, scope, roundId));
    const lines = linesToPrepare(await duesOf(work.db, scope, round, policy), valid);
    const elsewhere = await requireNotElsewhere(work, round, lines);
    const run = round.finalRun!;
    const batch = lines.length > 0 ? `${roundId}.${batches.size + 1}` : null;
    const answer = { round: roundId, batch, ...told(lines) };
    if (batch === null) return answer;
    const made = { principal: work.principal.id, at: work.now };
    const standing = standingOf(steps);
    const returnedOf = (subjectId: string) =>
      valid
        .filter((line) => line.subjectId === subjectId && standing(line.batch, line.id).state === "returned")
        .reduce((sum, { amountFen }) => sum + amountFen, 0);
    const kept = lines.map(({ before, ...line }, i) => {
      const back = line.amountFen < 0 ? returnedOf(line.subjectId) : 0;
      const reason = before === undefined ? null : `${reasonOf(before, line.amountFen, run)}${offset(back)}`;
      return { ...line, id: `${batch}.${i + 1}`, round: roundId, batch, run, reason };
    });
    const step = { round: roundId, step: steps.length + 1, batch, line: null, state: "prepared" as const, ...made };
    const { regionCode } = round;
    await commit(work.db, [
      ...insertPaymentSteps(work.db, scope, regionCode, [{ ...step, reason: null, reference: null, paidOn: null }], {
        finalRun: run,
        elsewhere,
      }),
      ...insertPaymentLines(work.db, scope, kept),
      auditStatement(work, { action: "payment.prepare", target: batch, regionCode }),
      ...(request ? answerStatements(work.db, { ...request, ...made }, answer) : []),
    ]);
    return answer;
  });
}

/**
 * Rounds of one policy whose periods overlap give the same money twice to who is in both: their regions overlap, or
 * somebody has moved. They are not netted: which of them pays is for people to say, so the second one is refused.
 * @returns the other rounds as they were read, for the write to hold to
 */
async function requireNotElsewhere({ db }: Work, { id, policyId, period }: Round, lines: NewLine[]) {
  const { from, to } = parsePeriod(period)!;
  const around = await listRounds(db, everywhere, { policyId });
  const others = around.filter((other) => {
    const theirs = parsePeriod(other.period)!;
    return other.id !== id && theirs.from <= to && theirs.to >= from;
  });
  const rounds = others.map((other) => other.id);
  const { said, steps } = await saidElsewhere(db, everywhere, rounds);
  const more = new Set(lines.flatMap(({ subjectId, amountFen }) => (amountFen > 0 ? [subjectId] : [])));
  const twice = said.filter(({ subjectId }) => more.has(subjectId));
  if (twice.length > 0)
    throw refuse("paymentState", "/round", "paidElsewhere", {
      ...{ count: new Set(twice.map(({ subjectId }) => subjectId)).size },
      ...{ rounds: [...new Set(twice.map(({ round }) => round))].join("、") },
    });
  return { rounds, steps };
}

/** What is prepared, in numbers. */
function told(lines: readonly NewLine[]) {
  const of = (kind: PaymentKind) => lines.filter((line) => line.kind === kind).length;
  return {
    lines: lines.length,
    counts: { due: of("due"), backpay: of("backpay"), clawback: of("clawback"), reshare: of("reshare") },
    amountFen: lines.reduce((sum, { amountFen }) => sum + amountFen, 0),
    payers: addParts(lines.flatMap(({ parts }) => parts)),
  };
}

/** What the bank sent back never arrived: it is not to be taken from anybody. */
const offset = (returnedFen: number) =>
  returnedFen > 0 ? `;银行退回的${returnedFen / 100}元没有到账,与重发冲抵,不另扣` : "";

const reasonOf = (before: number, differs: number, run: number) =>
  differs === 0
    ? `第${run}次运算:应付${before / 100}元不变,各方分担调整`
    : `第${run}次运算:应付由${before / 100}元改为${(before + differs) / 100}元`;
