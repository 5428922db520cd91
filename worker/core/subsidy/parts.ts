/** The parts of a subsidy's result: in which months a subject was paid at which rate, for traces and payrolls. */
import { type Facts, inputText, noMonths, traceInput } from "../facts.ts";
import { fenOf, rowsOf, type SubsidyResults } from "./run.ts";
import { maskOf, servedIn } from "./served.ts";
import type { SubsidyPlan } from "./subsidy.ts";

/** One row's part of the result: in these months at the rates of a segment. */
export interface Part {
  row: number;
  segment: number;
  months: string[];
}

/** The parts of a subject by the months in which they begin. */
export function partsOf(plan: SubsidyPlan, facts: Facts, results: SubsidyResults, first: number): Part[] {
  const rows = rowsOf(facts, first);
  return plan.monthly.flatMap(({ months }, segment) =>
    rows
      .map((row) => ({ row, segment, bits: servedIn(plan, results.months, row) }))
      .filter(({ bits }) => bits !== noMonths)
      .map(({ row, bits }) => ({ row, segment, months: months.filter((month) => (bits & maskOf([month])) !== 0) }))
      .filter((part) => part.months.length > 0)
      .sort((a, b) => (a.months[0]! < b.months[0]! ? -1 : 1)),
  );
}

/** What a subject was paid by in some months. */
export interface Served {
  months: number;
  /** What all monthly items give in one of them, in fen. */
  rateFen: number;
  /** The post, where appointments decide it. */
  post?: string;
}

/** What a subject was paid by, part by part; nothing of what is paid once a period. */
export function servedOf(plan: SubsidyPlan, facts: Facts, results: SubsidyResults, first: number): Served[] {
  const { appointments, inputs } = plan.policy;
  return partsOf(plan, facts, results, first).map(({ row, segment, months }) => ({
    months: months.length,
    rateFen: plan.monthly[segment]!.items.reduce((sum, item) => sum + fenOf(item, facts, row), 0),
    ...(appointments && {
      post: inputText(inputs[appointments.input]!, traceInput(inputs, facts, appointments.input, row).value),
    }),
  }));
}
