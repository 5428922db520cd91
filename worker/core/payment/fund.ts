/** What a fund has, and what approving more would leave of it. */
import { ancestorAt, type RegionLevel } from "../../../schema/region.ts";
import type { SubsidyPlan } from "../subsidy/subsidy.ts";

/** A fund in a period, in fen. */
export interface Purse {
  code: string;
  title: string;
  over: "refuse" | "proRata" | "firstCome" | "priority";
  /** The level at which each region has one of its own; one for all where there is none. */
  peers?: RegionLevel;
  budgetFen: number;
  /** From the last year, as the policy says. */
  carryOverFen: number;
}

const fenOf = (yuan: number) => Math.round(yuan * 100);

/** The fund of a plan; none where the policy has none. */
export function purseOf({ policy: { fund }, budget, carryOver }: SubsidyPlan): Purse | undefined {
  if (!fund || !budget) return undefined;
  const { code, title, over, peers } = fund;
  const own = peers && peers !== "round" && { peers };
  return { code, title, over, ...own, budgetFen: fenOf(budget.value), carryOverFen: fenOf(carryOver?.value ?? 0) };
}

/** The region whose purse pays for a place; all the same where there is one for all. */
export const purseAt = ({ peers }: Pick<Purse, "peers">, regionCode: string): string =>
  peers ? ancestorAt(regionCode, peers) : "";

/** By how much an approval goes beyond a fund that refuses that, in fen; 0 where it does not, or the fund does not refuse. */
export function beyond({ over, budgetFen, carryOverFen }: Purse, approvedFen: number, batchFen: number): number {
  return over === "refuse" && batchFen > 0 ? Math.max(0, approvedFen + batchFen - budgetFen - carryOverFen) : 0;
}
