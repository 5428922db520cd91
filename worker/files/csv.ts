/** Writes the rows of a sheet as .csv that Excel and WPS open: UTF-8 with its mark, no text that would be a formula. */
import { writeCsv } from "hucre/csv";
import type { Cell } from "../../schema/sheet/definition.ts";

/**
 * @param columns titles go into the first line, keys into the second
 * @param rows cells in the order of the columns; `null` is empty
 */
export function csvOf(
  columns: readonly { key: string; title: string }[],
  rows: readonly (readonly (Cell | undefined)[])[],
): string {
  const heads = [columns.map(({ title }) => title), columns.map(({ key }) => key)];
  const cells = rows.map((row) => row.map((cell) => cell ?? null));
  return writeCsv([...heads, ...cells], { bom: true, escapeFormulae: true });
}
