/** A refusal: what any room throws when a request cannot be done, until the door makes it problem+json. */
import type { Fault, FaultCode, FaultWords } from "../schema/fault.ts";
import type { ProblemCode } from "../schema/problem.ts";

/** A refusal on its way to the door, where it becomes problem+json. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly faults: readonly Fault[];
  /** Further members of the problem, such as the id of what exists already. */
  readonly more: Record<string, unknown>;

  constructor(code: ProblemCode, faults: readonly Fault[] = [], more: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.faults = faults;
    this.more = more;
  }
}

/** A refusal for one wrong place. */
export function refuse(
  code: ProblemCode,
  pointer: string,
  fault: FaultCode,
  params: FaultWords["params"] = {},
): Refusal {
  return new Refusal(code, [{ pointer, code: fault, params }]);
}
