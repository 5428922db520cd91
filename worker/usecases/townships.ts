/** The names of townships, for rows that tell in which one they lie; no secret to anybody. */
import { ancestorAt, everywhere } from "../../schema/region.ts";
import type { Cell } from "../../schema/sheet/definition.ts";
import type { Database } from "../store/database.ts";
import { entriesById } from "../store/entries.ts";

/** For the regions of some rows, what names the township of each; null where the roster of regions has none. */
export async function townshipsOf(
  db: Database,
  rows: readonly { regionCode: string }[],
): Promise<(row: { regionCode: string }) => Cell> {
  const codeOf = ({ regionCode }: { regionCode: string }) => ancestorAt(regionCode, "township");
  const titles = await entriesById(db, everywhere, "regions", "", [...new Set(rows.map(codeOf))]);
  return (row) => titles.get(codeOf(row))?.cells.name ?? null;
}
