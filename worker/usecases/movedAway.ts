/** Rows that a sheet had and that now stand in other regions: whoever pulls what changed is told that they went. */
import type { RegionScope } from "../../schema/region.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import type { Database } from "../store/database.ts";
import { movedOut } from "../store/past.ts";
import type { Catalogue } from "./catalogue.ts";

/** The rows that moved out of a scope after a push, without what they say now: that is for their new place. */
export async function movedAway(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  { period, since }: { period: string; since?: number | undefined },
): Promise<{ id: string; version: number; deleted: true }[]> {
  if (since === undefined || sheet.rows === "ofRound" || sheet.keptBy !== undefined) return [];
  if (sheet.rows === "roster" || sheet.rows === "many") {
    const rows = await movedOut(db, scope, sheet.id, period, since);
    return rows.map((row) => ({ ...row, deleted: true }));
  }
  const rosters = catalogue.rostersOf(sheet.subjects);
  const found = await Promise.all(rosters.map(({ id }) => movedOut(db, scope, id, "", since)));
  return found.flat().map(({ id }) => ({ id, version: 0, deleted: true }));
}
