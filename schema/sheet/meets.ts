/** Whether an entry's own cells meet a condition: also where a date is only a month, or a number only a lower bound. */
import type { EntryCondition } from "../policy/entryCondition.ts";
import { isLowerBound, numberOf } from "./cells/bounds.ts";
import { dateOrder, isDate } from "./cells/dates.ts";
import type { Cell, Cells } from "./definition.ts";

type Comparison = Extract<EntryCondition, { column: string }>;

/** True, false, or unknown where an empty cell, or what is not known of a number, would decide. */
export function meets(condition: EntryCondition, cells: Cells): boolean | undefined {
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

function compare(cell: Cell, { op, value }: Comparison): boolean | undefined {
  if (typeof value === "number" && isLowerBound(cell)) return compareBound(numberOf(cell)!, op, value);
  if (cell === null || typeof cell !== typeof value) return undefined;
  const areDates = typeof cell === "string" && typeof value === "string" && isDate(cell) && isDate(value);
  const order = areDates ? dateOrder(cell, value) : cell === value ? 0 : cell < value ? -1 : 1;
  return { "=": order === 0, "!=": order !== 0, "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0 }[
    op
  ];
}

/** What is known of a number that is at least `bound`. */
function compareBound(bound: number, op: Comparison["op"], value: number): boolean | undefined {
  const [isMore, isNoLess] = [bound > value, bound >= value];
  const known = { ">": isMore, ">=": isNoLess, "!=": isMore, "<": isNoLess, "<=": isMore, "=": isMore }[op];
  return known ? op === ">" || op === ">=" || op === "!=" : undefined;
}
