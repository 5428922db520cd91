/** Full marks for everything: who gave them has not looked. */
import type { Exception } from "../../../schema/exceptions.ts";
import type { Cells } from "../../../schema/sheet/definition.ts";
import type { Sheet } from "../../../schema/sheet/source.ts";

export interface Marked {
  id: string;
  regionCode: string;
  push: number;
  cells: Cells;
}

/** What is marked up to a maximum, and the columns in which it is: the last filled one counts. */
interface Mark {
  title: string;
  max: number;
  keys: string[];
}

/** Full marks in fewer columns than these are no wonder. */
const leastMarks = 3;

/** What a sheet marks up to a maximum; of a score in stages a self-assessment alone is no mark that somebody gave. */
export function marksOf({ columns, staged = [] }: Pick<Sheet, "columns" | "staged">): Mark[] {
  const inStages = staged.map(({ title, columns: stages }) => {
    const given = stages.filter(({ stage }) => stage !== "self");
    return { title, keys: (given.length > 0 ? given : stages).map(({ value }) => value) };
  });
  const single = columns
    .filter(({ key }) => !staged.some((one) => one.columns.some(({ value }) => value === key)))
    .map(({ key, title }) => ({ title, keys: [key] }));
  const columnOf = new Map(columns.map((column) => [column.key, column]));
  return [...single, ...inStages].flatMap(({ title, keys }): Mark | [] => {
    const { type, max, readOnly } = columnOf.get(keys[0]!)!;
    return (type === "decimal" || type === "integer") && max !== undefined && !readOnly ? { title, max, keys } : [];
  });
}

/** Whether a row has the maximum of a mark. */
export const isFull = ({ keys, max }: Mark, cells: Cells): boolean =>
  cells[keys.findLast((key) => (cells[key] ?? null) !== null) ?? ""] === max;

/** One exception for every row of a sheet that has the maximum of everything that has one. */
export function fullMarks(
  sheet: Pick<Sheet, "id" | "columns" | "staged">,
  period: string,
  rows: readonly Marked[],
): Exception[] {
  const marks = marksOf(sheet);
  if (marks.length < leastMarks) return [];
  return rows
    .filter(({ cells }) => marks.every((mark) => isFull(mark, cells)))
    .map(({ id, regionCode, push }) => ({
      kind: "fullMarks",
      reason: `${id} 的 ${marks.length} 项全部满分:${marks.map(({ title, max }) => `${title} ${max}`).join("、")}`,
      rows: [{ sheet: sheet.id, period, id, regionCode, push, columns: marks.flatMap(({ keys }) => keys) }],
    }));
}
