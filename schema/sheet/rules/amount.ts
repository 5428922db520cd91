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

/** An amount as a clerk writes it in a column: 1769万元, 30余. */
export function amountText({ millionths, isBound }: Amount, { unit }: Pick<Column, "unit">): string {
  const [whole, part = ""] = shift(String(millionths), -finest - powerOf(unit)).split(".");
  const decimals = part.replace(/0+$/, "");
  const number = decimals === "" ? whole : `${whole}.${decimals}`;
  return `${number}${isBound ? "余" : ""}${unit === "wanYuan" ? "万元" : ""}`;
}
