/** The history of one row: who changed which cell when, from what to what, in which push, with the clerk's note. */
import { everywhere, type RegionScope } from "../../schema/region.ts";
import type { Cell, Cells } from "../../schema/sheet/definition.ts";
import { differences } from "../../schema/sheet/difference.ts";
import { visibleChange } from "../../schema/sheet/doubleEntry.ts";
import { type SheetReader, shownCells } from "../../schema/sheet/mask.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { refuse } from "../refusal.ts";
import type { Database } from "../store/database.ts";
import { entriesById } from "../store/entries.ts";
import { versionsOfRow } from "../store/lines.ts";
import type { VersionStory } from "../store/versions.ts";
import type { Catalogue } from "./catalogue.ts";
import { versionLines } from "./documentHistory.ts";

export interface Who {
  account: string;
  name: string;
}

export interface ChangedCell {
  key: string;
  title: string;
  from: Cell;
  to: Cell;
}

/** What one push did to the row; of a policy's document, what one version changed in it. */
export interface RowLine {
  version: number;
  push: number;
  at: string;
  principal: Who;
  note: string | null;
  deleted: boolean;
  created: boolean;
  undoes?: number;
  /** The code that the row had before or has since. */
  other?: string;
  /** Who put the version of the policy in force. */
  activated?: { at: string; principal: Who };
  cells: ChangedCell[];
}

export interface HistoryQuery {
  period: string;
  id: string;
  /** Only what changed this cell. */
  column?: string | undefined;
  /** Only what was before this version. */
  before?: number | undefined;
  limit: number;
  /** Who asks: not everybody is shown what another has typed from ballots, or personal data. */
  reader: SheetReader;
}

/** A change of one row, before it is told to a reader. */
export interface RowChange {
  id: string;
  regionCode: string;
  from: Cells;
  to: Cells;
  deleted: boolean;
  other: string | null;
  /** Who made it, and who made what it found. */
  typist: string;
  typistBefore: string | undefined;
}

/** The cells that a change left otherwise than it found them, as far as a reader may see them. */
export function toldCells(sheet: Sheet, change: RowChange, reader: SheetReader): ChangedCell[] {
  const { id, deleted, other } = change;
  if (other !== null && deleted) return changedCells(sheet, { [sheet.key]: id }, { [sheet.key]: other });
  const seen = sheet.ballots ? visibleChange(sheet, change, reader) : change;
  // Where what was typed is not for this reader, nothing is said of it.
  const hidden = Object.keys(seen.to).length === 0 && Object.keys(change.to).length > 0;
  if (hidden) return [];
  const shown = (cells: Cells) => shownCells(sheet.columns, reader, change.regionCode, cells);
  return changedCells(sheet, seen.from, seen.to, shown);
}

/**
 * The cells of the sheet's own columns, and of those that it no longer has, under their titles.
 * @param shown how cells are shown: what differs may look the same
 */
export function changedCells(
  sheet: Sheet,
  before: Cells,
  after: Cells,
  shown: (cells: Cells) => Cells = (cells) => cells,
): ChangedCell[] {
  const differing = differences(before, after);
  const [from, to] = [shown(differing.from), shown(differing.to)];
  const columns = new Map(sheet.columns.map((column) => [column.key, column]));
  const writable = (key: string) => columns.has(key) && !columns.get(key)!.readOnly;
  // Beside what is signed, a signature keeps by whom and which version.
  const told = Object.keys(to).filter((key) => sheet.ballots !== "signoffs" || writable(key));
  return told.map((key) => ({
    key,
    title: columns.get(key)?.title ?? key,
    from: from[key] ?? null,
    to: to[key] ?? null,
  }));
}

/**
 * One page of the history of a row, the newest first.
 * @throws Refusal notFound for a row outside the scope as for none; badQuery for an unknown column or a sheet of outcomes
 */
export async function rowHistory(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  query: HistoryQuery,
): Promise<{ history: RowLine[]; next: string | null }> {
  const { column, before, limit } = query;
  if (sheet.rows === "ofRound") throw refuse("badQuery", "/sheet", "pastOfRound");
  if (sheet.rows === "compared") throw refuse("badQuery", "/sheet", "pastCompared");
  if (column !== undefined && !sheet.columns.some(({ key }) => key === column)) {
    const choices = sheet.columns.map(({ key }) => key).join("、");
    throw refuse("badQuery", "/column", "unknownColumn", { value: column, choices });
  }
  const read = sheet.keptBy === undefined ? entryLines : documentLines;
  const lines = (await read(db, scope, catalogue, sheet, query))
    .filter(({ version }) => before === undefined || version < before)
    .filter(({ cells }) => column === undefined || cells.some(({ key }) => key === column));
  const history = lines.slice(0, limit);
  return { history, next: lines.length > limit ? String(history.at(-1)!.version) : null };
}

const noRow = (id: string) => refuse("notFound", "/id", "unknown", { what: "row", value: id });

async function entryLines(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  { period, id, reader }: HistoryQuery,
): Promise<RowLine[]> {
  // Where every subject has its row, the subject says who may see it.
  const [lists, listed] = sheet.rows === "one" ? [catalogue.rostersOf(sheet.subjects), ""] : [[sheet], period];
  const found = await Promise.all(lists.map((list) => entriesById(db, scope, list.id, listed, [id])));
  if (!found.some((one) => one.has(id))) throw noRow(id);
  // Whoever sees the row sees what it was, also where it stood before.
  const versions = await versionsOfRow(db, everywhere, { sheet: sheet.id, period, id });
  return versions.map(({ account, name, principal, undoes, cells, regionCode, other, ...line }, i): RowLine => {
    const earlier = versions[i + 1];
    const { from, to } = differences(earlier?.cells ?? {}, cells);
    const typists = { typist: principal, typistBefore: earlier?.principal };
    const change = { id, regionCode, from, to, deleted: line.deleted, other, ...typists };
    return {
      ...line,
      principal: { account, name },
      created: line.version === 1,
      ...(undoes !== null && { undoes }),
      ...(other !== null && { other }),
      cells: toldCells(sheet, change, reader),
    };
  });
}

async function documentLines(
  db: Database,
  scope: RegionScope,
  _: Catalogue,
  sheet: Sheet,
  { id }: HistoryQuery,
): Promise<RowLine[]> {
  const versions = await versionLines(db, scope, sheet);
  const lines = versions.flatMap(({ story, push, rows }): RowLine[] =>
    rows
      .filter((row) => row.id === id)
      .map(({ created, deleted, from, to }) => ({
        version: story.version,
        push,
        ...toldOf(story),
        created,
        deleted,
        cells: changedCells(sheet, from, to),
      })),
  );
  if (lines.length === 0) throw noRow(id);
  return lines.reverse();
}

/** Who drafted a version and who put it in force; the library has no account. */
function toldOf({ at, principal, account, by, note, activator, ...story }: VersionStory) {
  const activated = activator !== null && {
    at: story.activatedAt!,
    principal: { account: story.activatorAccount ?? activator, name: story.activatedBy ?? activator },
  };
  return {
    at,
    principal: { account: account ?? principal, name: by ?? principal },
    note,
    ...(activated && { activated }),
  };
}
