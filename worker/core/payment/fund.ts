/** What a fund has, and what approving more would leave of it. */
import type { SubsidyPlan } from "../subsidy/subsidy.ts";

/** A fund in a period, in fen. */
export interface Purse {
  code: string;
  title: string;
  over: "refuse" | "proRata" | "firstCome" | "priority";
  budgetFen: number;
  /** From the last year, as the policy says. */
  carryOverFen: number;
}

const fenOf = (yuan: number) => Math.round(yuan * 100);

/** The fund of a plan; none where the policy has none. */
export function purseOf({ policy: { fund }, budget, carryOver }: SubsidyPlan): Purse | undefined {
  if (!fund || !budget) return undefined;
  const { code, title, over } = fund;
  return { code, title, over, budgetFen: fenOf(budget.value), carryOverFen: fenOf(carryOver?.value ?? 0) };
}

/** By how much an approval goes beyond a fund that refuses that, in fen; 0 where it does not, or the fund does not refuse. */
export function beyond({ over, budgetFen, carryOverFen }: Purse, approvedFen: number, batchFen: number): number {
  return over === "refuse" && batchFen > 0 ? Math.max(0, approvedFen + batchFen - budgetFen - carryOverFen) : 0;
}
