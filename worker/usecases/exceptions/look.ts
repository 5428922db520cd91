/** What every search for exceptions is given: where it may look, and the sheets that there are. */
import type { RegionScope } from "../../../schema/region.ts";
import type { Sheet } from "../../../schema/sheet/source.ts";
import type { Database } from "../../store/database.ts";
import { placesOfPushes } from "../../store/examined.ts";
import type { Catalogue } from "../catalogue.ts";

export interface Look {
  db: Database;
  scope: RegionScope;
  catalogue: Catalogue;
}

/** The sheets that are of interest, each with every period to which anything was pushed. */
export async function placesOf({ db, catalogue }: Look, wanted: (sheet: Sheet) => boolean) {
  const sheets = catalogue.sheets.filter(wanted);
  const places = await placesOfPushes(
    db,
    sheets.map(({ id }) => id),
  );
  return places.map(({ sheet, period }) => ({ sheet: sheets.find(({ id }) => id === sheet)!, period }));
}
