/** What is added up for a row of a subsidy: fen for each month of a segment, and fen once. */
import type { Fill } from "../shapes/shape.ts";
import { fillFen } from "./fen.ts";
import { maskOf, timesOf } from "./served.ts";
import type { ItemPlan, SubsidyPlan } from "./subsidy.ts";

export interface Term {
  fen: Fill;
  /** How many months are paid, by the bits of a row's months; absent for what is paid once. */
  times?: Float64Array;
  /** How often it is paid where nobody asks for months. */
  all: number;
}

/** The terms of those items that are wanted. */
export function termsOf(
  { policy, monthly, once, meanings }: Pick<SubsidyPlan, "policy" | "monthly" | "once" | "meanings">,
  wanted: (item: ItemPlan) => boolean,
): Term[] {
  const some = (items: readonly ItemPlan[], all: number, times?: Float64Array): Term[] => {
    const list = items.filter(wanted);
    return list.length === 0 ? [] : [{ fen: fillFen(list, policy.inputs), all, ...(times && { times }) }];
  };
  return [
    ...monthly.flatMap(({ items, months }) => some(items, months.length, timesOf(meanings, maskOf(months)))),
    ...some(once, 1),
  ];
}
