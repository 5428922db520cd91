/** Reads what stands at the rows that a push names, with what each cell was when the pusher saw it. */
import type { RegionScope } from "../../schema/region.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import type { Standing } from "../../schema/sheet/push.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import type { Database } from "../store/database.ts";
import { type Entry, entriesById } from "../store/entries.ts";
import { cellsAt, differing } from "../store/past.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Push } from "./decidePush.ts";

/**
 * What stands at each id that the push names: the entry; on a sheet with a row for every subject, the subject must
 * still be on its roster, and stands at version 0 while it has no entry.
 */
export async function readStanding(
  db: Database,
  scope: RegionScope,
  catalogue: Catalogue,
  sheet: Sheet,
  push: Pick<Push, "period" | "rows">,
): Promise<Map<string, Standing>> {
  const named = push.rows.flatMap((row) => ("id" in row ? [row] : []));
  const ids = named.map(({ id }) => id);
  const rosters = sheet.rows === "one" ? catalogue.rostersOf(sheet.subjects) : [];
  const [entries, ...found] = await Promise.all([
    entriesById(db, scope, sheet.id, push.period, ids),
    ...rosters.map(({ id }) => entriesById(db, scope, id, "", ids)),
  ]);
  const subjects = new Map<string, Entry>(found.flatMap((one) => [...one]));
  const behind = named.filter(({ id, baseVersion }) => baseVersion < (entries.get(id)?.version ?? 0));
  const seen = await cellsAt(db, scope, sheet.id, push.period, behind);
  const versions = new Map(behind.map(({ id, baseVersion }) => [id, baseVersion]));
  const standing = new Map<string, Standing>();
  for (const id of ids) {
    const [entry, subject] = [entries.get(id), subjects.get(id)];
    if (sheet.rows === "one" && (!subject || subject.deleted)) continue;
    if (entry) standing.set(id, { ...entry, base: behindBy(entry, versions.get(id), seen.get(id)) });
    else if (subject)
      standing.set(id, {
        id,
        regionCode: subject.regionCode,
        subjectId: id,
        cells: {},
        version: 0,
        deleted: false,
        base: {},
      });
  }
  return standing;
}

/** What has changed in an entry since it looked as it was seen: each such cell as it was then. */
function behindBy({ version, cells }: Entry, named: number | undefined, seen: Cells = {}): Cells {
  if (named === undefined || named >= version) return {};
  return Object.fromEntries(differing(cells, seen).map((key) => [key, seen[key] ?? null]));
}
