/** A table as it stands beside its layout: which column is which, by title, and which row is which, by its key. */
import type { CellValue, CellWrite, TableContent } from "./content.ts";
import { type CellColumn, type Layout, type LayoutColumn, layoutFor } from "./layout.ts";
import type { Snapshot } from "./snapshot.ts";

export interface Table {
  content: TableContent;
  layout: Layout;
  /** The columns of the sheet that are in the table, with where they stand; without the one that names a row. */
  cells: { column: CellColumn; at: number }[];
  /** What is written where. */
  writeTo(row: number, at: number, value: CellValue): CellWrite;
  /** Where any column of the layout stands. */
  placeOf(column: LayoutColumn): number | undefined;
  /** What a row is called, `""` where it is not. */
  idOf(row: number): string;
  /** The rows of that name. */
  rowsOf(id: string): readonly number[];
  valueAt(row: number, at: number): CellValue;
  /** Titles of the layout that two columns have; or the title of the column that names a row, where none has it. Then no row can be told. */
  twice: string[];
  unnamed?: string;
  /** Whether the rows can be told apart. */
  isReadable: boolean;
  /** Columns of the sheet that are not there. */
  absent: CellColumn[];
}

/** Looks at a table beside its snapshot. Columns that the sheet does not know are the clerk's own. */
export function tableOf({ definition, aliases }: Snapshot, content: TableContent): Table {
  const layout = layoutFor(definition);
  const places = new Map<string, number>();
  const twice = new Set<string>();
  content.columns.forEach((title, at) => {
    if (places.has(title.trim())) twice.add(title.trim());
    else places.set(title.trim(), at);
  });
  const placeOf = ({ title }: LayoutColumn) => places.get(title);
  const idAt = placeOf(layout.id);
  const valueAt = (row: number, at: number): CellValue => content.rows[row]![at] ?? "";
  const ids = content.rows.map((_, row) => {
    const written = idAt === undefined ? "" : String(valueAt(row, idAt)).trim();
    return aliases.get(written) ?? written;
  });
  const byId = new Map<string, number[]>();
  ids.forEach((id, row) => {
    const found = byId.get(id);
    if (found) found.push(row);
    else byId.set(id, [row]);
  });
  const own = layout.cells.filter((column) => column !== layout.id);
  const doubled = layout.columns.flatMap(({ title }) => (twice.has(title) ? [title] : []));
  const there = own.flatMap((column) => {
    const at = placeOf(column);
    return at === undefined ? [] : [{ column, at }];
  });
  return {
    content,
    layout,
    cells: there,
    placeOf,
    idOf: (row) => ids[row]!,
    rowsOf: (id) => byId.get(id) ?? [],
    valueAt,
    writeTo: (row, at, value) => ({ row, column: content.columns[at]!, value }),
    twice: doubled,
    ...(idAt === undefined && { unnamed: layout.id.title }),
    isReadable: idAt !== undefined && doubled.length === 0,
    absent: own.filter((column) => placeOf(column) === undefined),
  };
}
