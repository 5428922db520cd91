/** What a shape is: compiled once per period, run over whole columns, explained for one row; and how leaves are made. */
import type { Input } from "../../../schema/policy/input.ts";
import type { TraceStep } from "../../../schema/trace.ts";
import { type Facts, inputText, traceInput } from "../facts.ts";
import { lcm } from "../number.ts";
import type { Compiling, Resolved } from "../parameter.ts";

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
  /** @param scale units of one point or yuan, a multiple of every denominator of the plan */
  kernel(scale: number): Kernel;
}

/** A compiled shape. Values are whole numbers of 1/scale point or yuan; NaN where data is missing. */
export interface Kernel {
  code?: string | undefined;
  title: string;
  most: number;
  /** The shapes below it, each with its own column. */
  children?: readonly Kernel[];
  /** What it would give over other columns of its children. */
  combine?(columns: Float64Array[], facts: Facts): Float64Array;
  run(facts: Facts, results: Results): Float64Array;
  explain(facts: Facts, results: Results, row: number): TraceStep;
}

/** The column of every kernel of a run, kept so that one row can be explained. */
export type Results = Map<Kernel, Float64Array>;

/** A division by data is rounded to a millionth of a point or yuan. */
export const fine = 1_000_000;

/** Runs a kernel and keeps its column. */
export function evaluate(kernel: Kernel, facts: Facts, results: Results): Float64Array {
  const column = kernel.run(facts, results);
  results.set(kernel, column);
  return column;
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
  column(facts: Facts, scale: number): Float64Array;
  /** How the value comes about, without the value itself; `values` are the inputs as text. */
  text(values: string[], facts: Facts, row: number): string;
}

/** A shape that reads inputs only. */
export function leaf(
  node: { shape: string; code?: string | undefined; title: string },
  compiling: Compiling,
  { inputs, parameters, denominator, most, bound = most, column, text }: Leaf,
): Prepared {
  return {
    denominator,
    most,
    bound,
    constant: inputs.length === 0,
    kernel: (scale) => ({
      code: node.code,
      title: node.title,
      most,
      run: (facts) => column(facts, scale),
      explain(facts, results, row) {
        const read = inputs.map((code) => traceInput(compiling.inputs, facts, code, row));
        const value = pointsOf(results.get(this)![row]!, scale);
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
    }),
  };
}

/** A value in the words of its unit: 得15分, 扣2分, 为560元. */
const gained = (value: number, unit: Compiling["unit"]) =>
  unit === "元" ? `为${value}元` : value < 0 ? `扣${-value}分` : `得${value}分`;

interface Branch {
  parameters?: readonly Resolved<unknown>[];
  inputs?: readonly string[];
  denominator?: number;
  most: number;
  bound: number;
  /** @param columns the children's columns */
  column(columns: Float64Array[], facts: Facts, scale: number): Float64Array;
  text(values: (number | null)[], value: number | null, facts: Facts, row: number): string;
}

/** A shape over other shapes. */
export function branch(
  node: { shape: string; code?: string | undefined; title: string },
  compiling: Compiling,
  children: readonly Prepared[],
  { parameters = [], inputs = [], denominator = 1, most, bound, column, text }: Branch,
): Prepared {
  return {
    denominator: children.reduce((all, child) => lcm(all, child.denominator), denominator),
    most,
    bound,
    constant: inputs.length === 0 && children.every((child) => child.constant),
    kernel(scale) {
      const kernels = children.map((child) => child.kernel(scale));
      return {
        code: node.code,
        title: node.title,
        most,
        children: kernels,
        combine: (columns, facts) => column(columns, facts, scale),
        run: (facts, results) =>
          column(
            kernels.map((kernel) => evaluate(kernel, facts, results)),
            facts,
            scale,
          ),
        explain(facts, results, row) {
          const steps = kernels.map((kernel) => kernel.explain(facts, results, row));
          const value = pointsOf(results.get(this)![row]!, scale);
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
            steps,
          };
        },
      };
    },
  };
}
