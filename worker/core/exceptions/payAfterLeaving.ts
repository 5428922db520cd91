/** Pay for months after somebody left office: the roster says so now, and did not when the round was computed. */
import type { Cited, Exception } from "../../../schema/exceptions.ts";
import type { Period } from "../../../schema/period.ts";
import { periodsFor, periodTitle } from "../../../schema/period.ts";

/** An appointment: months or days from `from` to `to`, both included; without `to` it lasts. */
export interface Term {
  id: string;
  person: string;
  regionCode: string;
  push: number;
  from: string;
  to: string | undefined;
}

export interface PaidRound {
  round: string;
  policyId: string;
  title: string;
  period: Period;
  isFinal: boolean;
  /** The roster and its column with the last day of an appointment. */
  sheet: string;
  toColumn: string;
  /** What was paid to whom. */
  paid: readonly { person: string; regionCode: string; amountFen: number }[];
  /** The appointments by which the round was computed, and those that stand now. */
  were: readonly Term[];
  are: readonly Term[];
}

const monthOf = (day: string) => day.slice(0, 7);

const serves = ({ from, to }: Term, month: string) =>
  monthOf(from) <= month && (to === undefined || month <= monthOf(to));

/** One exception for everyone who was paid for months in which, by the roster of now, no office was held any more. */
export function payAfterLeaving(round: PaidRound): Exception[] {
  const [before, now] = [round.were, round.are].map((terms) => Map.groupBy(terms, ({ person }) => person));
  const months = periodsFor(round.period, "month");
  return round.paid.flatMap(({ person, regionCode, amountFen }): Exception[] => {
    const [were, are] = [before!.get(person) ?? [], now!.get(person) ?? []];
    const left = are.every(({ to }) => to !== undefined)
      ? are.toSorted((a, b) => (a.to! < b.to! ? 1 : -1))[0]
      : undefined;
    if (amountFen <= 0 || !left) return [];
    const unserved = months.filter((month) => month > monthOf(left.to!) && were.some((term) => serves(term, month)));
    if (unserved.length === 0) return [];
    const about = { period: "", regionCode };
    const rows: Cited[] = [
      { ...about, sheet: round.sheet, id: left.id, columns: [round.toColumn], push: left.push },
      {
        ...{ sheet: `outcomes.${round.policyId}`, period: round.period.code, id: person, regionCode },
        ...{ columns: ["amount"], push: 0 },
      },
    ];
    const state = round.isFinal ? "已审定" : "未审定";
    return [
      {
        kind: "payAfterLeaving",
        round: round.round,
        rows,
        reason: `${person} 任职至 ${left.to},${periodTitle(round.period.code)}《${round.title}》(${state})仍计其后 ${unserved.length} 个月(${unserved.map((month) => Number(month.slice(5))).join("、")}月)`,
      },
    ];
  });
}
