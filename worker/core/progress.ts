/** How far the submissions of a round are, township by township, with the text by which one is reminded (催报). */
import { beijingDay, periodTitle } from "../../schema/period.ts";
import { isWithTownship, type SubmissionState, submissionStates } from "../../schema/submission.ts";

export interface Asked {
  title: string;
  period: string;
  /** The last day, in Beijing. */
  deadline: string;
}

/** A township with its last step; none where it is pending. */
export interface TownshipState {
  regionCode: string;
  name: string;
  last?: { state: SubmissionState; at: string; by: string; reason: string | null };
}

export interface Progress {
  regionCode: string;
  name: string;
  state: SubmissionState;
  overdue: boolean;
  at: string | null;
  by: string | null;
  reason: string | null;
  /** Ready to be sent; null where the township has nothing to do. */
  remind: string | null;
}

/** One line for every township, those that have not submitted first, then by the order of the states and by code. */
export function progressOf(asked: Asked, townships: readonly TownshipState[], now: string): Progress[] {
  const today = beijingDay(now);
  return townships
    .map(({ regionCode, name, last }): Progress => {
      const state = last?.state ?? "pending";
      const overdue = isWithTownship(state) && today > asked.deadline;
      const { at = null, by = null, reason = null } = last ?? {};
      return {
        ...{ regionCode, name, state, overdue, at, by, reason },
        remind: remindText(asked, name, state, overdue, reason),
      };
    })
    .sort((a, b) => order(a.state) - order(b.state) || (a.regionCode < b.regionCode ? -1 : 1));
}

/** Returned ones come after pending ones, before all that the county has to do. */
const order = (state: SubmissionState) =>
  state === "pending" ? -2 : state === "returned" ? -1 : submissionStates.indexOf(state);

function remindText(
  { title, period, deadline }: Asked,
  name: string,
  state: SubmissionState,
  overdue: boolean,
  reason: string | null,
): string | null {
  if (!isWithTownship(state)) return null;
  const what = `${periodTitle(period)}《${title}》`;
  const until = overdue ? `已过报送期限(${deadline}),请尽快上报` : `请于 ${deadline} 前上报`;
  if (state === "returned") return `${name}:${what}的报送已退回(${reason ?? ""}),请改正后重报,${until}。`;
  return `${name}:${what}尚未报送,${until}。`;
}
