/** How shapes over other shapes are made. */
import { block } from "../blocks.ts";
import { type Facts, traceInput } from "../facts.ts";
import { exactBelow, lcm } from "../number.ts";
import type { Compiling, Resolved } from "../parameter.ts";
import { type Combine, type Fill, type Kernel, type Prepared, pointsOf, valueAt } from "./shape.ts";

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
