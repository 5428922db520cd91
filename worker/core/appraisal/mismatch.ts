/** Ballots that do not add up, in the clerk's words: the cell to look at, the rule, the difference. */
import type { Mismatch } from "../../../schema/outcome.ts";
import type { Inputs } from "../facts.ts";

/** One mismatch: 群众票收回(masses.returned):须各项票数+弃权=有效,左边少3; of a small group without the difference. */
export function mismatchText(inputs: Inputs, { cell, rule, difference }: Mismatch): string {
  const side = difference === undefined ? "" : `,左边${difference < 0 ? "少" : "多"}${Math.abs(difference)}`;
  return `${inputs[cell]?.title ?? cell}(${cell}):须${rule}${side}`;
}
