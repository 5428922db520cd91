/** Where what was recorded about the subjects of a region stands: there, and where they were before they came. */
import { type RegionScope, withRegions } from "../../schema/region.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import type { Database } from "../store/database.ts";
import { formerPlaces } from "../store/past.ts";
import type { Catalogue } from "./catalogue.ts";

/**
 * A scope with the places from which subjects of a sheet have come into it, up to a push. Where every subject has its
 * row, that goes with it, wherever it was filled in; elsewhere a row is seen where it stands.
 */
export async function reachOf(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  upTo: number,
): Promise<RegionScope> {
  if (sheet.rows !== "one" && sheet.rows !== "compared") return scope;
  const rosters = catalogue.rostersOf(sheet.subjects).map(({ id }) => id);
  const former = await formerPlaces(db, scope, rosters, upTo);
  return withRegions(
    scope,
    former.map(({ regionCode }) => regionCode),
  );
}
