/** What was filled in for those who do not stand in a period, and counts for nobody: told, so that it is not lost silently. */
import type { Warning } from "../../../schema/outcome.ts";
import { dayOf, type Period, parsePeriod } from "../../../schema/period.ts";
import type { Recorded } from "../indicators/records.ts";
import { counts, type Source } from "./sources.ts";

/** So many subjects are named. */
const mostNamed = 5;

/**
 * Warns of entries of the period that nobody has.
 * @param absent who is not judged, with the entries about them; @param sources whose entries count for others
 */
export function unjudgedEntries(
  absent: readonly { id: string; rows: readonly Recorded[] }[],
  sources: readonly Source[],
  period: Period,
  titleOf: (id: string) => string,
): Warning[] {
  const isTaken = (id: string, row: Recorded) =>
    sources.some((source) => source.of === id && counts(source, row.period, period));
  // What tells of all time, or of a longer period, may have counted before.
  const isOfPeriod = (row: Recorded) =>
    row.period !== "" && dayOf(parsePeriod(row.period)!, "start") >= dayOf(period, "start");
  const left = absent
    .map(({ id, rows }) => ({ id, rows: rows.filter((row) => isOfPeriod(row) && !isTaken(id, row)) }))
    .filter(({ rows }) => rows.length > 0);
  if (left.length === 0) return [];
  const count = left.reduce((sum, { rows }) => sum + rows.length, 0);
  const named = left.slice(0, mostNamed).map(({ id }) => titleOf(id));
  const more = left.length > named.length ? `等${left.length}个` : "";
  return [
    {
      code: "unjudgedEntries",
      message: `按沿革本期不单列的,还有填报${count}条没有计入:${named.join("、")}${more};若某组织其实一直存在,在沿革中补一行由它到它自身`,
    },
  ];
}
