/** When something is due in a period: spans of days in each of which so many entries are wanted. */
import type { Period } from "../../../schema/period.ts";
import type { Duty } from "../../../schema/policy/indicators.ts";
import { addDays, dateOrder, weekdayOf } from "../../../schema/sheet/cells/dates.ts";

type Dated = Extract<Duty, { column: string }>;

/** From the day after `after`, where one is named, to `to`. */
interface Span {
  after: string;
  to: string;
  atLeast: number;
}

/** How many spans a duty has in a period, and in how many of them enough of the entries, each with its date, were made. */
export function spansMet(by: Dated, period: Period, made: readonly string[]): { met: number; of: number } {
  const spans = spansOf(by, period);
  const dates = made.filter((date) => date !== "" && ("dates" in by || date.length === wholeDay));
  const met = spans.filter(({ after, to, atLeast }) => {
    const inside = dates.filter((date) => dateOrder(date, to) <= 0 && (after === "" || dateOrder(date, after) > 0));
    return inside.length >= atLeast;
  });
  return { met: met.length, of: spans.length };
}

const wholeDay = "2014-09-28".length;

function spansOf(by: Dated, period: Period): Span[] {
  if ("dates" in by) return yearly(by.dates, period);
  const days = daysOf(period);
  if ("on" in by)
    return days
      .filter((day) => ("weekday" in by.on ? weekdayOf(day) === by.on.weekday : isMonthDay(day, by.on.monthDay)))
      .map((day) => ({ after: addDays(day, -1), to: addDays(day, by.grace), atLeast: 1 }));
  const { atLeast } = by;
  if (by.each === "month")
    return days.filter(isLastOfMonth).map((to) => ({ after: addDays(`${to.slice(0, 7)}-01`, -1), to, atLeast }));
  // The week whose Thursday is inside has most of its days inside.
  return days
    .filter((day) => weekdayOf(day) === 4)
    .map((day) => ({ after: addDays(day, -4), to: addDays(day, 3), atLeast }));
}

/** Due dates outside the period do not count. */
function yearly(monthDays: readonly string[], period: Period): Span[] {
  const year = period.from.slice(0, 4);
  return monthDays
    .map((date, i) => ({ after: i > 0 ? `${year}-${monthDays[i - 1]}` : "", to: `${year}-${date}`, atLeast: 1 }))
    .filter(({ to }) => to.slice(0, 7) >= period.from && to.slice(0, 7) <= period.to);
}

const isLastOfMonth = (day: string) => addDays(day, 1).endsWith("-01");
const isMonthDay = (day: string, wanted: number) =>
  Number(day.slice(8)) === wanted || (isLastOfMonth(day) && Number(day.slice(8)) < wanted);

/** Every day of a period, in order; a roster's has no end and no days. */
function daysOf({ kind, from, to }: Period): string[] {
  const days: string[] = [];
  if (kind !== "none") for (let day = `${from}-01`; day.slice(0, 7) <= to; day = addDays(day, 1)) days.push(day);
  return days;
}
