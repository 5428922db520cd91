/** latest: the last filled cell of a column, of the subject's own entries; where nothing is filled, missing, but still said where it was looked for. */
import type { IndicatorOf } from "../../../schema/policy/indicators.ts";
import { type Indicated, lineageOf, type Records } from "./records.ts";

/** Takes a `latest` indicator; its column is named like the input unless it says otherwise. */
export function latest({ sheet, column }: IndicatorOf<"latest">, code: string, records: Records): Indicated {
  const key = column ?? code;
  const rows = records.own(sheet);
  const row = rows.findLast(({ cells }) => (cells[key] ?? null) !== null) ?? rows.at(-1);
  return { value: row?.cells[key] ?? null, from: row ? [lineageOf(sheet, row, [key])] : [] };
}
