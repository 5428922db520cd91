/** Pulls a sheet of ballots that two accounts share, as its reader may see it. */
import type { RegionScope } from "../../schema/region.ts";
import { isAmong } from "../../schema/sheet/meets.ts";
import { shownBallots } from "../../schema/sheet/shownBallots.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { ballotPair } from "../../schema/sheet/tallySheets.ts";
import type { Database } from "../store/database.ts";
import { namesOf } from "../store/principals.ts";
import { pageOfPairs } from "../store/tallies.ts";
import type { Catalogue } from "./catalogue.ts";
import type { FoundRow, PullQuery } from "./pullRows.ts";
import { townshipsOf } from "./townships.ts";

/** The two sheets of ballots that the rows of a sheet are made of; none where they are simply its entries. */
export const sharedPair = (sheet: Sheet) => (sheet.ballots === "toSign" ? undefined : ballotPair(sheet));

/** One page of typings, of comparisons or of signatures. */
export async function rowsOfPair(
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
  const townshipOf = await townshipsOf(db, found);
  return found.map((row): FoundRow => {
    const { id, regionCode, subject, gone, rows } = row;
    const { version, cells } = shownBallots(sheet, regionCode, rows, query.reader, nameOf);
    const about = { subject: id, name: subject.name ?? null, township: townshipOf(row) };
    return {
      id,
      regionCode,
      version,
      outside: !isAmong(sheet, subject),
      deleted: gone || query.absent?.includes(id) === true,
      cells: { ...about, ...cells },
    };
  });
}
