/** Pulls the rows of a sheet: what a clerk sees, in the order of the columns, with versions for the way back. */
import { boundTitles, type Outcome, type Unscored } from "../../schema/outcome.ts";
import { ancestorAt, everywhere, narrow, type RegionScope, rangeOf, touches } from "../../schema/region.ts";
import type { Cell, Cells } from "../../schema/sheet/definition.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { refuse } from "../refusal.ts";
import type { Database } from "../store/database.ts";
import { entriesById, type Position, pageOfEntries, pageOfSubjects } from "../store/entries.ts";
import { lastPush } from "../store/pushes.ts";
import { lastRun, listRounds, outcomesOf, type Round } from "../store/rounds.ts";
import type { Catalogue } from "./catalogue.ts";
import { documentRows } from "./documentSheets.ts";
import { type Page, pageOf } from "./page.ts";
import { type PeriodMap, readPeriodMap } from "./readSuccessions.ts";
import { requireRound } from "./requireRound.ts";

export interface PullQuery {
  period: string;
  region?: string | undefined;
  round?: string | undefined;
  since?: number | undefined;
  after?: Position | undefined;
  limit: number;
}

export interface PulledRow {
  id: string;
  version: number;
  cells: Cell[];
  deleted?: true;
}

export interface Pulled extends Page<PulledRow> {
  push: number;
}

export interface FoundRow extends Position {
  version: number;
  cells: Cells;
  deleted: boolean;
}

/** Pulls one page of a sheet inside a scope. */
export async function pullRows(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  query: PullQuery,
): Promise<Pulled> {
  const inside = query.region === undefined ? scope : narrow(scope, query.region);
  // The push is read first, so that nothing is missed.
  const [{ id: push } = { id: 0 }] = await lastPush(db);
  const map = await readPeriodMap(db, inside, catalogue, sheet, query.period);
  const found = await findRows(db, inside, catalogue, sheet, { ...query, limit: query.limit + 1 }, map);
  const page = pageOf(found, query.limit, ({ regionCode, id }) => ({ regionCode, id }));
  const subjects = await subjectCells(db, scope, catalogue, sheet, page.rows, map);
  const rows = page.rows.map(({ id, version, cells, deleted }): PulledRow => {
    const all: Cells = { ...subjects.get(id), ...cells };
    return { id, version, cells: sheet.columns.map(({ key }) => all[key] ?? null), ...(deleted && { deleted: true }) };
  });
  return { ...page, rows, push };
}

async function findRows(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  query: PullQuery,
  map: PeriodMap | undefined,
): Promise<FoundRow[]> {
  if (sheet.rows === "outcomes") return outcomeRows(db, scope, sheet, query);
  if (sheet.keptBy !== undefined) return documentRows(db, scope, sheet, query);
  if (sheet.rows !== "one") return pageOfEntries(db, scope, sheet.id, query.period, query);
  const rosters = catalogue.rostersOf(sheet.subjects).map(({ id }) => id);
  const touched = query.since === undefined ? undefined : map?.touchedSince(query.since);
  const page = { ...query, touched, absent: map && [...map.absent.keys()] };
  const rows = await pageOfSubjects(db, scope, sheet.id, query.period, rosters, page);
  return rows.map(({ id, regionCode, subject, cells, version, gone }) => ({
    id,
    regionCode,
    version: version ?? 0,
    cells: { name: map?.nameOf(id) ?? subject.name ?? null, ...cells },
    deleted: gone || map?.absent.has(id) === true,
  }));
}

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

/** The results of the last run of a round as rows. */
async function outcomeRows(db: Database, scope: RegionScope, sheet: Sheet, query: PullQuery): Promise<FoundRow[]> {
  const round = await roundOf(db, scope, sheet.policyId!, query);
  if (!round) return [];
  const run = await lastRun(db, scope, round.id);
  if (!run) return [];
  const rows = await outcomesOf(db, scope, round.id, run.id, query);
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

/** The cells that name the subject of each row: code, name, township. */
async function subjectCells(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  rows: readonly FoundRow[],
  map: PeriodMap | undefined,
): Promise<Map<string, Cells>> {
  if (sheet.rows === "roster" || sheet.keptBy !== undefined) return new Map();
  const townships = [...new Set(rows.map(({ regionCode }) => ancestorAt(regionCode, "township")))];
  const titles = await entriesById(db, everywhere, "regions", "", townships);
  const names = new Map<string, Cells>();
  if (sheet.rows === "many") {
    const [roster] = catalogue.rostersOf(sheet.subjects);
    const about = await entriesById(db, scope, roster!.id, "", [...new Set(rows.map((r) => String(r.cells.subject)))]);
    for (const { id, cells } of rows) {
      const subject = String(cells.subject);
      names.set(id, { name: map?.nameOf(subject) ?? about.get(subject)?.cells.name ?? null });
    }
  }
  return new Map(
    rows.map(({ id, regionCode }) => [
      id,
      { subject: id, ...names.get(id), township: titles.get(ancestorAt(regionCode, "township"))?.cells.name ?? null },
    ]),
  );
}
