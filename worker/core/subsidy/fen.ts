/** Units of an item as fen, rounded as the item says. */
import { exactBelow, gcd, mulDiv, roundColumn } from "../number.ts";
import type { ItemPlan } from "./subsidy.ts";

/**
 * Turns a column of an item's units into fen where it stands: units / scale yuan, to whole steps of n / d fen.
 * @returns the column; NaN stays NaN
 */
export function fenColumn(
  { scale, bound, step, item }: ItemPlan,
  column: Float64Array,
  count = column.length,
): Float64Array {
  const common = gcd(100 * step.d, scale * step.n);
  const [times, by] = [(100 * step.d) / common, (scale * step.n) / common];
  if (bound * scale * times < exactBelow) {
    if (times !== 1) for (let i = 0; i < count; i++) column[i]! *= times;
    roundColumn(column, by, item.round.mode, count);
  } else
    for (let i = 0; i < count; i++)
      if (!Number.isNaN(column[i]!)) column[i] = mulDiv(column[i]!, times, by, item.round.mode);
  if (step.n !== step.d) for (let i = 0; i < count; i++) column[i] = (column[i]! * step.n) / step.d;
  return column;
}
