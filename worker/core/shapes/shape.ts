/** What a points or aggregate shape is: compiled once per period, run over whole columns, explained for one row. */
import type { TraceStep } from "../../../schema/trace.ts";
import type { Facts } from "../facts.ts";

/** A shape with its values in force; the scale of the whole plan is not known yet. */
export interface Prepared {
  /** Points times this number are whole for every input. */
  denominator: number;
  /** The most points that can come of it. */
  most: number;
  /** @param scale units of one point, a multiple of every denominator of the plan */
  kernel(scale: number): Kernel;
}

/** A compiled shape. Points are whole numbers of 1/scale point; NaN where data is missing. */
export interface Kernel {
  code?: string | undefined;
  title: string;
  most: number;
  run(facts: Facts, results: Results): Float64Array;
  explain(facts: Facts, results: Results, row: number): TraceStep;
}

/** The column of every kernel of a run, kept so that one row can be explained. */
export type Results = Map<Kernel, Float64Array>;

/** Runs a kernel and keeps its column. */
export function evaluate(kernel: Kernel, facts: Facts, results: Results): Float64Array {
  const column = kernel.run(facts, results);
  results.set(kernel, column);
  return column;
}

/** Units as points for a reader, at most six decimals; `null` when missing. */
export function pointsOf(units: number, scale: number): number | null {
  return Number.isNaN(units) ? null : Math.round((units / scale) * 1e6) / 1e6;
}
