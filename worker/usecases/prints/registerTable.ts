/** Rows of a register as a table of a print: its columns with their titles, cells as a clerk reads them, personal data masked. */
import type { Block, PrintCell } from "../../../schema/print/print.ts";
import type { Cells, Column } from "../../../schema/sheet/definition.ts";
import { maskCells } from "../../../schema/sheet/mask.ts";
import { type Sheet, subjectColumns } from "../../../schema/sheet/source.ts";

const named = new Set(subjectColumns.map(({ key }) => key));

/** @param before columns that stand before those of the register, with the cells of each row */
export function registerTable(
  caption: string,
  sheet: Pick<Sheet, "columns"> | undefined,
  rows: readonly { period: string; cells: Cells }[],
  withPeriod = false,
): Block {
  const columns = (sheet?.columns ?? []).filter(({ key }) => !named.has(key));
  return {
    ...{ kind: "table", caption, rowHeight: 9, lines: 2 },
    columns: [
      { title: "序号", kind: "serial", width: 12 },
      ...(withPeriod ? [{ title: "月份", kind: "center", width: 18 } as const] : []),
      ...columns.map(({ title, type, width = 12 }) => ({
        ...{ title, width: type === "date" ? 23 : Math.max(16, Math.min(width, 30)) },
        kind: type === "text" || type === "note" ? ("text" as const) : ("center" as const),
      })),
    ],
    groups: [
      {
        title: "",
        rows: rows.map(({ period, cells }) => {
          const shown = maskCells(sheet?.columns ?? [], cells);
          return [
            ...(withPeriod ? [period] : []),
            ...columns.map((column) => wordsOf(column, shown[column.key] ?? null)),
          ];
        }),
      },
    ],
  };
}

/** A cell as a clerk reads it. */
function wordsOf({ type, options }: Column, cell: PrintCell | boolean): string | null {
  if (cell === null) return null;
  if (type === "flag") return cell ? "是" : "否";
  if (type === "percent") return `${cell}%`;
  if (type !== "option") return String(cell);
  return String(cell)
    .split(",")
    .map((code) => options?.find(([one]) => one === code)?.[1] ?? code)
    .join("、");
}
