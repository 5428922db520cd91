/** Which lines to prepare: what is due to each subject, less what its earlier lines say already. */
import type { Part, PaymentKind } from "../../../schema/payment.ts";

/** What a final run gives a subject; the parts add up to the amount. */
export interface Due {
  subjectId: string;
  regionCode: string;
  name: string;
  amountFen: number;
  parts: Part[];
}

/** A line that counts: its batch was not rejected. */
export interface Line extends Due {
  id: string;
}

/** A line to be prepared. */
export interface NewLine extends Due {
  kind: PaymentKind;
  /** The line that it corrects: the subject's last one. */
  corrects: string | null;
  /** What a line before said in all, in fen; absent for what is due for the first time. */
  before?: number;
}

/**
 * The lines by which all valid lines of a round come to what is due, subject by subject and payer by payer; none where
 * they do already. Who is not due any more gives back the whole; where only the payers' parts have changed, a line of
 * nothing moves them.
 * @param earlier valid lines in the order in which they were prepared
 */
export function linesToPrepare(dues: readonly Due[], earlier: readonly Line[]): NewLine[] {
  const said = Map.groupBy(earlier, ({ subjectId }) => subjectId);
  const lines = dues.flatMap((due) => lineOf(due, said.get(due.subjectId) ?? []));
  const listed = new Set(dues.map(({ subjectId }) => subjectId));
  for (const [subjectId, list] of said)
    if (!listed.has(subjectId)) lines.push(...lineOf({ ...list.at(-1)!, amountFen: 0, parts: [] }, list));
  return lines;
}

function lineOf({ subjectId, regionCode, name, amountFen, parts }: Due, said: readonly Line[]): NewLine[] {
  const before = said.reduce((sum, line) => sum + line.amountFen, 0);
  const differs = amountFen - before;
  const all = addParts([...parts, ...said.flatMap((line) => line.parts.map(negative))]);
  const moved = all.filter((part) => part.amountFen !== 0);
  if (moved.length === 0) return [];
  const last = said.at(-1);
  const head = { subjectId, regionCode, name, amountFen: differs };
  if (!last) return [{ ...head, parts, kind: differs > 0 ? "due" : "clawback", corrects: null }];
  const kind = differs > 0 ? "backpay" : differs < 0 ? "clawback" : "reshare";
  return [{ ...head, parts: moved, kind, corrects: last.id, before }];
}

const negative = (part: Part): Part => ({ ...part, amountFen: -part.amountFen });

/** Parts added up by payer, in the order in which the payers come; the first title stands. */
export function addParts(parts: Iterable<Part>): Part[] {
  const sums = new Map<string, Part>();
  for (const part of parts) {
    const found = sums.get(part.code);
    if (found) found.amountFen += part.amountFen;
    else sums.set(part.code, { ...part });
  }
  return [...sums.values()];
}
