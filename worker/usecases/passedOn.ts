/** Finds rows that passed to the successor of their organization: in the periods before, they belong to where they were. */
import { everywhere } from "../../schema/region.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import type { SuccessionMap } from "../../schema/succession.ts";
import { descentOf } from "../core/succession/sources.ts";
import type { Database } from "../store/database.ts";
import { versionsOfEntries } from "../store/past.ts";

/**
 * The rows of a roster whose organization comes later than a day, and that belonged to one which it succeeded and which
 * still stands on it.
 * @param upTo as the data stood after this push
 */
export async function passedOn(
  db: Database,
  { id: roster, key, standsOn }: Sheet,
  rows: readonly { id: string; unit: string | undefined }[],
  map: SuccessionMap,
  day: string,
  upTo: number,
): Promise<ReadonlySet<string>> {
  if (standsOn === undefined || standsOn === key) return new Set();
  const early = rows.filter(({ unit }) => unit !== undefined && map.absence(unit, day)?.ended === false);
  const ids = early.map(({ id }) => id);
  // A row may have come from another region; where it was is known to whoever sees it.
  const versions = await versionsOfEntries(db, everywhere, roster, "", ids);
  const wasThere = ({ id, unit }: (typeof rows)[number]) => {
    const before = new Set(descentOf(map, unit!, "9999-12-31~").flatMap(({ by }) => by.predecessors));
    const units = (versions.get(id) ?? []).flatMap(({ push, cells }) => (push <= upTo ? [cells[standsOn]] : []));
    return units.some((one) => typeof one === "string" && before.has(one) && map.standsOn(one, day));
  };
  return new Set(early.filter(wasThere).map(({ id }) => id));
}
