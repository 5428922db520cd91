/** Where rows of a sheet belong: what their cells refer to, and the region that this puts them into. */
import { type RegionScope, regionPattern } from "../../schema/region.ts";
import type { Cells, Column } from "../../schema/sheet/definition.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import type { Database } from "../store/database.ts";
import { entriesById } from "../store/entries.ts";
import type { Catalogue } from "./catalogue.ts";

/** The rosters in one of which a column's value must stand; none where it refers to nothing. */
export function references(sheet: Sheet, column: Column, catalogue: Catalogue): Sheet[] {
  if (column.refers !== undefined) return [catalogue.sheet(column.refers) ?? []].flat();
  return sheet.rows === "many" && column.key === "subject" ? catalogue.rostersOf(sheet.subjects) : [];
}

/** The column that says where a row of a sheet belongs; none where every subject has its row. */
export const placingColumn = (sheet: Sheet) => (sheet.rows === "many" ? "subject" : sheet.region);

/**
 * The columns that cannot change once the row is there. A row may pass to another organization; what its region's own
 * code places does not move, for that is a change of the map.
 */
export function fixedColumns(
  sheet: Sheet,
  catalogue: Catalogue,
): { key: string; code: "keyFixed" | "regionFixed"; title: string }[] {
  const column = (key: string) => sheet.columns.find((one) => one.key === key)!;
  const fixed = (key: string, code: "keyFixed" | "regionFixed") => ({ key, code, title: column(key).title });
  if (sheet.rows === "many") return [fixed("subject", "keyFixed")];
  if (sheet.rows !== "roster") return [];
  const place = column(sheet.region!);
  const [roster] = references(sheet, place, catalogue);
  const moves = roster !== undefined && roster.region !== roster.key;
  return [
    ...(place.key === sheet.key || sheet.accounts ? [fixed(sheet.key, "keyFixed")] : []),
    ...(moves ? [] : [fixed(place.key, "regionFixed")]),
  ];
}

/** The regions of everything that cells refer to. */
export interface Places {
  /** Whether something stands in a roster, as far as the reader sees. */
  has(roster: Sheet, id: string): boolean;
  /** The region into which its cells put a row; `undefined` when they name none. */
  of(cells: Cells): string | undefined;
}

/** Reads the regions of everything that the pushed cells refer to; what is outside the scope is not there. */
export async function readPlaces(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  sent: readonly Cells[],
): Promise<Places> {
  const places = new Map<string, string>();
  const referring = sheet.columns.flatMap((column) =>
    references(sheet, column, catalogue).map((roster) => ({ key: column.key, roster })),
  );
  for (const { key, roster } of referring) {
    const values = sent.flatMap((cells) => (typeof cells[key] === "string" ? [String(cells[key])] : []));
    const found = await entriesById(db, scope, roster.id, "", [...new Set(values)]);
    for (const { id, regionCode, deleted } of found.values())
      if (!deleted) places.set(`${roster.id} ${id}`, regionCode);
  }
  return {
    has: (roster, id) => places.has(`${roster.id} ${id}`),
    of(cells) {
      const key = placingColumn(sheet);
      if (key === undefined) return undefined;
      const value = String(cells[key] ?? "");
      const rosters = referring.filter((one) => one.key === key).map(({ roster }) => roster.id);
      if (rosters.length === 0) return regionPattern.test(value) ? value : undefined;
      return rosters.map((roster) => places.get(`${roster} ${value}`)).find((place) => place !== undefined);
    },
  };
}
