/** All points and aggregate shapes by name. */
import type { ScoreNode } from "../../../schema/policy/points.ts";
import type { Compiling } from "../parameter.ts";
import { prepareBands } from "./bands.ts";
import { prepareGiven } from "./given.ts";
import type { Prepared } from "./shape.ts";
import { prepareSum } from "./sum.ts";

/** Prepares any node of a score; `undefined` when a value is missing, with the fault in `compiling`. */
export function prepareNode(node: ScoreNode, place: string, compiling: Compiling): Prepared | undefined {
  switch (node.shape) {
    case "given":
      return prepareGiven(node, place, compiling);
    case "bands":
      return prepareBands(node, place, compiling);
    case "sum":
      return prepareSum(node, place, compiling);
  }
}
