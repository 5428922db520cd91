/** The rows of an outcome sheet: the results of the last run of its round. */
import { boundTitles, type Outcome, type Unscored } from "../../schema/outcome.ts";
import { type RegionScope, rangeOf, touches } from "../../schema/region.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { refuse } from "../refusal.ts";
import type { Database } from "../store/database.ts";
import { lastRun, listRounds, outcomesOf, type Round } from "../store/rounds.ts";
import type { FoundRow, PullQuery } from "./pullRows.ts";
import { requireRound } from "./requireRound.ts";
import { townshipsOf } from "./townships.ts";

/** The round of an outcome sheet: the named one, or the only one of the period that the region takes part in. */
async function roundOf(
  db: Database,
  scope: RegionScope,
  policyId: string,
  query: PullQuery,
): Promise<Round | undefined> {
  if (query.round !== undefined) {
    const round = await requireRound(db, scope, query.round);
    if (round.policyId !== policyId) throw refuse("notFound", "/round", "unknown", { what: "round", value: round.id });
    return round;
  }
  const rounds = await listRounds(db, scope, { policyId, period: query.period });
  const taking = rounds.filter(
    ({ regionCode }) => query.region === undefined || touches([rangeOf(query.region)], regionCode),
  );
  const exact = taking.find(({ regionCode }) => regionCode === query.region);
  if (exact || taking.length < 2) return exact ?? taking[0];
  const choices = taking.map(({ id }) => id).join("、");
  throw refuse("badQuery", "/round", "severalRounds", { count: taking.length, choices });
}

/** One page of the results of the last run of a round. */
export async function outcomeRows(
  db: Database,
  scope: RegionScope,
  sheet: Sheet,
  query: PullQuery,
): Promise<FoundRow[]> {
  const round = await roundOf(db, scope, sheet.policyId!, query);
  if (!round) return [];
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
        grade: result.grade ?? null,
        rank: result.rank ?? null,
        selected: result.selected ?? null,
        bound: result.bound ? boundTitles[result.bound] : null,
        reason: result.message ?? null,
      },
    };
  });
}
