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
  const some = (items: readonly ItemPlan[], mask?: number): Term[] => {
    const list = items.filter(wanted);
    return list.length === 0 ? [] : [{ fen: fillFen(list, inputs), ...(mask !== undefined && { mask }) }];
  };
  return [...monthly.flatMap(({ items, months }) => some(items, maskOf(months))), ...some(once)];
}
