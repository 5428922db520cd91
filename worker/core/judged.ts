/** What running a plan of any kind comes to: a result for each row, and why. */
import type { Outcome, UnscoredReason, Warning } from "../../schema/outcome.ts";
import type { TraceStep } from "../../schema/trace.ts";

export interface Judged {
  /** The result of a row; none where it cannot be judged. */
  outcome(row: number): Partial<Outcome> | undefined;
  /** The steps that led to it, or to there being none. */
  explain(row: number): TraceStep[];
  /** Why a row has no result. */
  missing: UnscoredReason;
  /** A row's own reason for having no result, with words that name the rule; none where it is `missing`. */
  reason?(row: number): { code: UnscoredReason; message: string } | undefined;
  warnings: Warning[];
}
