/** Edits after a township's submission was accepted, or the round made final: what it was judged by is no longer what stands. */
import type { Cited, Exception } from "../../../schema/exceptions.ts";
import { periodTitle } from "../../../schema/period.ts";

const closings = { acceptance: "审核", final: "审定" } as const;

export interface ClosedRound {
  round: string;
  title: string;
  period: string;
  /** What closed it, and from when to when that counts; after it what closed it next does. */
  by: keyof typeof closings;
  since: string;
  until: string | null;
}

/** A row that a push has changed, and when. */
export type Edit = Cited & { at: string };

/** One exception for every row of what a round was judged by that was changed after it was closed, for each such change. */
export function lateEdits(
  { round, title, period, by, since, until }: ClosedRound,
  edits: readonly Edit[],
): Exception[] {
  return edits
    .filter(({ at, columns }) => at > since && (until === null || at <= until) && columns.length > 0)
    .map(({ at: _, ...row }) => ({
      kind: "lateEdit",
      round,
      reason: `${periodTitle(period)}《${title}》${closings[by]}之后,${row.id} 又改了 ${row.columns.length} 格`,
      rows: [row],
    }));
}
