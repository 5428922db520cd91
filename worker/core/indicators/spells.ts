/** spells: the service of a person as its roster tells it, from the month of one appointment to that of its end. */
import type { IndicatorOf } from "../../../schema/policy/indicators.ts";
import { type Indicated, lineageOf, type Records } from "./records.ts";

/** Takes a `spells` indicator; who serves on is counted to the end of the period, and nothing after it counts. */
export function spells({ sheet, person, post, from, to }: IndicatorOf<"spells">, records: Records): Indicated {
  const end = records.period.to;
  const monthOf = (cell: unknown) => (typeof cell === "string" ? cell.slice(0, 7) : undefined);
  const rows = records
    .naming(sheet, person)
    .filter(({ cells }) => cells[post] && monthOf(cells[from]) !== undefined && monthOf(cells[from])! <= end)
    .sort((a, b) => (String(a.cells[from]) < String(b.cells[from]) ? -1 : 1));
  const until = (cell: unknown) => {
    const month = monthOf(cell) ?? end;
    return month < end ? month : end;
  };
  const served = rows.map(({ cells }) => `${cells[post]} ${monthOf(cells[from])}/${until(cells[to])}`);
  return {
    value: served.length === 0 ? null : served.join("; "),
    from: rows.map((row) => lineageOf(sheet, row, [post, from, to])),
  };
}
