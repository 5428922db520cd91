/** What running a plan of any kind comes to: a result for each row, and why. */
import type { FundState, NextStar, Outcome, Unscored, UnscoredReason, Warning } from "../../schema/outcome.ts";
import type { TraceStep } from "../../schema/trace.ts";
import type { Served } from "./subsidy/parts.ts";

export interface Judged {
  /** The result of a row; none where it cannot be judged. */
  outcome(row: number): Partial<Outcome> | undefined;
  /** The steps that led to it, or to there being none. */
  explain(row: number): TraceStep[];
  /** What stands between the stars of a row and the next higher star; ratings know it. */
  next?(row: number): NextStar | undefined;
  /** In which months a row was paid at which rate; subsidies know it. */
  served?(row: number): Served[];
  /** Why a row has no result. */
  missing(row: number): { code: UnscoredReason } & Partial<Pick<Unscored, "message" | "mismatches">>;
  warnings: Warning[];
  /** The funds that the results are paid from; subsidies have them. */
  funds?: FundState[];
}
