/** The rows of a sheet of submissions: the townships of a round, whom to remind first. */
import { beijingDay } from "../../schema/period.ts";
import type { RegionScope } from "../../schema/region.ts";
import type { Database } from "../store/database.ts";
import type { Round } from "../store/rounds.ts";
import type { PullQuery } from "./pullRows.ts";
import { readProgress } from "./readProgress.ts";
import type { RoundRow } from "./roundRows.ts";

/** All rows, those that have not submitted first; none of a round that asks for no submissions. */
export async function progressRows(
  db: Database,
  scope: RegionScope,
  { id, deadline }: Round,
  { now }: PullQuery,
): Promise<RoundRow[]> {
  if (deadline === null) return [];
  const { townships } = await readProgress(db, scope, id, now);
  return townships.map(({ regionCode, at, ...cells }) => ({
    ...{ id: regionCode, regionCode },
    cells: { region: regionCode, ...cells, deadline, on: at && beijingDay(at) },
  }));
}
