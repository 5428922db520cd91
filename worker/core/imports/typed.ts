/** Makes of a cell of an old table what a clerk would have typed into the column of ours. */
import { shift } from "../../../schema/decimal.ts";
import type { Typed } from "../../../schema/grid.ts";
import type { Column } from "../../../schema/sheet/definition.ts";
import { moneyUnits } from "./vocabulary.ts";

/** Signs by which tables say that there is nothing. */
const nothing = /^(?:[-—–/\\]+|…+|无数据)$/u;
const figure = /^[+-]?\d+(?:\.\d+)?$/;
/** A whole number of so many digits Excel has kept true. */
const longest = 1e15;

const isNumeric = ({ type }: Column) => ["integer", "decimal", "money", "percent", "date"].includes(type);

/**
 * @param unit the unit of money of the column in the table
 * @returns null where nothing is typed, which says nothing about the cell of ours
 */
export function typedFor(column: Column, cell: Typed, unit: string | undefined): Typed {
  const text = typeof cell === "string" ? cell.trim() : cell;
  if (text === null || text === "" || (typeof text === "string" && nothing.test(text) && isNumeric(column)))
    return null;
  // A code that was typed as a number is still the same code; one that was too long has lost its last digits.
  const isCode = column.type === "code" || column.type === "text";
  if (typeof text === "number" && isCode && Number.isInteger(text) && Math.abs(text) < longest) return String(text);
  return column.type === "money" && unit !== undefined ? inUnit(column, text, unit) : text;
}

/** A sum with its unit beside it, where it says none itself. */
function inUnit({ unit: own }: Column, typed: Typed, unit: string): Typed {
  const digits = String(typeof typed === "number" ? Number(typed.toPrecision(15)) : typed).replaceAll(",", "");
  const isOwn = unit === (own === "wanYuan" ? "万元" : "元");
  if (isOwn || typeof typed === "boolean" || !figure.test(digits)) return typed;
  if (unit === "千元") return `${shift(digits, moneyUnits.千元!)}元`;
  return `${digits}${unit}`;
}
