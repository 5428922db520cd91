/** What is added up for a row of a subsidy: fen for each month of a segment, and fen once. */
import type { Fill } from "../shapes/shape.ts";
import { fillFen } from "./fen.ts";
import { maskOf } from "./served.ts";
import type { ItemPlan, SubsidyPlan } from "./subsidy.ts";

export interface Term {
  fen: Fill;
  /** The months for which it is paid, as bits; absent for what is paid once. */
  mask?: number;
}

/** The terms of those items that are wanted. */
export function termsOf(
  { policy: { inputs }, monthly, once }: Pick<SubsidyPlan, "policy" | "monthly" | "once">,
  wanted: (item: ItemPlan) => boolean,
): Term[] {
  return [
    ...monthly.map(({ items, months }) => ({ fen: fillFen(items.filter(wanted), inputs), mask: maskOf(months) })),
    { fen: fillFen(once.filter(wanted), inputs) },
  ];
}
