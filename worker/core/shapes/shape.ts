/** What a shape is: compiled once per period, filling columns block by block, explained for one row; how leaves and branches are made. */
import type { Input } from "../../../schema/policy/input.ts";
import type { TraceStep } from "../../../schema/trace.ts";
import { block, inBlocks } from "../blocks.ts";
import { type Facts, inputText, traceInput } from "../facts.ts";
import { exactBelow, lcm } from "../number.ts";
import type { Compiling, Resolved } from "../parameter.ts";
import { type Form, fillForm } from "./form.ts";

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

interface Leaf {
  inputs: readonly string[];
  parameters: readonly Resolved<unknown>[];
  denominator: number;
  most: number;
  bound?: number;
  fill(scale: number): Fill | Form;
  /** The row's peers decide the value, too. */
  amongPeers?: true;
  /** How the value comes about, without the value itself; `values` are the inputs as text. */
  text(values: string[], facts: Facts, row: number): string;
}

/** A shape that reads inputs only. */
export function leaf(
  node: { shape: string; code?: string | undefined; title: string },
  compiling: Compiling,
  { inputs, parameters, denominator, most, bound = most, fill: make, amongPeers, text }: Leaf,
): Prepared {
  return {
    denominator,
    most,
    bound,
    constant: inputs.length === 0,
    reads: amongPeers ? undefined : inputs,
    kernel(scale) {
      const made = make(scale);
      const fill = typeof made === "function" ? made : fillForm(made);
      return {
        code: node.code,
        title: node.title,
        most,
        scale,
        fill,
        ...(typeof made !== "function" && { form: made }),
        explain(facts, row) {
          const read = inputs.map((code) => traceInput(compiling.inputs, facts, code, row));
          const value = pointsOf(valueAt({ fill }, facts, row), scale);
          const missing = read.filter((one) => one.value === null).map(({ title }) => title);
          const values = read.map((one) => inputText(compiling.inputs[one.code]!, one.value));
          const said =
            value === null
              ? `${missing.join("、")}缺数据`
              : `${text(values, facts, row)},${gained(value, compiling.unit)}`;
          return {
            shape: node.shape,
            code: node.code,
            title: node.title,
            text: said,
            value,
            inputs: read,
            parameters: parameters.map(({ parameter }) => parameter),
          };
        },
      };
    },
  };
}

/** A value in the words of its unit: 得15分, 扣2分, 为560元. */
const gained = (value: number, unit: Compiling["unit"]) =>
  unit === "元" ? `为${value}元` : value < 0 ? `扣${-value}分` : `得${value}分`;

export interface Branch {
  parameters?: readonly Resolved<unknown>[];
  inputs?: readonly string[];
  denominator?: number;
  most: number;
  bound: number;
  combine?(scale: number): Combine;
  /** In place of `combine`: for a value that depends on the row's peers, or needs no more than its child's. */
  fill?(scale: number, children: readonly Kernel[]): Fill;
  /** The children's scale, where it is another one. */
  childScale?(scale: number): number;
  /** The value is whole in its own denominator, whatever the children's are. */
  apart?: true;
  /** The row's peers decide the value, too. */
  amongPeers?: true;
  text(values: (number | null)[], value: number | null, facts: Facts, row: number): string;
}

/** The inputs that decide several values together; none where anything else decides one of them. */
export const readBy = (list: readonly Prepared[], own: readonly string[] = []): readonly string[] | undefined =>
  list.every(({ reads }) => reads !== undefined) ? [...own, ...list.flatMap(({ reads }) => reads!)] : undefined;

/** A shape over other shapes. */
export function branch(
  node: { shape: string; code?: string | undefined; title: string },
  compiling: Compiling,
  children: readonly Prepared[],
  { parameters = [], inputs = [], denominator = 1, most, bound, text, apart, amongPeers, ...make }: Branch,
): Prepared {
  return {
    denominator: apart ? denominator : children.reduce((all, child) => lcm(all, child.denominator), denominator),
    most,
    bound,
    constant: inputs.length === 0 && children.every((child) => child.constant),
    reads: amongPeers ? undefined : readBy(children, inputs),
    kernel(scale) {
      const kernels = children.map((child) => child.kernel(make.childScale?.(scale) ?? scale));
      const combine = make.combine?.(scale);
      const fill = make.fill?.(scale, kernels) ?? fillByCombining(kernels, combine!);
      return {
        code: node.code,
        title: node.title,
        most,
        scale,
        children: kernels,
        ...(combine && { combine }),
        fill,
        explain(facts, row) {
          const steps = kernels.map((kernel) => kernel.explain(facts, row));
          const value = pointsOf(valueAt({ fill }, facts, row), scale);
          const values = steps.map((step) => (typeof step.value === "number" ? step.value : null));
          return {
            shape: node.shape,
            code: node.code,
            title: node.title,
            text: text(values, value, facts, row),
            value,
            ...(inputs.length > 0 && {
              inputs: inputs.map((code) => traceInput(compiling.inputs, facts, code, row)),
            }),
            ...(parameters.length > 0 && { parameters: parameters.map(({ parameter }) => parameter) }),
            ...(steps.length > 0 && { steps }),
          };
        },
      };
    },
  };
}

/**
 * The scale of a shape that is worked out apart from the plan's: its value is rounded, so that only the result is in the
 * plan's units. A fault in `compiling` when its numbers would be too large to be exact.
 */
export function scaleApart(of: Prepared, denominator: number, place: string, compiling: Compiling): number {
  const scale = lcm(of.denominator, denominator);
  if (!(of.bound * scale < exactBelow)) compiling.faults.push({ pointer: place, code: "tooFine", params: {} });
  return scale;
}

/** Fills blocks of the children, then combines them; the blocks are the kernel's own, and used again and again. */
function fillByCombining(kernels: readonly Kernel[], combine: Combine): Fill {
  let blocks: Float64Array[] | undefined;
  return (out, facts, from, count) => {
    blocks ??= kernels.map(() => new Float64Array(block));
    for (let i = 0; i < kernels.length; i++) kernels[i]!.fill(blocks[i]!, facts, from, count);
    combine(out, blocks, facts, from, count);
  };
}
