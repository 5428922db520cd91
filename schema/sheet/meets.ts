/** Whether an entry's own cells meet a condition: also where a date is only a month, or a number only a lower bound. */
import { toUnits } from "../decimal.ts";
import type { EntryCondition } from "../policy/entryCondition.ts";
import { isLowerBound, numberOf } from "./cells/bounds.ts";
import { dateOrder, isDate } from "./cells/dates.ts";
import type { Cell, Cells } from "./definition.ts";

type Comparison = Extract<EntryCondition, { value: unknown }>;
type Beside = Extract<EntryCondition, { of: string }>;

/** True, false, or unknown where an empty cell, or what is not known of a number, would decide. */
export function meets(condition: EntryCondition, cells: Cells): boolean | undefined {
  if ("of" in condition) return compareBeside(cells[condition.column] ?? null, cells[condition.of] ?? null, condition);
  if ("column" in condition) return compare(cells[condition.column] ?? null, condition);
  if ("not" in condition) {
    const inner = meets(condition.not, cells);
    return inner === undefined ? undefined : !inner;
  }
  const [parts, deciding] = "all" in condition ? [condition.all, false] : [condition.any, true];
  const truths = parts.map((part) => meets(part, cells));
  if (truths.includes(deciding)) return deciding;
  return truths.includes(undefined) ? undefined : !deciding;
}

/** Whether a subject, by its row on the roster, is one of those that something is about: in doubt it is not. */
export const isAmong = ({ among }: { among?: EntryCondition | undefined }, cells: Cells): boolean =>
  among === undefined || meets(among, cells) === true;

function compare(cell: Cell, { op, value }: Comparison): boolean | undefined {
  if (typeof value === "number" && isLowerBound(cell)) return compareBound(numberOf(cell)!, op, value);
  if (cell === null || typeof cell !== typeof value) return undefined;
  const areDates = typeof cell === "string" && typeof value === "string" && isDate(cell) && isDate(value);
  return holds(op, areDates ? dateOrder(cell, value) : cell === value ? 0 : cell < value ? -1 : 1);
}

/** Compares a cell with a share of another one; of numbers that are only lower bounds nothing is known. */
function compareBeside(cell: Cell, other: Cell, { op, share: [n, d] = [1, 1] }: Beside): boolean | undefined {
  if (typeof cell !== "number" || typeof other !== "number")
    return other === null || isLowerBound(cell) || isLowerBound(other)
      ? undefined
      : compare(cell, { column: "", op, value: other });
  const [left, right] = [toUnits(cell, mostPlaces), toUnits(other, mostPlaces)];
  if (left === undefined || right === undefined) return undefined;
  const [one, two] = [BigInt(left) * BigInt(d), BigInt(right) * BigInt(n)];
  return holds(op, one === two ? 0 : one < two ? -1 : 1);
}

/** No column has more decimals. */
const mostPlaces = 6;

const holds = (op: Comparison["op"], order: number): boolean =>
  ({ "=": order === 0, "!=": order !== 0, "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0 })[op];

/** What is known of a number that is at least `bound`. */
function compareBound(bound: number, op: Comparison["op"], value: number): boolean | undefined {
  const [isMore, isNoLess] = [bound > value, bound >= value];
  const known = { ">": isMore, ">=": isNoLess, "!=": isMore, "<": isNoLess, "<=": isMore, "=": isMore }[op];
  return known ? op === ">" || op === ">=" || op === "!=" : undefined;
}
