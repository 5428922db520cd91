/** What a shape is: compiled once per period, filling columns block by block, explained for one row. */
import type { Input } from "../../../schema/policy/input.ts";
import type { TraceStep } from "../../../schema/trace.ts";
import { inBlocks } from "../blocks.ts";
import type { Facts } from "../facts.ts";
import type { Form } from "./form.ts";

/** A shape with its values in force; the scale of the whole plan is not known yet. */
export interface Prepared {
  /** The value times this number is whole for every input. */
  denominator: number;
  /** The full points, to which missing items are scaled. */
  most: number;
  /** No value is larger than this, whatever its sign. */
  bound: number;
  /** It reads no data, so that it tells nothing of whether there is any. */
  constant: boolean;
  /** The inputs of the row that alone decide the value; absent where its peers or its history do, too. */
  reads?: readonly string[] | undefined;
  /** @param scale units of one point or yuan, a multiple of every denominator of the plan */
  kernel(scale: number): Kernel;
}

/** Writes the values of `count` rows from row `from` on into the beginning of `out`; NaN where data is missing. */
export type Fill = (out: Float64Array, facts: Facts, from: number, count: number) => void;

/** The same from columns of the shapes below, whose row `from` is their first. */
export type Combine = (
  out: Float64Array,
  columns: readonly Float64Array[],
  facts: Facts,
  from: number,
  count: number,
) => void;

/** A compiled shape. Values are whole numbers of 1/scale point or yuan. */
export interface Kernel {
  code?: string | undefined;
  title: string;
  most: number;
  /** Units of one point or yuan in which it is worked out: not the plan's where a shape above it rounds or takes a part. */
  scale: number;
  /** The shapes below it. */
  children?: readonly Kernel[];
  /** What it makes of other columns of its children. */
  combine?: Combine;
  fill: Fill;
  /** The form of one column that it is, if it is that simple. */
  form?: Form;
  explain(facts: Facts, row: number): TraceStep;
}

/** A division by data is rounded to a millionth of a point or yuan. */
export const fine = 1_000_000;

/** The column of a kernel over all rows. @param into a column that may be written over */
export function columnOf({ fill }: Pick<Kernel, "fill">, facts: Facts, into?: Float64Array): Float64Array {
  const rows = facts.subjects.length;
  const column = into ?? new Float64Array(rows);
  inBlocks(rows, (from, count) => fill(column.subarray(from), facts, from, count));
  return column;
}

/** The value of a kernel for one row. */
export function valueAt({ fill }: Pick<Kernel, "fill">, facts: Facts, row: number): number {
  const out = new Float64Array(1);
  fill(out, facts, row, 1);
  return out[0]!;
}

/** Makes something of facts once, however many rows ask for it. */
export function perFacts<T>(make: (facts: Facts) => T): (facts: Facts) => T {
  const made = new WeakMap<Facts, { value: T }>();
  return (facts) => {
    const found = made.get(facts) ?? { value: make(facts) };
    made.set(facts, found);
    return found.value;
  };
}

/**
 * Fills from a column that is made as a whole, because a row's value depends on its peers. It is kept for the facts
 * that were last asked for, and written over for the next.
 * @param make writes all rows
 */
export function fillFrom(make: (out: Float64Array, facts: Facts) => void): Fill {
  let kept: { facts: Facts; column: Float64Array } | undefined;
  return (out, facts, from, count) => {
    if (kept?.facts !== facts) {
      const rows = facts.subjects.length;
      const column = kept?.column.length === rows ? kept.column : new Float64Array(rows);
      make(column, facts);
      kept = { facts, column };
    }
    out.set(kept.column.subarray(from, from + count));
  };
}

/** Units as points or yuan for a reader, at most six decimals; `null` when missing. */
export function pointsOf(units: number, scale: number): number | null {
  return Number.isNaN(units) ? null : Math.round((units / scale) * 1e6) / 1e6;
}

/** The largest value that an input can have: its own limit, or ten thousand million. */
export const largest = ({ min = 0, max }: Input): number => Math.max(Math.abs(min), max ?? 1e10);
