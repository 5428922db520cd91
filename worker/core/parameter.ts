/** Parameters: the value of a dated list that is in force at a month, with its basis for the trace. */
import type { Fault } from "../../schema/fault.ts";
import type { ValueNode } from "../../schema/policy/aggregates.ts";
import { type Basis, type DatedValue, inForce } from "../../schema/policy/basis.ts";
import type { TraceParameter } from "../../schema/trace.ts";
import type { Inputs } from "./facts.ts";

/** What compiling a policy for one period knows and collects. */
export interface Compiling {
  inputs: Inputs;
  /** The month whose values are in force: the last one of the period, or each month of it where months are added. */
  month: string;
  /** What the values are counted in, for the words of the trace: 分 or 元. */
  unit: "分" | "元";
  faults: Fault[];
  /** The items that `sameAs` may name, with their places; a policy that goes in circles is refused before. */
  items?: ReadonlyMap<string, { node: ValueNode; place: string }>;
}

export interface Resolved<T> {
  value: T;
  parameter: TraceParameter;
}

/** A basis as a trace shows it. */
export const basisOf = ({ source, assumed }: Basis) => ({ ...(source && { source }), ...(assumed && { assumed }) });

/**
 * Finds the value in force: the last one that begins no later than the month and has not ended before it.
 * @param name the place in the policy, a JSON pointer; @param title what the clerk calls it
 * @returns `undefined`, and a fault `valueMissing` that names the parameter, when the month has no value
 */
export function resolve<T>(
  compiling: Compiling,
  values: readonly DatedValue<T>[],
  name: string,
  title: string,
): Resolved<T> | undefined {
  const { month, faults } = compiling;
  const found = inForce(values, month);
  if (!found) {
    faults.push({ pointer: name, code: "valueMissing", params: { title, month } });
    return undefined;
  }
  const { from, to, value } = found;
  return { value, parameter: { name, title, value, from, ...(to && { to }), ...basisOf(found) } };
}
