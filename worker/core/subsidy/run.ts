/** Runs a subsidy: rates by the month, months served, the sum of every item for every subject, in whole fen. */
import type { Facts } from "../facts.ts";
import { mulDiv } from "../number.ts";
import { evaluate, type Results } from "../shapes/shape.ts";
import type { ItemPlan, SubsidyPlan } from "./subsidy.ts";

/** One row's part of the result: in these months at these rates. */
export interface Part {
  row: number;
  segment: number;
  months: string[];
}

export interface SubsidyResults {
  columns: Results;
  /** Rates in fen of every item of every segment, by segment, item and row; NaN where data is missing. */
  rates: Float64Array[][];
  once: Float64Array[];
  /** Rows of each subject, by the first of them. */
  rows: Map<number, number[]>;
  parts: Map<number, Part[]>;
  /** By first row: fen of every item code, in the policy's order. */
  items: Map<number, number[]>;
  /** Rows for which only a count of months is known where it matters which. */
  ambiguous: Set<number>;
}

/** Runs a plan over all facts. A subject with several rows has them one after another. */
export function runSubsidy(plan: SubsidyPlan, facts: Facts): SubsidyResults {
  const columns: Results = new Map();
  const fen = ({ kernel, scale, step, item }: ItemPlan): Float64Array =>
    evaluate(kernel, facts, columns).map((units) =>
      // units / scale yuan, rounded to whole steps of n / d fen
      Number.isNaN(units) ? units : (mulDiv(units, 100 * step.d, scale * step.n, item.round.mode) * step.n) / step.d,
    );
  const results: SubsidyResults = {
    columns,
    rates: plan.monthly.map(({ items }) => items.map(fen)),
    once: plan.once.map(fen),
    rows: rowsBySubject(facts),
    parts: new Map(),
    items: new Map(),
    ambiguous: new Set(),
  };
  for (const [first, rows] of results.rows) {
    if (rows.some((row) => facts.bad.has(row))) continue;
    const parts = partsOf(plan, facts, results, rows);
    results.parts.set(first, parts ?? []);
    const items = parts && itemsOf(plan, results, first, parts);
    if (items?.every((amount) => !Number.isNaN(amount))) results.items.set(first, items);
  }
  return results;
}

function rowsBySubject({ subjects }: Facts): Map<number, number[]> {
  const firsts = new Map<string, number>();
  const rows = new Map<number, number[]>();
  subjects.forEach(({ id }, row) => {
    const first = firsts.get(id);
    if (first === undefined) {
      firsts.set(id, row);
      rows.set(row, [row]);
    } else rows.get(first)!.push(row);
  });
  return rows;
}

const monthsOf = ({ monthly }: SubsidyPlan) => monthly.reduce((sum, { months }) => sum + months.length, 0);

/** The months that each row counts, by segment; `undefined` when they are not known. */
function partsOf(
  plan: SubsidyPlan,
  facts: Facts,
  results: SubsidyResults,
  rows: readonly number[],
): Part[] | undefined {
  const { months: rule, appointments } = plan.policy;
  const oneMonth = plan.monthly.length === 1 && plan.monthly[0]!.months.length === 1;
  const served = new Map<number, Set<number>>();
  for (const row of rows) {
    const given = rule && facts.months.get(rule.input)?.[row];
    if (!given && rule?.missing === "unscored" && !oneMonth) return undefined;
    if (
      given?.countOnly &&
      plan.monthly.length > 1 &&
      given.served.length > 0 &&
      given.served.length < monthsOf(plan)
    ) {
      results.ambiguous.add(rows[0]!);
      return undefined;
    }
    const all = plan.monthly.flatMap(({ months }) => months.map((month) => Number(month.slice(5))));
    // A mere count is of the first months of the period, and of a single month tells only whether it is none.
    const count = given?.countOnly ? Math.min(given.served.length, all.length) : all.length;
    const counts = !given || given.countOnly ? all.slice(0, count) : given.served;
    served.set(row, new Set(counts));
  }
  const parts: Part[] = [];
  plan.monthly.forEach((segment, index) => {
    for (const month of segment.months) {
      const serving = rows.filter((row) => served.get(row)!.has(Number(month.slice(5))));
      const counted = appointments?.concurrent === "highest" ? highest(results, index, serving) : serving;
      for (const row of counted) {
        const part = parts.find((one) => one.row === row && one.segment === index);
        if (part) part.months.push(month);
        else parts.push({ row, segment: index, months: [month] });
      }
    }
  });
  return parts;
}

/** Of the rows that serve in a month, the one with the highest rates; the earlier among equals. */
function highest(results: SubsidyResults, segment: number, rows: readonly number[]): number[] {
  const total = (row: number) => results.rates[segment]!.reduce((sum, rate) => sum + rate[row]!, 0);
  const worth = (row: number) => (Number.isNaN(total(row)) ? Number.NEGATIVE_INFINITY : total(row));
  const best = rows.reduce<number | undefined>(
    (found, row) => (found === undefined || worth(row) > worth(found) ? row : found),
    undefined,
  );
  return best === undefined ? [] : [best];
}

/** Of a subject's several parts the row to which an item paid once gives most, whatever their order; one without data counts. */
export function bestRow({ rows, once }: SubsidyResults, index: number, first: number): number {
  const worth = (row: number) => once[index]![row]!;
  return rows.get(first)!.reduce((best, row) => (Number.isNaN(worth(row)) || worth(row) > worth(best) ? row : best));
}

function itemsOf(plan: SubsidyPlan, results: SubsidyResults, first: number, parts: readonly Part[]): number[] {
  return plan.policy.items.map((item) => {
    if (item.per === "period") {
      const index = plan.once.findIndex((one) => one.item.code === item.code);
      return index < 0 ? 0 : results.once[index]![bestRow(results, index, first)]!;
    }
    return parts.reduce((sum, { row, segment, months }) => {
      const index = plan.monthly[segment]!.items.findIndex((one) => one.item.code === item.code);
      return sum + results.rates[segment]![index]![row]! * months.length;
    }, 0);
  });
}
