/** What running a plan of any kind comes to: a result for each row, and why. */
import type { Outcome, Unscored, UnscoredReason, Warning } from "../../schema/outcome.ts";
import type { TraceStep } from "../../schema/trace.ts";

export interface Judged {
  /** The result of a row; none where it cannot be judged. */
  outcome(row: number): Partial<Outcome> | undefined;
  /** The steps that led to it, or to there being none. */
  explain(row: number): TraceStep[];
  /** Why a row has no result. */
  missing: UnscoredReason;
  /** Why this row has no result, where a kind has more than one reason. */
  unscored?(row: number): Pick<Unscored, "code" | "message" | "mismatches">;
  warnings: Warning[];
}
