/** Pulls a sheet of ballots that two accounts share, as its reader may see it. */
import type { RegionScope } from "../../schema/region.ts";
import { shownBallots } from "../../schema/sheet/shownBallots.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { ballotPair } from "../../schema/sheet/tallySheets.ts";
import type { Database } from "../store/database.ts";
import { namesOf } from "../store/principals.ts";
import { pageOfPairs } from "../store/tallies.ts";
import type { Catalogue } from "./catalogue.ts";
import type { FoundRow, PullQuery } from "./pullRows.ts";

/** One page of typings, of comparisons or of signatures; nothing of a sheet whose rows are simply its entries. */
export function tallyRows(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  query: PullQuery,
): Promise<FoundRow[]> | undefined {
  const pair = ballotPair(sheet);
  return pair && sheet.ballots !== "toSign" ? rowsOfPair(db, scope, catalogue, sheet, pair, query) : undefined;
}

async function rowsOfPair(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  pair: readonly [string, string],
  query: PullQuery,
): Promise<FoundRow[]> {
  const rosters = catalogue.rostersOf(sheet.subjects).map(({ id }) => id);
  const found = await pageOfPairs(db, scope, pair, query.period, rosters, query);
  const accounts = found.flatMap(({ rows }) => rows.flatMap(({ cells, typist }) => [typist, cells.signer]));
  const names = await namesOf(db, [...new Set(accounts.filter((one) => typeof one === "string"))]);
  const nameOf = (account: string) => names.get(account) ?? account;
  return found.map(({ id, regionCode, subject, gone, rows }): FoundRow => {
    const { version, cells } = shownBallots(sheet, regionCode, rows, query.reader, nameOf);
    return { id, regionCode, version, deleted: gone, cells: { name: subject.name ?? null, ...cells } };
  });
}
