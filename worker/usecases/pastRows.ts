/** The rows of a sheet as they stood after a past push: cells, versions, who was on the roster and by which name. */
import { ancestorAt, type RegionScope, withRegions } from "../../schema/region.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import type { TypedRow } from "../../schema/sheet/doubleEntry.ts";
import { isAmong } from "../../schema/sheet/meets.ts";
import { shownBallots } from "../../schema/sheet/shownBallots.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { refuse } from "../refusal.ts";
import type { Database } from "../store/database.ts";
import type { Entry, Position } from "../store/entries.ts";
import { entriesAsOf } from "../store/past.ts";
import { namesOf } from "../store/principals.ts";
import { principalsOfPushes } from "../store/pushes.ts";
import type { Catalogue } from "./catalogue.ts";
import type { FoundRow, MappedQuery } from "./pullRows.ts";
import { reachOf } from "./reach.ts";
import { sharedPair } from "./tallyRows.ts";

/**
 * One page of the rows of a sheet inside a scope as of a push, for the columns that the sheet has today.
 * @throws Refusal badQuery for sheets that pushes do not make: outcomes and a policy's document; notFound for a push
 *   that was not yet
 */
export async function pastRows(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  asOf: number,
  query: MappedQuery,
): Promise<FoundRow[]> {
  if (sheet.rows === "ofRound") throw refuse("badQuery", "/asOf", "pastOfRound");
  if (sheet.keptBy !== undefined) throw refuse("badQuery", "/asOf", "pastDocument");
  if (asOf > catalogue.push) throw refuse("notFound", "/asOf", "unknown", { what: "push", value: asOf });
  const { after, limit } = query;
  const rows = (await allRows(db, scope, catalogue, sheet, asOf, query)).filter(
    (row) => after === undefined || isLater(row, after),
  );
  return rows.slice(0, limit);
}

/** Entries are read in this order. */
const isLater = (row: Position, after: Position) =>
  row.regionCode === after.regionCode ? row.id > after.id : row.regionCode > after.regionCode;

async function allRows(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  asOf: number,
  query: MappedQuery,
): Promise<FoundRow[]> {
  const { map } = query;
  const rosters = sheet.rows === "roster" ? [] : catalogue.rostersOf(sheet.subjects).map(({ id }) => id);
  const perSubject = sheet.rows === "one" || sheet.rows === "compared";
  const reach = await reachOf(db, scope, catalogue, sheet, asOf);
  const townships = withRegions(
    scope,
    scope.map(({ from }) => ancestorAt(from, "township")),
  );
  const pair = sharedPair(sheet);
  const sheets = pair ?? [sheet.id];
  const states = await entriesAsOf(
    db,
    scope,
    [
      { id: "regions", periods: [""], reach: townships, deletedToo: true },
      ...sheets.map((id) => ({ id, periods: [query.period], reach })),
      ...rosters.map((id) => ({ id, periods: [""], deletedToo: !perSubject })),
    ],
    asOf,
  );
  const [places, ...own] = states.slice(0, 1 + sheets.length).map(byId);
  const subjects = states.slice(1 + sheets.length).flat();
  const townshipOf = ({ regionCode }: Position) => places!.get(ancestorAt(regionCode, "township"))?.cells.name ?? null;
  if (!perSubject) {
    const names = byId(subjects);
    return [...own[0]!.values()].map((row): FoundRow => {
      if (sheet.rows === "roster") return row;
      const name = map?.nameOf(row.subjectId) ?? names.get(row.subjectId)?.cells.name ?? null;
      const about = { name, township: townshipOf(row) };
      return { ...row, cells: { ...about, ...row.cells } };
    });
  }
  const filled = pair ? await typedRows(db, sheet, own, query) : (subject: Entry) => own[0]!.get(subject.id);
  const listed = subjects.filter(({ id, cells }) => !map?.absent.has(id) && isAmong(sheet, cells)).sort(byPlace);
  return listed.map((subject): FoundRow => {
    const { version, cells } = filled(subject) ?? { version: 0, cells: {} };
    const name = (pair ? undefined : map?.nameOf(subject.id)) ?? subject.cells.name ?? null;
    const about: Cells = { subject: subject.id, name, township: townshipOf(subject) };
    return { ...subject, version, cells: { ...about, ...cells } };
  });
}

const byId = (rows: readonly Entry[]) => new Map(rows.map((row) => [row.id, row]));
const byPlace = (a: Position, b: Position) => (isLater(a, b) ? 1 : -1);

/** What the rows of a sheet of ballots showed its reader, by the entries of two sheets and who had typed them. */
async function typedRows(
  db: Database,
  sheet: Sheet,
  [one, two]: readonly ReadonlyMap<string, Entry>[],
  { reader }: MappedQuery,
) {
  const entries = [...one!.values(), ...two!.values()];
  const typists = await principalsOfPushes(
    db,
    entries.map(({ push }) => push),
  );
  const accounts = [...typists.values(), ...entries.map(({ cells }) => cells.signer)];
  const names = await namesOf(db, [...new Set(accounts.filter((account) => typeof account === "string"))]);
  const typed = (row: Entry | undefined): TypedRow => ({
    cells: row?.cells ?? {},
    version: row?.version ?? 0,
    typist: row && typists.get(row.push),
  });
  return ({ id, regionCode }: Entry) =>
    shownBallots(sheet, regionCode, [typed(one!.get(id)), typed(two!.get(id))], reader, (one) => names.get(one) ?? one);
}
