/** Edits after a round was made final: what it was judged by is no longer what stands. */
import type { Cited, Exception } from "../../../schema/exceptions.ts";
import { periodTitle } from "../../../schema/period.ts";

export interface ClosedRound {
  round: string;
  title: string;
  period: string;
  finalAt: string;
}

/** A row that a push has changed, and when. */
export type Edit = Cited & { at: string };

/** One exception for every row of what a round was judged by that was changed after it was final, for each such change. */
export function lateEdits({ round, title, period, finalAt }: ClosedRound, edits: readonly Edit[]): Exception[] {
  return edits
    .filter(({ at, columns }) => at > finalAt && columns.length > 0)
    .map(({ at: _, ...row }) => ({
      kind: "lateEdit",
      round,
      reason: `${periodTitle(period)}《${title}》审定之后,${row.id} 又改了 ${row.columns.length} 格`,
      rows: [row],
    }));
}
