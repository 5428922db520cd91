/** Amounts that rules add and compare: exact, in one unit whatever the columns' own, as lower bounds where only that is known. */
import { shift } from "../../decimal.ts";
import { isLowerBound, numberOf } from "../cells/bounds.ts";
import { powerOf } from "../cells/units.ts";
import type { Cell, Column } from "../definition.ts";

export interface Amount {
  /** Millionths, the finest that a column can have; of money, millionths of a yuan. */
  millionths: bigint;
  isBound: boolean;
}

const finest = 6;

/** The amount in a cell; none where it is empty. */
export function amountOf(cell: Cell | undefined, { unit }: Pick<Column, "unit">): Amount | undefined {
  const number = numberOf(cell);
  if (number === undefined) return undefined;
  return { millionths: BigInt(shift(String(number), finest + powerOf(unit))), isBound: isLowerBound(cell) };
}

/** A sum; a lower bound as soon as a part of it is one. */
export const total = (amounts: readonly Amount[]): Amount => ({
  millionths: amounts.reduce((sum, { millionths }) => sum + millionths, 0n),
  isBound: amounts.some(({ isBound }) => isBound),
});

/** Whether a comparison certainly does not hold; of lower bounds it may hold for all that is known. */
export function breaks(left: Amount, op: "=" | "<=", right: Amount): boolean {
  const isOver = !right.isBound && left.millionths > right.millionths;
  const isUnder = !left.isBound && left.millionths < right.millionths;
  return isOver || (op === "=" && isUnder);
}

/** An amount in the unit of a column, written as a cell: 493.7, or 30+. */
export function amountText({ millionths, isBound }: Amount, { unit }: Pick<Column, "unit">): string {
  const [whole, part = ""] = shift(String(millionths), -finest - powerOf(unit)).split(".");
  const decimals = part.replace(/0+$/, "");
  return `${decimals === "" ? whole : `${whole}.${decimals}`}${isBound ? "+" : ""}`;
}

/** A sum and its limit as the words of a fault tell them. */
export const figures = (sum: Amount, limit: Amount, column: Pick<Column, "unit">) => ({
  sum: amountText(sum, column),
  limit: amountText(limit, column),
  unit: column.unit,
});
