/** Lists the results of a round's last run, the scored and the unscored apart. */
import type { Outcome, Unscored } from "../../schema/outcome.ts";
import { narrow, type RegionScope } from "../../schema/region.ts";
import type { Database } from "../store/database.ts";
import type { Position } from "../store/entries.ts";
import { lastRun, outcomesOf } from "../store/rounds.ts";
import { pageOf } from "./page.ts";
import { requireRound } from "./requireRound.ts";

export interface OutcomeQuery {
  region?: string | undefined;
  selected?: boolean | undefined;
  after?: Position | undefined;
  limit: number;
}

export interface OutcomePage {
  round: string;
  /** None before the round is computed. */
  run: number | null;
  outcomes: Outcome[];
  unscored: Unscored[];
  next?: Position | undefined;
}

/** One page of the results of a round's last run inside a scope, by region and subject. */
export async function listOutcomes(
  db: Database,
  scope: RegionScope,
  id: string,
  { region, selected, after, limit }: OutcomeQuery,
): Promise<OutcomePage> {
  const round = await requireRound(db, scope, id);
  const run = await lastRun(db, scope, round.id);
  const inside = region === undefined ? scope : narrow(scope, region);
  const found = run ? await outcomesOf(db, inside, round.id, run.id, { after, limit: limit + 1, selected }) : [];
  const { rows, next } = pageOf(found, limit, (row) => ({ regionCode: row.regionCode, id: row.subjectId }));
  return {
    round: round.id,
    run: run?.id ?? null,
    outcomes: rows.filter(({ scored }) => scored).map(({ body }) => JSON.parse(body) as Outcome),
    unscored: rows.filter(({ scored }) => !scored).map(({ body }) => JSON.parse(body) as Unscored),
    next,
  };
}
