/** Where a case of rectification stands on a day: how long it still has, what is missing, in which words it is reminded. Pure. */
import { beijingDay, periodTitle } from "../../schema/period.ts";
import { type CaseState, caseTitles } from "../../schema/rectification.ts";

/** What is known of a case. */
export interface CaseFacts {
  name: string;
  period: string;
  state: CaseState;
  /** The last day, in Beijing, as it was put off last. */
  deadline: string;
  openedAt: string;
  closedAt: string | null;
  /** The months with a row of progress. */
  reported: ReadonlySet<string>;
}

export interface CaseStanding {
  /** Days until the deadline, negative after it; null for a closed case. */
  daysLeft: number | null;
  overdue: boolean;
  /** Whole months since the one in which it was opened, and before the present one or the one of closing, without progress. */
  missingMonths: string[];
  /** Ready to be sent; null for a closed case. */
  remind: string | null;
}

/** Where a case stands at a moment in ISO time. */
export function standingOf(facts: CaseFacts, now: string): CaseStanding {
  const { state, deadline, openedAt, closedAt, reported } = facts;
  const missingMonths = monthsBetween(beijingDay(openedAt), beijingDay(closedAt ?? now)).filter(
    (month) => !reported.has(month),
  );
  if (state === "closed") return { daysLeft: null, overdue: false, missingMonths, remind: null };
  const daysLeft = (Date.parse(deadline) - Date.parse(beijingDay(now))) / 86_400_000;
  const overdue = daysLeft < 0;
  return { daysLeft, overdue, missingMonths, remind: remindText({ ...facts, state }, daysLeft, missingMonths) };
}

/** The months after that of the first day, before that of the last one. */
function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  let [year, month] = first.split("-").map(Number) as [number, number];
  for (;;) {
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
    const code = `${year}-${String(month).padStart(2, "0")}`;
    if (code >= last.slice(0, 7)) return months;
    months.push(code);
  }
}

/** What is to be done next, as one asks for it. */
const nextWords: Record<Exclude<CaseState, "closed">, string> = {
  filed: "报整改方案",
  rectifying: "完成整改、办理乡镇验收",
  accepted: "办理县级复核",
  reviewed: "办理销号",
};

function remindText(
  { name, period, state, deadline }: CaseFacts & { state: keyof typeof nextWords },
  daysLeft: number,
  missing: readonly string[],
): string {
  const until =
    daysLeft < 0 ? `已超过期限(${deadline})${-daysLeft}天,请尽快` : `期限 ${deadline},还有${daysLeft}天,请按期`;
  const lacking = missing.length > 0 ? `;缺${missing.map(periodTitle).join("、")}的进展,请补报` : "";
  return `${name}:${periodTitle(period)}集中整顿${caseTitles[state]},${until}${nextWords[state]}${lacking}。`;
}

/** Overdue cases first, then the other open ones, each by deadline; closed ones last. */
export function byUrgency<C extends CaseStanding & { id: string; deadline: string }>(cases: readonly C[]): C[] {
  const rank = ({ overdue, daysLeft }: C) => (overdue ? 0 : daysLeft === null ? 2 : 1);
  const textOf = ({ deadline, id }: C) => `${deadline} ${id}`;
  return [...cases].sort((a, b) => rank(a) - rank(b) || (textOf(a) < textOf(b) ? -1 : 1));
}

/** A case of an earlier period. */
export interface EarlierCase {
  closedAt: string | null;
}

/** Whether an organization is on the list again after it had been struck off (销号) before. */
export const fellBack = (openedAt: string, earlier: readonly EarlierCase[]): boolean =>
  earlier.some(({ closedAt }) => closedAt !== null && closedAt <= openedAt);
