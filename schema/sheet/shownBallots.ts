/** A row of a sheet of ballots that two accounts share, as a reader is shown it: now, or as two entries once stood. */
import type { Cells } from "./definition.ts";
import { type BallotReader, shownComparison, type TypedRow, typistOf, visibleTyping } from "./doubleEntry.ts";
import { shownSignature } from "./signoff.ts";
import type { Sheet } from "./source.ts";
import { ballotColumns } from "./tallySheets.ts";

/**
 * What a row shows, from the rows of the sheet's pair. The version of a row that stands on both is the sum of theirs: it
 * is another one as soon as either has moved.
 * @param nameOf the name of an account, as clerks know it
 */
export function shownBallots(
  sheet: Sheet,
  regionCode: string,
  [one, two]: readonly [TypedRow, TypedRow],
  reader: BallotReader,
  nameOf: (account: string) => string,
): { version: number; cells: Cells } {
  const columns = ballotColumns(sheet);
  const named = (account: unknown) => (typeof account === "string" ? nameOf(account) : null);
  const version = one.version + two.version;
  switch (sheet.ballots) {
    case "compared":
      return { version, cells: shownComparison(columns, regionCode, [one, two], reader) };
    case "signoffs": {
      const names = { signer: named(two.cells.signer), typist: named(typistOf(columns, one)) };
      return { version, cells: { ...one.cells, ...shownSignature(columns, one, two.cells), ...names } };
    }
    default: {
      const row = sheet.ballots === "first" ? one : two;
      const typist = typistOf(columns, row);
      const visible = visibleTyping(sheet, { regionCode, typist }, reader);
      const state = typist === undefined ? "未录" : "已录";
      return { version: row.version, cells: { ...(visible && row.cells), state, typist: named(typist) } };
    }
  }
}
