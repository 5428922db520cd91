/** Pulls the rows of a sheet: what a clerk sees, in the order of the columns, with versions for the way back. */
import { narrow, type RegionScope } from "../../schema/region.ts";
import type { Cell, Cells } from "../../schema/sheet/definition.ts";
import { inOrder, keptColumns } from "../../schema/sheet/layout.ts";
import { type SheetReader, seesWhole, shownCells } from "../../schema/sheet/mask.ts";
import { isAmong } from "../../schema/sheet/meets.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { refuse } from "../refusal.ts";
import type { Database } from "../store/database.ts";
import {
  type Cut,
  type Entry,
  entriesById,
  type Position,
  pageOfEntries,
  pageOfSubjects,
  textOfEntries,
} from "../store/entries.ts";
import { layoutOf } from "../store/layouts.ts";
import type { Catalogue } from "./catalogue.ts";
import { derivedRows } from "./derivedRows.ts";
import { documentRows } from "./documentSheets.ts";
import { movedAway } from "./movedAway.ts";
import { type Page, pageOf } from "./page.ts";
import { pastRows } from "./pastRows.ts";
import { type PeriodMap, readPeriodMap } from "./readSuccessions.ts";
import { roundRows } from "./roundRows.ts";
import { rowsOfPair, sharedPair } from "./tallyRows.ts";
import { townshipsOf } from "./townships.ts";

export interface PullQuery extends Cut {
  period: string;
  region?: string | undefined;
  round?: string | undefined;
  /** The rows as they stood after this push, instead of as they are. */
  asOf?: number | undefined;
  /** Only rows whose cells in these columns are these. */
  filters: readonly { key: string; value: Cell }[];
  /** Who asks: some rows of ballots and some cells are not for everybody who may read the sheet. */
  reader: SheetReader;
  /** When it is asked, as ISO time: what is overdue is so by the day. */
  now: string;
}

/** A query beside what the successions make of the sheet in its period. */
export interface MappedQuery extends PullQuery {
  map: PeriodMap | undefined;
}

/** A row with the cells of all columns of its sheet. */
export interface FoundRow extends Position {
  version: number;
  cells: Cells;
  deleted: boolean;
  /** A subject that the sheet is not about. */
  outside?: boolean;
}

/** A page of a sheet; its rows are JSON, one or many a text, for what is kept as JSON need not be read to be sent. */
export interface Pulled extends Page<string> {
  push: number;
  /** Some cells are masks, or would be if they were filled. */
  masked: boolean;
}

/**
 * Pulls one page of a sheet inside a scope.
 * @throws Refusal forbidden for a filter by personal data that the reader does not see whole: numbers could be guessed
 */
export async function pullRows(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  query: PullQuery,
): Promise<Pulled> {
  const inside = query.region === undefined ? scope : narrow(scope, query.region);
  // This push was read before the rows are, so that nothing is missed.
  const { push } = catalogue;
  const isPlain = seesWhole(sheet.columns, query.reader, inside);
  for (const { key, value } of isPlain ? [] : query.filters) {
    const { sensitive, title } = sheet.columns.find((column) => column.key === key)!;
    if (sensitive !== undefined && value !== null) throw refuse("forbidden", "/filter", "personalFilter", { title });
  }
  const kept = keptColumns(sheet);
  if (sheet.rows === "roster" && kept.length === sheet.columns.length && isWhole(query) && isPlain) {
    const page = await textOfEntries(db, inside, sheet.id, query.period, await layoutOf(kept), query);
    if (page) return { ...page, push, masked: false };
  }
  const data = { since: query.since, upTo: query.asOf };
  const map = await readPeriodMap(db, inside, catalogue, sheet, query.period, data);
  const { relisted } = map ?? {};
  const cut = { ...query, limit: query.limit + 1, map, relisted, absent: map && [...map.absent.keys()] };
  const place = ({ regionCode, id }: Position) => ({ regionCode, id });
  const keys = sheet.columns.map(({ key }) => key);
  const text = ({ id, version, cells, deleted }: Omit<FoundRow, "regionCode">) =>
    JSON.stringify({ id, version, cells: inOrder(keys, cells), ...(deleted && { deleted }) });
  const shown = ({ cells, ...row }: FoundRow) => ({
    ...row,
    cells: isPlain ? cells : shownCells(sheet.columns, query.reader, row.regionCode, cells),
  });
  const { rows, ...page } = pageOf(await filteredRows(db, inside, catalogue, sheet, cut), query.limit, place);
  const texts = rows.map((row) => text(shown(row)));
  return { ...page, rows: [...texts, ...(await goneTexts(page))], push: query.asOf ?? push, masked: !isPlain };

  /** Rows that stand elsewhere now have no place in the order, and come with the last page. */
  async function goneTexts({ next }: { next?: Position }): Promise<string[]> {
    const gone = next ? [] : await movedAway(db, inside, catalogue, sheet, query);
    return gone.map((row) => text({ ...row, cells: {} }));
  }
}

/** Whether a query asks for all rows as they are. */
const isWhole = ({ filters, since, asOf }: PullQuery) =>
  filters.length === 0 && since === undefined && asOf === undefined;

/** One page of the entries of a sheet, each with what names its subject. */
async function entryRows(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  query: MappedQuery,
): Promise<FoundRow[]> {
  if (sheet.rows === "roster") return pageOfEntries(db, scope, sheet.id, query.period, query);
  const rosters = catalogue.rostersOf(sheet.subjects).map(({ id }) => id);
  const { map } = query;
  const found: FoundRow[] =
    sheet.rows === "one"
      ? (await pageOfSubjects(db, scope, sheet.id, query.period, rosters, query)).map(({ subject, ...row }) => ({
          ...row,
          deleted: row.deleted || map?.absent.has(row.id) === true,
          outside: !isAmong(sheet, subject),
          cells: { subject: row.id, name: map?.nameOf(row.id) ?? subject.name ?? null, ...row.cells },
        }))
      : await namedRows(db, scope, rosters, await pageOfEntries(db, scope, sheet.id, query.period, query), map);
  const townshipOf = await townshipsOf(db, found);
  return found.map((row) => ({ ...row, cells: { township: townshipOf(row), ...row.cells } }));
}

/** The rows of a ledger with the names of their subjects. */
async function namedRows(
  db: Database,
  scope: RegionScope,
  rosters: readonly string[],
  rows: readonly Entry[],
  map: PeriodMap | undefined,
): Promise<FoundRow[]> {
  const ids = [...new Set(rows.map(({ subjectId }) => subjectId))];
  const found = await Promise.all(rosters.map((roster) => entriesById(db, scope, roster, "", ids)));
  const nameOf = (id: string) => map?.nameOf(id) ?? found.find((one) => one.has(id))?.get(id)?.cells.name ?? null;
  return rows.map((row) => ({ ...row, cells: { name: nameOf(row.subjectId), ...row.cells } }));
}

/** One page of the rows of any sheet that pass the filters. */
async function filteredRows(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  query: MappedQuery,
): Promise<FoundRow[]> {
  const passes = ({ cells, outside }: FoundRow) =>
    outside !== true && query.filters.every(({ key, value }) => (cells[key] ?? null) === value);
  const passed: FoundRow[] = [];
  for (let after = query.after; ; ) {
    const found = await findRows(db, scope, catalogue, sheet, { ...query, after });
    passed.push(...found.filter(passes));
    if (found.length < query.limit || passed.length >= query.limit) return passed.slice(0, query.limit);
    after = found.at(-1);
  }
}

async function findRows(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  query: MappedQuery,
): Promise<FoundRow[]> {
  const { asOf } = query;
  const find = async (wanted: PullQuery) =>
    asOf === undefined
      ? entryRows(db, scope, catalogue, sheet, { ...query, ...wanted })
      : pastRows(db, scope, catalogue, sheet, asOf, { ...query, ...wanted });
  if (sheet.derived) return derivedRows(db, scope, catalogue, sheet, query, find);
  if (asOf !== undefined) return find(query);
  if (sheet.rows === "ofRound") return roundRows(db, scope, sheet, query);
  if (sheet.keptBy !== undefined) return documentRows(db, scope, sheet, query);
  const pair = sharedPair(sheet);
  return pair ? rowsOfPair(db, scope, catalogue, sheet, pair, query) : find(query);
}
