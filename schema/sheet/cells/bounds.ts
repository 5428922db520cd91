/** Lower bounds: of “30余人” only the 30 is known. They stand in a cell as the text `30+`. */
import type { Cell } from "../definition.ts";

const bound = /^(\d+(?:\.\d+)?)\+$/;

/** Whether only a lower bound of the number is known. */
export const isLowerBound = (cell: Cell | undefined): cell is string => typeof cell === "string" && bound.test(cell);

/** The number in a cell, or its lower bound; `undefined` where there is none. */
export function numberOf(cell: Cell | undefined): number | undefined {
  if (typeof cell === "number") return cell;
  const match = typeof cell === "string" ? bound.exec(cell) : null;
  return match ? Number(match[1]) : undefined;
}
