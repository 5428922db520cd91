/** The rows of an outcome sheet: the results of the last run of its round. */
import { boundTitles, type Outcome, type Unscored } from "../../schema/outcome.ts";
import type { RegionScope } from "../../schema/region.ts";
import type { Database } from "../store/database.ts";
import { lastRun, outcomesOf, type Round } from "../store/rounds.ts";
import type { FoundRow, PullQuery } from "./pullRows.ts";
import { townshipsOf } from "./townships.ts";

/** One page of the results of the last run of a round. */
export async function outcomeRows(
  db: Database,
  scope: RegionScope,
  round: Round,
  query: PullQuery,
): Promise<FoundRow[]> {
  const run = await lastRun(db, scope, round.id);
  if (!run) return [];
  const rows = await outcomesOf(db, scope, round.id, run.id, query);
  const townshipOf = await townshipsOf(db, rows);
  return rows.map((row) => {
    const result = JSON.parse(row.body) as Partial<Outcome & Unscored>;
    return {
      id: row.subjectId,
      regionCode: row.regionCode,
      version: row.run,
      deleted: false,
      cells: {
        subject: row.subjectId,
        name: result.name ?? null,
        township: townshipOf(row),
        amount: result.amountFen === undefined ? null : result.amountFen / 100,
        score: result.score ?? null,
        stars: result.stars ?? null,
        level: result.level ?? null,
        grade: result.grade ?? null,
        rank: result.rank ?? null,
        ranked: result.ranked ?? null,
        ...Object.fromEntries(
          (result.rates ?? []).flatMap(({ code, turnout, lowest }) => [
            [`${code}.turnout`, turnout ?? null],
            [`${code}.lowest`, lowest ?? null],
          ]),
        ),
        lowest: result.lowest ?? null,
        selected: result.selected ?? null,
        bound: result.bound ? boundTitles[result.bound] : null,
        reason: result.message ?? null,
      },
    };
  });
}
