/** How the cells of an entry are kept: an array in the order of the columns, so that a sheet is read without being parsed. */
import type { Cell, Cells } from "./definition.ts";
import type { Sheet } from "./source.ts";

/** The columns whose cells an entry of the sheet holds, in their order; the others come from elsewhere. */
export const keptColumns = ({ columns }: Pick<Sheet, "columns">): string[] =>
  columns.filter(({ readOnly }) => !readOnly).map(({ key }) => key);

/** The order in which cells are kept: the sheet's, and after it what the sheet no longer has. */
export function orderFor(kept: readonly string[], cells: Cells): readonly string[] {
  let known = 0;
  for (const key of kept) if (Object.hasOwn(cells, key)) known++;
  if (known === Object.keys(cells).length) return kept;
  return [...kept, ...Object.keys(cells).filter((key) => !kept.includes(key))];
}

/** Cells in an order; empty ones are null. */
export const inOrder = (order: readonly string[], cells: Cells): Cell[] => order.map((key) => cells[key] ?? null);

/** The filled cells of an array in an order. */
export function fromOrder(order: readonly string[], kept: readonly Cell[]): Cells {
  const cells: Cells = {};
  for (let i = 0; i < order.length; i++) {
    const cell = kept[i] ?? null;
    if (cell !== null) cells[order[i]!] = cell;
  }
  return cells;
}
