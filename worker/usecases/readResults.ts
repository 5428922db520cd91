/** Reads what subjects have under a policy: their own earlier results, and those of other policies. */
import type { Outcome, UnscoredReason, Warning } from "../../schema/outcome.ts";
import { periodTitle } from "../../schema/period.ts";
import { ancestorAt, levelOf, rangeOf, regionLevels } from "../../schema/region.ts";
import type { Result } from "../core/indicators/records.ts";
import type { Database } from "../store/database.ts";
import { latestOutcomes } from "../store/rounds.ts";

/** Says when another policy has no results yet, or none of the last of its periods. */
export function latenessOf(title: string, among: readonly string[], found: ReadonlyMap<string, Result[]>): Warning[] {
  if (found.size === 0) return [{ code: "noResults", message: `《${title}》在本期内还没有结果,先运算它的批次` }];
  const last = [...found.values()].flat().reduce((latest, { period }) => (period > latest ? period : latest), "");
  const expected = among.at(-1)!;
  if (last === expected) return [];
  return [
    {
      code: "earlierResults",
      message: `《${title}》${periodTitle(expected)}还没有结果,取的是${periodTitle(last)}的`,
    },
  ];
}

/** A result as it is stored: scored, or unscored with its code. */
type Stored = Partial<Outcome> & { grade?: string; code?: UnscoredReason };

/**
 * Every subject's results under a policy, the latest period first; each period's from the rounds that are nearest.
 * @param abroad places outside the region whose results are read, too, as a round over their own such region has them:
 *   of whoever came from there, those of the periods in which the region has none
 */
export async function readResults(
  db: Database,
  regionCode: string,
  policyId: string,
  periods: Parameters<typeof latestOutcomes>[3],
  upTo: number,
  abroad: readonly string[] = [],
): Promise<Map<string, Result[]>> {
  const found = new Map<string, Result[]>();
  const read = async (region: string, place: string) => {
    const rows = await latestOutcomes(db, [rangeOf(place)], policyId, periods, upTo);
    for (const [id, list] of resultsOf(nearestRounds(rows, region))) {
      const known = found.get(id) ?? [];
      const more = list.filter(({ period }) => !known.some((one) => one.period === period));
      found.set(id, [...known, ...more].sort(latestFirst));
    }
  };
  await read(regionCode, regionCode);
  for (const place of abroad) await read(ancestorAt(place, levelOf(regionCode)), place);
  return found;
}

type Row = Awaited<ReturnType<typeof latestOutcomes>>[number];

function resultsOf(rows: readonly Row[]): Map<string, Result[]> {
  const results = new Map<string, Result[]>();
  for (const { subjectId, period, run, body } of rows) {
    const { score, stars, grade, selected, rank, amountFen, code } = JSON.parse(body) as Stored;
    const amount = amountFen === undefined ? undefined : amountFen / 100;
    const list = results.get(subjectId) ?? [];
    if (!list.some((one) => one.period === period))
      list.push({ period, run, score, stars, grade, selected, rank, amount, unscored: code });
    results.set(subjectId, list);
  }
  for (const list of results.values()) list.sort(latestFirst);
  return results;
}

const latestFirst = (a: Result, b: Result) => (a.period > b.period ? -1 : 1);

/**
 * Of each period the results of the round over the same region, else of the smallest that encloses it; only where
 * there is none of these, of the rounds inside it, the larger ones first. So nobody's round over a part of the region
 * changes what the region's own round has found.
 */
function nearestRounds<R extends { period: string; roundRegion: string }>(rows: readonly R[], regionCode: string): R[] {
  const level = regionLevels.indexOf(levelOf(regionCode));
  const distance = ({ roundRegion }: R) => {
    const other = regionLevels.indexOf(levelOf(roundRegion));
    return other <= level ? level - other : regionLevels.length + other;
  };
  return Object.values(Object.groupBy(rows, ({ period }) => period)).flatMap((list) => {
    const sorted = [...list!].sort((a, b) => distance(a) - distance(b));
    const nearest = distance(sorted[0]!);
    return nearest < regionLevels.length ? sorted.filter((row) => distance(row) === nearest) : sorted;
  });
}
