/** Payments: batches with their lines and steps, and what has come of a round's money. */
import type { RegionScope } from "../../schema/region.ts";
import { addParts } from "../core/payment/lines.ts";
import { balanceOf, balancesByPayer, type StandingAmount, standingOf } from "../core/payment/states.ts";
import { refuse } from "../refusal.ts";
import { type PaymentLine, type PaymentStep, paymentLinesOf, paymentStepsOf, roundOfBatch } from "../store/payments.ts";
import { duesOf, subsidyOf } from "./dues.ts";
import { requireRound } from "./requireRound.ts";
import type { Work } from "./work.ts";

/** A batch that is there, with its round and all steps of that. @throws Refusal notFound, alike for one out of reach */
export async function requireBatch(work: Work, scope: RegionScope, batch: string) {
  const roundId = await roundOfBatch(work.db, scope, batch);
  if (roundId === undefined) throw refuse("notFound", "/batch", "unknown", { what: "batch", value: batch });
  const [round, steps] = await Promise.all([
    requireRound(work.db, scope, roundId),
    paymentStepsOf(work.db, scope, roundId),
  ]);
  return { round, steps };
}

/** One batch: its lines inside a scope, where each stands, and the steps that belong to them. */
export async function readBatch(work: Work, scope: RegionScope, batch: string) {
  const { round, steps } = await requireBatch(work, scope, batch);
  return presentBatch(batch, steps, await paymentLinesOf(work.db, scope, round.id, { batch }));
}

/** A batch as it is told of, from all steps of its round and those lines of it that are seen. */
export function presentBatch(batch: string, steps: readonly PaymentStep[], lines: readonly PaymentLine[]) {
  const standing = standingOf(steps);
  const seen = new Set(lines.map(({ id }) => id));
  return {
    ...headOf(batch, steps, lines),
    lines: lines.map(({ round: _, batch: __, ...line }) => ({ ...line, ...standing(batch, line.id) })),
    steps: steps
      .filter((step) => step.batch === batch && (step.line === null || seen.has(step.line)))
      .map(({ step, line, state, at, account, name, reason, reference, paidOn }) => ({
        ...{ step, line, state, at, principal: { account, name }, reason, reference, paidOn },
      })),
  };
}

function headOf(batch: string, steps: readonly PaymentStep[], lines: readonly PaymentLine[]) {
  return {
    ...{ round: steps[0]!.round, batch, state: standingOf(steps)(batch).state },
    amountFen: lines.reduce((sum, { amountFen }) => sum + amountFen, 0),
    payers: addParts(lines.flatMap(({ parts }) => parts)),
  };
}

/** The money of a round inside a scope: its batches, what each subject is due and has got, and what each payer bears. */
export async function readPayments(work: Work, scope: RegionScope, roundId: string) {
  const round = await requireRound(work.db, scope, roundId);
  const policy = await subsidyOf(work, round);
  const [dues, lines, steps] = await Promise.all([
    duesOf(work.db, scope, round, policy),
    paymentLinesOf(work.db, scope, roundId),
    paymentStepsOf(work.db, scope, roundId),
  ]);
  const standing = standingOf(steps);
  const amounts = [
    ...dues.map((due) => ({ ...due, state: "owed" as StandingAmount["state"] })),
    ...lines.map((line) => ({ ...line, state: standing(line.batch, line.id).state })),
  ];
  const subjects = [...Map.groupBy(amounts, ({ subjectId }) => subjectId)].map(([subjectId, list]) => ({
    ...{ subjectId, regionCode: list[0]!.regionCode, name: list[0]!.name },
    ...balanceOf(list),
  }));
  const batches = [...new Set(steps.map(({ batch }) => batch))].map((batch) => {
    const own = lines.filter((line) => line.batch === batch);
    return { ...headOf(batch, steps, own), lines: own.length };
  });
  return { round: roundId, batches, subjects, total: balanceOf(amounts), payers: balancesByPayer(amounts) };
}
