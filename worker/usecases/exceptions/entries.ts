/** Exceptions that the rows of sheets show by themselves: numbers that stand twice, copied ballots, full marks, void signatures. */
import type { Exception } from "../../../schema/exceptions.ts";
import type { Sheet } from "../../../schema/sheet/source.ts";
import { ballotColumns, ballotPair } from "../../../schema/sheet/tallySheets.ts";
import { editsAfterSigning, type SignedTally } from "../../core/exceptions/editAfterSigning.ts";
import { fullMarks, isFull, type Marked, marksOf } from "../../core/exceptions/fullMarks.ts";
import { type Identity, sameIdentity } from "../../core/exceptions/sameIdentity.ts";
import { sameTallies, type Tally } from "../../core/exceptions/sameTallies.ts";
import { everyEntry } from "../../store/examined.ts";
import { type Look, placesOf } from "./look.ts";

/** The columns by which a person or an account is known; one telephone may be that of a whole house. */
const identifying = ({ columns }: Sheet) =>
  columns.flatMap(({ key, title, sensitive: kind }) =>
    kind === "idNumber" || kind === "bankAccount" ? [{ column: key, title, kind }] : [],
  );

/** Numbers of persons and accounts that stand in several rows of a roster. */
export async function findSameIdentity({ db, scope, catalogue }: Look): Promise<Exception[]> {
  const found = catalogue.sheets
    .filter((sheet) => sheet.rows === "roster" && identifying(sheet).length > 0)
    .map(async (roster) => {
      const [sheet, columns] = [roster.id, identifying(roster)];
      const identities: Identity[] = [];
      for await (const { id, regionCode, push, cells } of everyEntry(db, scope, sheet, ""))
        for (const one of columns) {
          const value = cells[one.column];
          if (typeof value === "string") identities.push({ sheet, id, regionCode, push, ...one, value });
        }
      return sameIdentity(identities);
    });
  return (await Promise.all(found)).flat();
}

/** Sheets into which ballots are typed: two typings of one tally are the same on purpose, and each is looked at by itself. */
const typed = new Set<Sheet["ballots"]>(["typed", "toSign", "first", "second"]);

export async function findSameTallies(look: Look): Promise<Exception[]> {
  const found: Exception[] = [];
  for (const { sheet, period } of await placesOf(look, ({ ballots }) => typed.has(ballots))) {
    const keys = ballotColumns(sheet).map(({ key }) => key);
    const tallies: Tally[] = [];
    for await (const { id, regionCode, push, cells } of everyEntry(look.db, look.scope, sheet.id, period))
      tallies.push({ id, regionCode, push, cells: Object.fromEntries(keys.map((key) => [key, cells[key] ?? null])) });
    found.push(...sameTallies(sheet.id, period, tallies));
  }
  return found;
}

export async function findFullMarks(look: Look): Promise<Exception[]> {
  const found: Exception[] = [];
  const marked = (sheet: Sheet) => sheet.rows === "one" && !sheet.ballots && marksOf(sheet).length > 0;
  for (const { sheet, period } of await placesOf(look, marked)) {
    const marks = marksOf(sheet);
    const rows: Marked[] = [];
    for await (const row of everyEntry(look.db, look.scope, sheet.id, period))
      if (marks.some((mark) => isFull(mark, row.cells))) rows.push(row);
    found.push(...fullMarks(sheet, period, rows));
  }
  return found;
}

export async function findEditsAfterSigning(look: Look): Promise<Exception[]> {
  const { db, scope } = look;
  const found: Exception[] = [];
  for (const { sheet, period } of await placesOf(look, ({ ballots }) => ballots === "signoffs")) {
    const [tally] = ballotPair(sheet)!;
    const signed = new Map<string, number>();
    for await (const { id, cells } of everyEntry(db, scope, sheet.id, period))
      if (cells.signed === true) signed.set(id, Number(cells.tallyVersion));
    const tallies: SignedTally[] = [];
    for await (const { id, regionCode, push, version } of everyEntry(db, scope, tally, period))
      if (signed.has(id)) tallies.push({ id, regionCode, push, version, signedVersion: signed.get(id)! });
    found.push(...editsAfterSigning(tally, period, tallies));
  }
  return found;
}
