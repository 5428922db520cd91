/** What every use case works with: the database, who asks, when, and the request it belongs to. */
import type { Fault, FaultCode, FaultWords } from "../../schema/fault.ts";
import type { ProblemCode } from "../../schema/problem.ts";
import type { Database } from "../store/database.ts";

export interface Work {
  db: Database;
  principal: { id: string };
  /** ISO time; handed in, so that tests and jobs set the clock. */
  now: string;
  requestId: string;
}

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
