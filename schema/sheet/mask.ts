/** Masks of personal data: what is left of a number for whoever may not see it, and how its mask is known again. */
import { covers, holdsAllOf, type RegionScope } from "../region.ts";
import { plain } from "./cells/characters.ts";
import type { Cell, Cells, Column, SensitiveKind } from "./definition.ts";
import type { BallotReader } from "./doubleEntry.ts";
import type { CellConflict, RowResult } from "./push.ts";

/** Who asks for rows: which ballots are shown to it, and where it sees personal data whole. */
export interface SheetReader extends BallotReader {
  personal: RegionScope;
}

/**
 * So many characters stay at either end: a clerk with the card or the paybook at hand knows by them whether it is the
 * same; nobody can use what is left.
 */
const kept: Record<SensitiveKind, readonly [first: number, last: number]> = {
  idNumber: [3, 4],
  bankAccount: [0, 4],
  phone: [0, 4],
  other: [0, 0],
};

const star = "*";

/** The mask of a text, as long as the text: of less than twice what would stay, nothing stays. A mask's mask is itself. */
export function maskText(kind: SensitiveKind, text: string): string {
  const signs = [...text];
  const [first, last] = kept[kind];
  if (signs.length < 2 * (first + last)) return star.repeat(signs.length);
  return signs.map((sign, i) => (i < first || i >= signs.length - last ? sign : star)).join("");
}

/** Whether a typed text holds what only masks hold. */
export const hasMask = (text: string): boolean => plain(text).includes(star);

/** Whether what was typed is the mask of a cell. */
export const isMaskOf = (kind: SensitiveKind, typed: unknown, cell: Cell | undefined): boolean =>
  typeof typed === "string" && typeof cell === "string" && plain(typed) === maskText(kind, cell);

type Columns = readonly Pick<Column, "key" | "sensitive">[];

/** The columns of personal data with their kinds. */
export const sensitiveColumns = (columns: Columns): { key: string; kind: SensitiveKind }[] =>
  columns.flatMap(({ key, sensitive }) => (sensitive === undefined ? [] : [{ key, kind: sensitive }]));

/** Whether a reader sees all cells of a sheet whole, everywhere in a scope: then nothing is to be masked. */
export const seesWhole = (columns: Columns, { personal }: Pick<SheetReader, "personal">, scope: RegionScope): boolean =>
  columns.every(({ sensitive }) => sensitive === undefined) || holdsAllOf(personal, scope);

const maskCell = (kind: SensitiveKind, cell: Cell): Cell => (cell === null ? null : maskText(kind, String(cell)));

/** The cells of a row with masks for personal data. */
export function maskCells(columns: Columns, cells: Cells): Cells {
  const masked = { ...cells };
  for (const { key, kind } of sensitiveColumns(columns))
    if (Object.hasOwn(cells, key)) masked[key] = maskCell(kind, cells[key]!);
  return masked;
}

/** The cells of a row as a reader is shown them. */
export const shownCells = (
  columns: Columns,
  { personal }: Pick<SheetReader, "personal">,
  regionCode: string,
  cells: Cells,
): Cells => (covers(personal, regionCode) ? cells : maskCells(columns, cells));

/** What became of a pushed row, with masks for personal data: of what stands, of what stood, and of what was sent. */
export function maskResult<R extends Pick<RowResult, "cells" | "conflicts">>(columns: Columns, result: R): R {
  const kinds = new Map(sensitiveColumns(columns).map(({ key, kind }) => [key, kind]));
  const masked = ({ key, base, theirs, mine }: CellConflict): CellConflict => {
    const kind = kinds.get(key);
    const one = (cell: Cell) => (kind === undefined ? cell : maskCell(kind, cell));
    return { key, base: one(base), theirs: one(theirs), mine: one(mine) };
  };
  return {
    ...result,
    ...(result.cells && { cells: maskCells(columns, result.cells) }),
    ...(result.conflicts && { conflicts: result.conflicts.map(masked) }),
  };
}
