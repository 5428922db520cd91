/** sameAs: the amount of another item of the policy, so that it is written down once. */
import type { SameAsNode } from "../../../schema/policy/aggregates.ts";
import type { Compiling } from "../parameter.ts";
import { branch } from "./branch.ts";
import type { Prepared } from "./shape.ts";

/** Prepares a `sameAs` node over the item that it names. */
export function prepareSameAs(node: SameAsNode, compiling: Compiling, child: Prepared): Prepared {
  return branch(node, compiling, [child], {
    most: child.most,
    bound: child.bound,
    fill: (_, [inner]) => inner!.fill,
    text: ([inner]) => (inner === null ? "缺数据" : `同“${node.item}”项:${inner}`),
  });
}
