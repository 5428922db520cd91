/** Indicator shapes: an input's value from a subject's entries and outcomes, with the lineage for its trace. */
import { fromUnits, toUnits } from "../../schema/decimal.ts";
import type { Indicator } from "../../schema/policy/input.ts";
import type { Cell, Cells } from "../../schema/sheet/definition.ts";
import type { Lineage } from "../../schema/trace.ts";

import { mulDiv } from "./number.ts";
/** What is recorded about one subject on one sheet, oldest period first. */
export interface Recorded {
  id: string;
  period: string;
  cells: Cells;
  version: number;
  push: number;
}

/** A subject's result under another policy. */
export interface Result {
  period: string;
  run: number;
  score?: number | undefined;
  stars?: number | undefined;
  grade?: string | undefined;
  rank?: number | undefined;
}

export interface Records {
  /** Entries about the subject on a sheet. */
  of(sheet: string): readonly Recorded[];
  /** The subject's results under a policy within the period, the latest first; an unscored one has no values. */
  resultsOf(policyId: string): readonly Result[];
}

export interface Indicated {
  value: Cell;
  from: Lineage[];
}

/** The sheet that an indicator reads, if it reads one. */
export function sheetOf(indicator: Indicator): string | undefined {
  if (indicator.shape === "latest") return indicator.sheet;
  return indicator.shape === "ratio" ? `register.${indicator.register}` : undefined;
}

/**
 * Takes an input's value.
 * @param code the input's code, which names the column unless the indicator does
 * @param places decimals of the input; a ratio is a percentage rounded half up to them
 */
export function indicate(indicator: Indicator, code: string, places: number, records: Records): Indicated {
  switch (indicator.shape) {
    case "latest":
      return latest(records.of(indicator.sheet), indicator.sheet, indicator.column ?? code);
    case "ratio":
      return ratio(records.of(`register.${indicator.register}`), indicator, places);
    case "outcomeOf": {
      const results = records.resultsOf(indicator.policy);
      const scored = results.find((one) => one[indicator.field] !== undefined);
      const result = indicator.unscored === "earlier" ? (scored ?? results[0]) : results[0];
      const value = result?.[indicator.field] ?? null;
      return {
        value,
        from: result
          ? [
              {
                sheet: `outcomes.${indicator.policy}`,
                period: result.period,
                id: "",
                run: result.run,
                cells: { [indicator.field]: value },
              },
            ]
          : [],
      };
    }
  }
}

const lineageOf = (sheet: string, row: Recorded, columns: readonly string[]): Lineage => ({
  sheet,
  period: row.period,
  id: row.id,
  version: row.version,
  push: row.push,
  cells: Object.fromEntries(columns.map((column) => [column, row.cells[column] ?? null])),
});

/** The last filled cell of a column; where nothing is filled, missing, but still said where it was looked for. */
function latest(rows: readonly Recorded[], sheet: string, column: string): Indicated {
  const row = rows.findLast(({ cells }) => (cells[column] ?? null) !== null) ?? rows.at(-1);
  return { value: row?.cells[column] ?? null, from: row ? [lineageOf(sheet, row, [column])] : [] };
}

/** Sums are taken in millionths, the finest unit a column can have. */
const finest = 6;

/** Sum of one column over the sum of another, in percent; missing when nothing was counted. */
function ratio(
  rows: readonly Recorded[],
  { register, of, to, rounding }: Extract<Indicator, { shape: "ratio" }>,
  places: number,
): Indicated {
  const counted = rows.filter(({ cells }) => typeof cells[of] === "number" && typeof cells[to] === "number");
  const sum = (column: string) =>
    counted.reduce((all, { cells }) => all + (toUnits(cells[column] as number, finest) ?? 0), 0);
  const [part, whole] = [sum(of), sum(to)];
  const from = counted.map((row) => lineageOf(`register.${register}`, row, [of, to]));
  if (!(whole > 0)) return { value: null, from };
  return { value: fromUnits(mulDiv(part, 100 * 10 ** places, whole, rounding), places), from };
}
