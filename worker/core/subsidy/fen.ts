/** Amounts in fen: an item's units rounded as it says, and several items added up. */

import { block } from "../blocks.ts";
import type { Inputs } from "../facts.ts";
import { roundColumn } from "../number.ts";
import type { Fill } from "../shapes/shape.ts";
import { areFew, tabulate } from "../shapes/tabulate.ts";
import type { ItemPlan } from "./subsidy.ts";

/**
 * Turns the first values of a column of an item's units into fen where they stand, rounded to whole steps.
 * @returns the column; NaN stays NaN
 */
export function fenColumn({ scale, step, item }: ItemPlan, column: Float64Array, count = column.length): Float64Array {
  roundColumn(column, (scale / 100) * step, item.round.mode, count);
  if (step !== 1) for (let i = 0; i < count; i++) column[i]! *= step;
  return column;
}

/** What several items come to together, in fen; those that a few inputs of few values decide are looked up in one table. */
export function fillFen(items: readonly ItemPlan[], inputs: Inputs): Fill {
  const simple = items.filter(({ reads }) => reads !== undefined && areFew(reads, inputs));
  if (simple.length === 0) return addUp(items);
  const reads = simple.flatMap((item) => item.reads!);
  const table = tabulate(reads, inputs, addUp(simple));
  if (!table) return addUp(items);
  const others = items.filter((item) => !simple.includes(item));
  return others.length === 0 ? table : addFills([table, ...others.map((item) => addUp([item]))]);
}

const addUp = (items: readonly ItemPlan[]): Fill =>
  addFills(
    items.map(
      (item): Fill =>
        (out, facts, from, count) => {
          item.kernel.fill(out, facts, from, count);
          fenColumn(item, out, count);
        },
    ),
  );

/** The sum of several; a chain of calls, for a loop of loops is compiled badly. */
const addFills = ([first, ...others]: readonly Fill[]): Fill =>
  others.reduce((before, fill): Fill => {
    const own = new Float64Array(block);
    return (out, facts, from, count) => {
      before(out, facts, from, count);
      fill(own, facts, from, count);
      for (let i = 0; i < count; i++) out[i]! += own[i]!;
    };
  }, first!);
