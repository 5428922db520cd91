/** Where batches and lines stand after their steps, and what they come to in each state. */
import type { Part, PaymentState } from "../../../schema/payment.ts";
import { addParts } from "./lines.ts";

/** A step of a batch, or of one line of it. */
export interface Step {
  batch: string;
  line: string | null;
  state: PaymentState;
  reference: string | null;
  paidOn: string | null;
}

/** Where a line stands, and the voucher by which it was paid last. */
export type Standing = Pick<Step, "state" | "reference" | "paidOn">;

/** Where every batch and every line with steps of its own stands, by the steps in their order. */
export function standingOf(steps: readonly Step[]): (batch: string, line?: string) => Standing {
  const batches = new Map<string, Standing>();
  const lines = new Map<string, Standing>();
  for (const { batch, line, state, reference, paidOn } of steps)
    if (line === null) batches.set(batch, { state, reference, paidOn });
    else lines.set(line, { state, reference, paidOn });
  return (batch, line) => (line === undefined ? undefined : lines.get(line)) ?? batches.get(batch)!;
}

/** The lines that count, in the order in which they were prepared: those of rejected batches do not. */
export function validLines<L extends { batch: string }>(steps: readonly Step[], lines: readonly L[]): L[] {
  const standing = standingOf(steps);
  const numbers = new Map([...new Set(steps.map(({ batch }) => batch))].map((batch, i) => [batch, i]));
  return lines
    .filter(({ batch }) => standing(batch).state !== "rejected")
    .sort((a, b) => numbers.get(a.batch)! - numbers.get(b.batch)!);
}

/** Sums of lines in fen: `paid` is what has gone out and not come back, `outstanding` what is due and has not. */
export interface Balance {
  dueFen: number;
  approvedFen: number;
  paidFen: number;
  returnedFen: number;
  outstandingFen: number;
}

/** An amount that is due, or stands in a state. */
export interface StandingAmount {
  amountFen: number;
  state: PaymentState | "owed";
}

const sumOf = (amounts: readonly StandingAmount[], states: readonly StandingAmount["state"][]) =>
  amounts.reduce((sum, { amountFen, state }) => (states.includes(state) ? sum + amountFen : sum), 0);

/** The balance of amounts that are owed and of lines in their states; approved is whatever was, paid or returned since. */
export function balanceOf(amounts: readonly StandingAmount[]): Balance {
  const [dueFen, paidFen] = [sumOf(amounts, ["owed"]), sumOf(amounts, ["paid"])];
  return {
    dueFen,
    approvedFen: sumOf(amounts, ["approved", "paid", "returned"]),
    paidFen,
    returnedFen: sumOf(amounts, ["returned"]),
    outstandingFen: dueFen - paidFen,
  };
}

/** The balance of each payer, by the parts of what is owed and of the lines. */
export function balancesByPayer(
  amounts: readonly { parts: readonly Part[]; state: StandingAmount["state"] }[],
): (Balance & Pick<Part, "code" | "title">)[] {
  return addParts(amounts.flatMap(({ parts }) => parts)).map(({ code, title }) => {
    const own = amounts.flatMap(({ parts, state }) =>
      parts.filter((part) => part.code === code).map(({ amountFen }) => ({ amountFen, state })),
    );
    return { code, title, ...balanceOf(own) };
  });
}
