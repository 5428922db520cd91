/** latest: the last filled cell of a column, of the subject's own entries; where nothing is filled, missing, but still said where it was looked for. */
import type { IndicatorOf } from "../../../schema/policy/indicators.ts";
import { countedStage, stageColumns } from "../../../schema/policy/stages.ts";
import type { Cells } from "../../../schema/sheet/definition.ts";
import { type Indicated, lineageOf, type Records } from "./records.ts";

/** The columns that a `latest` indicator reads: one, named like the input unless it says otherwise; or those of its stages. */
export const latestColumns = ({ column, stages }: IndicatorOf<"latest">, code: string): string[] =>
  stages
    ? stageColumns(code, stages).flatMap(({ value, reason }) => (reason === undefined ? value : [value, reason]))
    : [column ?? code];

/** Takes a `latest` indicator: of stages the one that counts, from the last row in which one does. */
export function latest(indicator: IndicatorOf<"latest">, code: string, records: Records): Indicated {
  const { sheet, column: key = code, stages } = indicator;
  const columns = stages && stageColumns(code, stages);
  const counted = (cells: Cells) => {
    if (columns) return countedStage(columns, stages, cells)?.value;
    return (cells[key] ?? null) === null ? undefined : key;
  };
  const rows = records.own(sheet);
  const row = rows.findLast(({ cells }) => counted(cells) !== undefined) ?? rows.at(-1);
  if (!row) return { value: null, from: [] };
  const value = row.cells[counted(row.cells) ?? key] ?? null;
  return { value, from: [lineageOf(sheet, row, latestColumns(indicator, code))] };
}
