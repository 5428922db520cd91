/** Runs a subsidy: rates by the month, months served, the sum of every item for every subject, in whole fen. */
import { block, inBlocks } from "../blocks.ts";
import { type Facts, noMonths } from "../facts.ts";
import { valueAt } from "../shapes/shape.ts";
import { fenColumn } from "./fen.ts";
import { addMonths, monthsOf, servedIn } from "./served.ts";
import type { ItemPlan, SubsidyPlan } from "./subsidy.ts";
import { type Term, termsOf } from "./terms.ts";

/** One run, in columns by row; of a subject with several rows the first one has its results, the others NaN. */
export interface SubsidyResults {
  /** The months of every row as they were given; `servedIn` tells which it counts. */
  months?: Int32Array | undefined;
  /** Fen of all items together; NaN where data is missing. */
  due: Float64Array;
  /** Fen of every item, in the policy's order; made when it is first asked for. */
  items(): Float64Array[];
  /** Fen of the months of every segment, where different ones pay in them. */
  bySegment?: Float64Array[] | undefined;
}

/**
 * Runs a plan over all facts.
 * @param into a column of an earlier run that may be written over
 */
export function runSubsidy(plan: SubsidyPlan, facts: Facts, into?: Float64Array): SubsidyResults {
  const months = monthsOf(plan, facts);
  const column = (terms: readonly Term[], to?: Float64Array) => addTerms(terms, facts, months, to);
  let made: Float64Array[] | undefined;
  const items = () => {
    made ??= plan.policy.items.map(({ code, per }) =>
      gather(facts, column(termsOf(plan, ({ item }) => item.code === code)), per),
    );
    return made;
  };
  const bySegment =
    plan.payerSets.length > 1
      ? plan.monthly.map((segment) =>
          gather(facts, column(termsOf(plan, (item) => segment.items.includes(item))), "month"),
        )
      : undefined;
  const due = facts.first ? sumOf(items(), facts.subjects.length) : column(plan.terms, into);
  leaveUnknown(plan, facts, due, months);
  return { months, due, items, bySegment };
}

/** Adds up terms block by block. */
function addTerms(
  terms: readonly Term[],
  facts: Facts,
  months: Int32Array | undefined,
  into?: Float64Array,
): Float64Array {
  const sums = into ?? new Float64Array(facts.subjects.length);
  sums.fill(0);
  for (const term of terms) addTerm(sums, term, facts, months);
  return sums;
}

function addTerm(sums: Float64Array, { fen, times, all }: Term, facts: Facts, months: Int32Array | undefined) {
  const rates = new Float64Array(block);
  inBlocks(sums.length, (from, count) => {
    fen(rates, facts, from, count);
    const sum = sums.subarray(from, from + count);
    if (times && months) addMonths(sum, rates, months.subarray(from, from + count), times);
    else addTimes(sum, rates, all);
  });
}

function addTimes(sum: Float64Array, amounts: Float64Array, times: number) {
  for (let i = 0; i < sum.length; i++) sum[i]! += amounts[i]! * times;
}

/** Brings what the rows of a subject come to into its first row; of what is paid once the row that gives most counts. */
function gather({ first }: Facts, column: Float64Array, per: "month" | "period"): Float64Array {
  if (!first) return column;
  for (let row = 0; row < column.length; row++) {
    const to = first[row]!;
    if (to === row) continue;
    // What is not known counts, whatever the others give.
    column[to] = per === "month" ? column[to]! + column[row]! : Math.max(column[to]!, column[row]!);
    column[row] = Number.NaN;
  }
  return column;
}

function sumOf(columns: readonly Float64Array[], rows: number): Float64Array {
  const sums = new Float64Array(rows);
  for (const column of columns) for (let row = 0; row < rows; row++) sums[row]! += column[row]!;
  return sums;
}

/** Nothing is due to whose months are not known in one of its rows, be nothing paid by the month, or who has a wrong value. */
function leaveUnknown(plan: SubsidyPlan, { first, bad }: Facts, due: Float64Array, months: Int32Array | undefined) {
  const leave = (row: number) => {
    due[first ? first[row]! : row] = Number.NaN;
  };
  if (months && !plan.terms.some(({ times }) => times))
    for (let row = 0; row < months.length; row++) if (servedIn(plan, months, row) === noMonths) leave(row);
  for (const row of bad) leave(row);
}

/** What an item gives a row in a month, or once, in fen; NaN where data is missing. */
export const fenOf = (item: ItemPlan, facts: Facts, row: number): number =>
  fenColumn(item, Float64Array.of(valueAt(item.kernel, facts, row)))[0]!;

/** Whether only a count of months is known for a subject, by its first row, and it matters which. */
export function isAmbiguous(plan: SubsidyPlan, facts: Facts, { months }: SubsidyResults, first: number): boolean {
  const { months: rule } = plan.policy;
  const given = rule && facts.months.get(rule.input);
  return rowsOf(facts, first).some((row) => servedIn(plan, months, row) === noMonths && given?.[row] !== noMonths);
}

/** The rows of a subject, by the first of them. */
export function rowsOf(facts: Facts, first: number): number[] {
  const rows = [first];
  while (facts.first && facts.first[rows.at(-1)! + 1] === first) rows.push(rows.at(-1)! + 1);
  return rows;
}
