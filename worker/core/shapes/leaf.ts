/** How shapes that read inputs only are made. */
import { type Facts, inputText, traceInput } from "../facts.ts";
import type { Compiling, Resolved } from "../parameter.ts";
import { type Form, fillForm } from "./form.ts";
import { type Fill, type Prepared, pointsOf, valueAt } from "./shape.ts";

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
