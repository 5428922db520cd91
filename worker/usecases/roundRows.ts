/** The rows of a sheet that is made of a round: which round, and what of it the sheet shows. */
import { type RegionScope, rangeOf, touches } from "../../schema/region.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { refuse } from "../refusal.ts";
import type { Database } from "../store/database.ts";
import { listRounds, type Round } from "../store/rounds.ts";
import { outcomeRows } from "./outcomeRows.ts";
import { rowsAfter } from "./page.ts";
import { paymentRows } from "./paymentRows.ts";
import { plaqueRows } from "./plaqueRows.ts";
import { progressRows } from "./progressRows.ts";
import type { FoundRow, PullQuery } from "./pullRows.ts";
import { requireRound } from "./requireRound.ts";

/** Reads what a sheet shows of a round, inside a scope. */
type Reading<R> = (db: Database, scope: RegionScope, round: Round, query: PullQuery) => Promise<R[]>;
/** A row of a sheet that is read whole, in its order; nobody sends it back, so it needs no version. */
export type RoundRow = Pick<FoundRow, "id" | "regionCode" | "cells">;

const pageOfAll =
  (read: Reading<RoundRow>): Reading<FoundRow> =>
  async (db, scope, round, query) => {
    const rows = await read(db, scope, round, query);
    return rowsAfter(rows, query).map((row) => ({ ...row, version: 1, deleted: false }));
  };

const rowsOf: Record<NonNullable<Sheet["shows"]>, Reading<FoundRow>> = {
  outcomes: outcomeRows,
  amounts: outcomeRows,
  submissions: pageOfAll(progressRows),
  payments: pageOfAll(paymentRows),
  plaques: pageOfAll(plaqueRows),
};

/** One page of the rows of a sheet made of a round; none where there is no such round. */
export async function roundRows(db: Database, scope: RegionScope, sheet: Sheet, query: PullQuery): Promise<FoundRow[]> {
  const round = await roundOf(db, scope, sheet.policyId!, query);
  return round ? rowsOf[sheet.shows!](db, scope, round, query) : [];
}

/** The round of a sheet: the named one, or the only one of the period that the region takes part in. */
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
