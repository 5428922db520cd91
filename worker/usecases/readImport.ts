/** Reads an old table for a sheet: its titles, its rows, whose they are; nothing is written. */
import { letterOf } from "../../schema/grid.ts";
import type { RegionScope } from "../../schema/region.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import { letterMapping } from "../core/imports/mapping.ts";
import { fingerprintTitles, readTable, type Said, type Table } from "../core/imports/readTable.ts";
import { type ResolvedRow, resolveRows, type Unmatched } from "../core/imports/resolve.ts";
import { type Target, targetsOf } from "../core/imports/targets.ts";
import type { ReadFile } from "../files/readGrids.ts";
import { sha256 } from "../hash.ts";
import { refuse } from "../refusal.ts";
import type { Database } from "../store/database.ts";
import type { Entry } from "../store/entries.ts";
import { findMapping, type Mapping } from "../store/mappings.ts";
import type { Catalogue } from "./catalogue.ts";
import { placesOf, readLists } from "./importLists.ts";

/** What is asked of a file. */
export interface ImportAsked {
  file: ReadFile;
  worksheet?: string | undefined;
  said: Said;
  /** By what is written, the code that is meant. */
  names: Readonly<Record<string, string>>;
  /** The state of the data in which names are looked up: after this push. */
  seen: number;
}

export interface ReadImport {
  table: Table;
  targets: readonly Target[];
  rows: ResolvedRow[];
  unmatched: Unmatched[];
  /** What the sheet's rows can be about, or a roster's rows, by code. */
  listed: Map<string, Entry>;
  /** By what the table is known again, and what was and is said of it. */
  titles: string;
  before: Mapping | undefined;
  mapping: Mapping;
}

/**
 * @param scope where names are looked up; @param office where whoever asks may write, by which its mappings are found
 * @throws Refusal invalid for a file without such a worksheet, without titles of the sheet, without a column of names
 */
export async function readImport(
  db: Database,
  scope: RegionScope,
  office: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  { file, worksheet, said, names, seen }: ImportAsked,
): Promise<ReadImport> {
  const targets = targetsOf(sheet, placesOf(catalogue, sheet));
  requireKnown(said, targets);
  const choices = file.grids.map(({ name }) => name).join("、");
  const grids = file.grids.filter(({ name }) => worksheet === undefined || name === worksheet);
  if (grids.length === 0) throw refuse("invalid", "/worksheet", "noWorksheet", { value: worksheet, choices });
  const { lists, listed } = await readLists(db, scope, catalogue, sheet, names, seen);
  const isSection = (text: string) => "code" in lists.townships.find(text);
  const tables = grids.flatMap((grid) => readTable(grid, targets, said, isSection) ?? []);
  const [found] = tables.sort((a, b) => mappedIn(b) - mappedIn(a));
  if (!found) {
    const titles = targets.map(({ key, title }) => `${title}(${key})`).join("、");
    throw refuse("invalid", "/header", "noHeader", { choices: titles });
  }
  const titles = await sha256(JSON.stringify(fingerprintTitles(found.header)));
  const before = await findMapping(db, office, sheet.id, titles);
  const grid = grids.find(({ name }) => name === found.worksheet)!;
  const header = [found.header.top + 1, found.header.top + found.header.height] as const;
  const table = before ? readTable(grid, targets, { ...said, header, remembered: before.columns }, isSection)! : found;
  const keys = table.columns.flatMap(({ key }) => key ?? []);
  if (!keys.some((key) => ["name", "subject", "village", sheet.key].includes(key)))
    throw refuse("invalid", "/columns", "noName");
  const known = { ...lists, names: { ...before?.names, ...names } };
  const settled = resolveRows(sheet, targets, table.columns, known, sheet.region, table.data);
  const mapping = { columns: letterMapping(table.columns), names: known.names };
  return { table, targets, ...settled, listed, titles, before, mapping };
}

const mappedIn = ({ columns }: Table) => columns.filter(({ key }) => key !== undefined).length;

/** Refuses what is said of columns that the sheet does not have, or twice of one. */
function requireKnown({ columns = {} }: Said, targets: readonly Target[]) {
  const keys = new Set<string>();
  for (const [letter, key] of Object.entries(columns)) {
    if (key === null) continue;
    const choices = targets.map((one) => one.key).join("、");
    if (!targets.some((one) => one.key === key))
      throw refuse("invalid", `/columns/${letter}`, "notChoice", { choices });
    if (keys.has(key)) throw refuse("invalid", `/columns/${letter}`, "columnTwice", { value: key });
    keys.add(key);
  }
}

/** Merged cells whose contents count in their first line only. */
export const mergedCells = ({ data, columns }: Table) =>
  data.flatMap(({ row, mergedAbove }) =>
    mergedAbove.filter((index) => columns[index]?.key !== undefined).map((index) => ({ row, column: letterOf(index) })),
  );
