/** Full marks for everything: who gave them has not looked. */
import type { Exception } from "../../../schema/exceptions.ts";
import type { Cells, Column } from "../../../schema/sheet/definition.ts";

export interface Marked {
  id: string;
  regionCode: string;
  push: number;
  cells: Cells;
}

/** Full marks in fewer columns than these are no wonder. */
const leastMarks = 3;

/** The columns that are marked up to a maximum. */
export const markColumns = (columns: readonly Column[]): Column[] =>
  columns.filter(
    ({ type, max, readOnly }) => (type === "decimal" || type === "integer") && max !== undefined && !readOnly,
  );

/** One exception for every row of a sheet that has the maximum in all columns that have one. */
export function fullMarks(
  sheet: string,
  period: string,
  columns: readonly Column[],
  rows: readonly Marked[],
): Exception[] {
  const marks = markColumns(columns);
  if (marks.length < leastMarks) return [];
  return rows
    .filter(({ cells }) => marks.every(({ key, max }) => cells[key] === max))
    .map(({ id, regionCode, push }) => ({
      kind: "fullMarks",
      reason: `${id} 的 ${marks.length} 项全部满分:${marks.map(({ title, max }) => `${title} ${max}`).join("、")}`,
      rows: [{ sheet, period, id, regionCode, push, columns: marks.map(({ key }) => key) }],
    }));
}
