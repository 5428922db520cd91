/** The rows of a sheet of ballots that two accounts share, as its reader may see them. */
import type { RegionScope } from "../../schema/region.ts";
import { isTyped, shownComparison, visibleTyping } from "../../schema/sheet/doubleEntry.ts";
import { shownSignature } from "../../schema/sheet/signoff.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { ballotColumns, ballotPair } from "../../schema/sheet/tallySheets.ts";
import type { Database } from "../store/database.ts";
import { namesOf } from "../store/principals.ts";
import { pageOfPairs, type TallyPair, type TallyRow } from "../store/tallies.ts";
import type { Catalogue } from "./catalogue.ts";
import type { FoundRow, PullQuery } from "./pullRows.ts";

/** What a sheet of ballots shows of a subject. */
type Shown = Pick<FoundRow, "version" | "cells">;

/**
 * One page of typings, of comparisons or of signatures; nothing of a sheet whose rows are its own entries. The version
 * of a row that stands on two entries is the sum of theirs: it is another one as soon as either has moved.
 */
export function tallyRows(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  query: PullQuery,
): Promise<FoundRow[]> | undefined {
  const pair = ballotPair(sheet);
  if (!pair || sheet.ballots === "toSign") return undefined;
  return rowsOfPairs(db, scope, catalogue, sheet, pair, query);
}

async function rowsOfPairs(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  sheets: readonly [string, string],
  query: PullQuery,
): Promise<FoundRow[]> {
  const rosters = catalogue.rostersOf(sheet.subjects).map(({ id }) => id);
  const pairs = await pageOfPairs(db, scope, sheets, query.period, rosters, query);
  const signers = pairs.flatMap(({ rows }) => rows.flatMap(({ cells, typist }) => [typist, cells.signer]));
  const names = await namesOf(db, [...new Set(signers.filter((one) => typeof one === "string"))]);
  const nameOf = (id: unknown) => (typeof id === "string" ? (names.get(id) ?? id) : null);
  return pairs.map((pair): FoundRow => {
    const { id, regionCode, subject, gone } = pair;
    const { version, cells } = shown(sheet, pair, query, nameOf);
    return { id, regionCode, version, deleted: gone, cells: { name: subject.name ?? null, ...cells } };
  });
}

function shown(
  sheet: Sheet,
  { regionCode, rows: [one, two] }: TallyPair,
  { reader }: PullQuery,
  nameOf: (id: unknown) => string | null,
): Shown {
  const columns = ballotColumns(sheet);
  const owned = (row: TallyRow) => (isTyped(columns, row.cells) ? row : { ...row, typist: undefined });
  if (sheet.ballots === "compared") {
    const cells = shownComparison(columns, regionCode, [owned(one), owned(two)], reader);
    return { version: one.version + two.version, cells };
  }
  if (sheet.ballots === "signoffs") {
    const signature = shownSignature(columns, one, two.cells);
    const names = { signer: nameOf(two.cells.signer), typist: nameOf(owned(one).typist) };
    return { version: one.version + two.version, cells: { ...one.cells, ...signature, ...names } };
  }
  const row = owned(sheet.ballots === "first" ? one : two);
  const visible = visibleTyping(sheet, { regionCode, typist: row.typist }, reader);
  const state = row.typist === undefined ? "未录" : "已录";
  return { version: row.version, cells: { ...(visible && row.cells), state, typist: nameOf(row.typist) } };
}
