/** What a round pays whom, as prints show it: due, taken back, paid out, and who bears it. */
import type { Outcome } from "../../../schema/outcome.ts";
import type { Part } from "../../../schema/payment.ts";
import type { SubsidyPolicy } from "../../../schema/policy/policy.ts";
import { isSettled } from "../../../schema/round.ts";
import { addParts, linesToPrepare } from "../../core/payment/lines.ts";
import { validLines } from "../../core/payment/states.ts";
import { paymentLinesOf, paymentStepsOf } from "../../store/payments.ts";
import { outcomesOf } from "../../store/rounds.ts";
import { duesOf, subsidyOf } from "../dues.ts";
import { requireBatch } from "../payments.ts";
import type { Work } from "../work.ts";
import type { PrintedRound } from "./about.ts";

/** What one subject is paid, in fen. */
export interface Payee {
  subjectId: string;
  regionCode: string;
  name: string;
  dueFen: number;
  /** What is taken back, not below nothing. */
  lessFen: number;
  netFen: number;
  parts: Part[];
  /** Its result as it is stored; none of who is not in it any more. */
  body?: string | undefined;
}

export interface PrintedMoney {
  policy: SubsidyPolicy;
  payees: Payee[];
  /** What must be told of figures that nobody may be paid by yet. */
  notes: string[];
}

/**
 * What is paid inside the printed region: by one batch, or by the round as it is final, corrections set off; of a round
 * that is not final the last result, with a note.
 */
export async function moneyOf(work: Work, printed: PrintedRound, batch: string | undefined): Promise<PrintedMoney> {
  const { db } = work;
  const { round, run, scope } = printed;
  const policy = await subsidyOf(work, round);
  if (batch !== undefined) await requireBatch(work, scope, batch);
  const found = run ? await outcomesOf(db, scope, round.id, run.id) : [];
  const bodies = new Map(found.map(({ subjectId, body }) => [subjectId, body]));
  const settled = isSettled(round.state);
  const lines = settled || batch !== undefined ? await linesOf() : drafted();
  const payees = [...Map.groupBy(lines, ({ subjectId }) => subjectId)].map(([subjectId, own]): Payee => {
    const sum = (list: readonly { amountFen: number }[]) => list.reduce((fen, { amountFen }) => fen + amountFen, 0);
    const lessFen = -sum(own.filter(({ amountFen }) => amountFen < 0));
    return {
      ...{ subjectId, regionCode: own[0]!.regionCode, name: own[0]!.name },
      ...{ dueFen: sum(own) + lessFen, lessFen, netFen: sum(own) },
      ...{ parts: addParts(own.flatMap(({ parts }) => parts)), body: bodies.get(subjectId) },
    };
  });
  const place = ({ regionCode, subjectId }: Payee) => `${regionCode} ${subjectId}`;
  return {
    policy,
    payees: payees
      .filter(({ dueFen, lessFen }) => dueFen !== 0 || lessFen !== 0)
      .sort((a, b) => (place(a) < place(b) ? -1 : 1)),
    notes: settled || batch !== undefined ? [] : ["本批次尚未审定,数额只供核对,不得据以发放。"],
  };

  async function linesOf() {
    const [dues, all, steps] = await Promise.all([
      duesOf(db, scope, round, policy),
      paymentLinesOf(db, scope, round.id, batch === undefined ? {} : { batch }),
      paymentStepsOf(db, scope, round.id),
    ]);
    if (batch !== undefined) return all;
    const valid = validLines(steps, all);
    return [...valid, ...linesToPrepare(dues, valid)];
  }

  function drafted() {
    return found.map(({ subjectId, regionCode, body }) => {
      const { name = subjectId, amountFen = 0, payers = [] } = JSON.parse(body) as Partial<Outcome>;
      return { subjectId, regionCode, name, amountFen, parts: payers };
    });
  }
}
