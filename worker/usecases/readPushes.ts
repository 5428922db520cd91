/** Pushes as they are told of afterwards: which there were, and what one of them did to each row. */
import { covers, type RegionScope } from "../../schema/region.ts";
import { differences } from "../../schema/sheet/difference.ts";
import type { SheetReader } from "../../schema/sheet/mask.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { kindOf, type RowKind } from "../../schema/sheet/undo.ts";
import { refuse } from "../refusal.ts";
import type { Database } from "../store/database.ts";
import { entriesById } from "../store/entries.ts";
import { linesOfPush } from "../store/lines.ts";
import { type CountedPush, listPushes, type PushFilter, type SeenSheets } from "../store/pushList.ts";
import type { Catalogue } from "./catalogue.ts";
import { versionLines } from "./documentHistory.ts";
import { type ChangedCell, changedCells, toldCells, type Who } from "./rowHistory.ts";

/** Where a reader sees rows, where ballots, and where accounts. */
export interface Sight {
  scope: RegionScope;
  counted: RegionScope;
  kept: RegionScope;
  reader: SheetReader;
}

export interface ToldPush {
  push: number;
  sheet: string;
  title: string;
  period: string;
  at: string;
  principal: Who;
  note: string | null;
  /** How many rows inside the reader's region. */
  rows: number;
  /** The push that this one takes back. */
  undoes?: number;
  /** The pushes that take this one back; several where each did so in its own region. */
  undoneBy?: number[];
}

export interface ToldRow {
  id: string;
  name?: string;
  kind: RowKind;
  version: number;
  /** The code that the row had before or has since. */
  other?: string;
  cells: ChangedCell[];
}

/** One page of the pushes that did something to rows inside the reader's region, the newest first. */
export async function readPushes(
  db: Database,
  sight: Sight,
  catalogue: Catalogue,
  filter: PushFilter,
  limit: number,
): Promise<{ pushes: ToldPush[]; next: string | null }> {
  const found = await listPushes(db, sight.scope, seenSheets(sight, catalogue), filter, limit + 1);
  const pushes = await tell(db, sight, catalogue, found.slice(0, limit));
  return { pushes, next: found.length > pushes.length ? String(pushes.at(-1)!.push) : null };
}

/** A push of which the reader may be told, and its sheet; refuses when there is none. */
export async function requirePush(
  db: Database,
  sight: Sight,
  catalogue: Catalogue,
  id: number,
): Promise<{ push: CountedPush; sheet: Sheet }> {
  const [push] = await listPushes(db, sight.scope, seenSheets(sight, catalogue), { id }, 1);
  if (!push) throw refuse("notFound", "/push", "unknown", { what: "push", value: id });
  return { push, sheet: catalogue.sheet(push.sheet)! };
}

/** A push with one page of its rows inside the reader's region, by id. */
export async function readPush(
  db: Database,
  sight: Sight,
  catalogue: Catalogue,
  id: number,
  page: { after?: string | undefined; limit: number },
): Promise<Omit<ToldPush, "rows"> & { rows: ToldRow[]; next: string | null }> {
  const { push, sheet } = await requirePush(db, sight, catalogue, id);
  const scope = sheet.ballots ? sight.counted : sheet.accounts ? sight.kept : sight.scope;
  const [[head], found] = await Promise.all([
    tell(db, sight, catalogue, [push]),
    sheet.keptBy === undefined
      ? entryRows(db, scope, catalogue, sheet, push, { ...page, limit: page.limit + 1 }, sight.reader)
      : documentRows(db, scope, sheet, push, page),
  ]);
  const rows = found.slice(0, page.limit);
  return { ...head!, rows, next: found.length > rows.length ? rows.at(-1)!.id : null };
}

/** The pushes that take some pushes back, as far as they did it inside the reader's region; the newest first. */
export const undosOf = (db: Database, sight: Sight, catalogue: Catalogue, undoing: readonly number[]) =>
  listPushes(db, sight.scope, seenSheets(sight, catalogue), { undoing }, Number.POSITIVE_INFINITY);

/** The sheets that there are, by where the reader sees them. */
function seenSheets({ scope, counted, kept }: Sight, { sheets }: Catalogue): SeenSheets {
  const ids = (list: readonly Sheet[]) => list.map(({ id }) => id);
  const entries = sheets.filter(
    ({ rows, keptBy }) => rows !== "ofRound" && rows !== "compared" && keptBy === undefined,
  );
  return {
    plain: ids(entries.filter(({ ballots, accounts }) => !ballots && !accounts)),
    rosters: ids(entries.filter(({ rows }) => rows === "roster")),
    ballots: ids(entries.filter(({ ballots }) => ballots)),
    counted,
    accounts: ids(entries.filter(({ accounts }) => accounts)),
    kept,
    documents: ids(sheets.filter(({ keptBy }) => keptBy !== undefined && covers(scope, keptBy))),
  };
}

async function tell(
  db: Database,
  sight: Sight,
  catalogue: Catalogue,
  found: readonly CountedPush[],
): Promise<ToldPush[]> {
  const undoing = found.map(({ push }) => push);
  const undos = await undosOf(db, sight, catalogue, undoing);
  return found.map(({ account, name, principal: _, all: __, undoes, ...push }) => {
    const undoneBy = undos.filter((one) => one.undoes === push.push).map((one) => one.push);
    return {
      ...push,
      title: catalogue.sheet(push.sheet)!.title,
      principal: { account, name },
      ...(undoes !== null && { undoes }),
      ...(undoneBy.length > 0 && { undoneBy }),
    };
  });
}

async function entryRows(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  push: CountedPush,
  page: { after?: string | undefined; limit: number },
  reader: SheetReader,
): Promise<ToldRow[]> {
  const lines = await linesOfPush(db, scope, push, sheet.rows === "roster", page);
  const subjects = [...new Set(lines.map(({ subjectId }) => subjectId))];
  const rosters = sheet.rows === "roster" ? [] : catalogue.rostersOf(sheet.subjects);
  const found = await Promise.all(rosters.map(({ id }) => entriesById(db, scope, id, "", subjects)));
  const nameOf = (subject: string) => found.find((one) => one.has(subject))?.get(subject)?.cells.name;
  return lines.map((line): ToldRow => {
    const { id, version, before, after, other, regionCode, subjectId, typistBefore } = line;
    const name = sheet.rows === "roster" ? after.cells.name : nameOf(subjectId);
    const { from, to } = differences(before?.cells ?? {}, after.cells);
    const typists = { typist: push.principal, typistBefore };
    const change = { id, regionCode, from, to, deleted: after.deleted, other, ...typists };
    return {
      id,
      ...(typeof name === "string" && { name }),
      kind: kindOf(line),
      version,
      ...(other !== null && { other }),
      cells: toldCells(sheet, change, reader),
    };
  });
}

/** The rows that the version of a policy changed which a push has drafted: both were written in one go. */
async function documentRows(
  db: Database,
  scope: RegionScope,
  sheet: Sheet,
  { at, principal }: CountedPush,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<ToldRow[]> {
  const versions = await versionLines(db, scope, sheet);
  const drafted = versions.find(({ story }) => story.at === at && story.principal === principal);
  const rows = (drafted?.rows ?? []).map(({ id, created, deleted, from, to }): ToldRow => {
    const kind = created ? "new" : deleted ? "deleted" : "changed";
    return { id, kind, version: drafted!.story.version, cells: changedCells(sheet, from, to) };
  });
  return rows
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .filter(({ id }) => after === undefined || id > after)
    .slice(0, limit + 1);
}
