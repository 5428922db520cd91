/** The rows of a sheet of payments: every line that counts, and what is due and not prepared yet. */
import type { Part } from "../../schema/payment.ts";
import type { RegionScope } from "../../schema/region.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import { type Line, linesToPrepare } from "../core/payment/lines.ts";
import { standingOf, validLines } from "../core/payment/states.ts";
import type { Database } from "../store/database.ts";
import { paymentLinesOf, paymentStepsOf } from "../store/payments.ts";
import type { Round } from "../store/rounds.ts";
import { duesOf, subsidyOf } from "./dues.ts";
import type { RoundRow } from "./roundRows.ts";
import { townshipsOf } from "./townships.ts";

const yuan = (fen: number) => fen / 100;

/**
 * All rows, by region and subject, a subject's in the order in which they were prepared. Lines of rejected batches do
 * not count and are left out: what they said is due is there as not prepared, or in a later batch. So every column of
 * money adds up to that of the round.
 */
export async function paymentRows(db: Database, scope: RegionScope, round: Round): Promise<RoundRow[]> {
  const policy = await subsidyOf({ db }, round);
  const [dues, all, steps] = await Promise.all([
    duesOf(db, scope, round, policy),
    paymentLinesOf(db, scope, round.id),
    paymentStepsOf(db, scope, round.id),
  ]);
  const lines = validLines(steps, all);
  const standing = standingOf(steps);
  const common = (line: Omit<Line, "id">, paid: number, cells: Cells): Cells => ({
    ...{ subject: line.subjectId, name: line.name },
    ...{ due: yuan(line.amountFen), paid: yuan(paid), owed: yuan(line.amountFen - paid) },
    ...Object.fromEntries(line.parts.map(({ code, amountFen }: Part) => [`payer.${code}`, yuan(amountFen)])),
    ...(policy.fund && { fund: policy.fund.title }),
    ...cells,
  });
  const prepared = lines.map((line) => {
    const { state, reference, paidOn } = standing(line.batch, line.id);
    const { id, kind, corrects, reason } = line;
    const cells = { id, kind, state, reference, paidOn, corrects, reason };
    return { ...line, cells: common(line, state === "paid" ? line.amountFen : 0, cells) };
  });
  const unprepared = linesToPrepare(dues, lines).map((line) => {
    const { subjectId: id, kind, corrects } = line;
    return { ...line, id, cells: common(line, 0, { id, kind, state: "unprepared", corrects }) };
  });
  const rows = [...prepared, ...unprepared];
  const townshipOf = await townshipsOf(db, rows);
  return rows
    .map(({ id, regionCode, subjectId, cells }) => ({
      place: `${regionCode} ${subjectId}`,
      row: { id, regionCode, cells: { ...cells, township: townshipOf({ regionCode }) } },
    }))
    .sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0))
    .map(({ row }) => row);
}
