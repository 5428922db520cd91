/** Reads what stands at the rows that a push names, with what each cell was when the pusher saw it. */
import { everywhere, type RegionScope } from "../../schema/region.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import { differences } from "../../schema/sheet/difference.ts";
import { isAmong } from "../../schema/sheet/meets.ts";
import type { Standing } from "../../schema/sheet/push.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import type { Database } from "../store/database.ts";
import { type Entry, entriesById } from "../store/entries.ts";
import { cellsAt } from "../store/past.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Push } from "./decidePush.ts";

/**
 * What stands at each id that the push names: the entry; on a sheet with a row for every subject, the subject must
 * still be on its roster, and stands at version 0 while it has no entry. Its row is where the subject is now, wherever
 * it was when the entry was made.
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
  const reach = sheet.rows === "one" ? everywhere : scope;
  const rosters = sheet.rows === "one" ? catalogue.rostersOf(sheet.subjects) : [];
  const [entries, ...found] = await Promise.all([
    entriesById(db, reach, sheet.id, push.period, ids),
    ...rosters.map(({ id }) => entriesById(db, scope, id, "", ids)),
  ]);
  const subjects = new Map<string, Entry>(found.flatMap((one) => [...one]));
  const behind = named.filter(({ id, baseVersion }) => baseVersion < (entries.get(id)?.version ?? 0));
  // A row that moved was seen where it stood then.
  const seen = await cellsAt(db, everywhere, sheet.id, push.period, behind);
  const versions = new Map(behind.map(({ id, baseVersion }) => [id, baseVersion]));
  const standing = new Map<string, Standing>();
  for (const id of ids) {
    const [entry, subject] = [entries.get(id), subjects.get(id)];
    if (sheet.rows === "one" && (!subject || subject.deleted || !isAmong(sheet, subject.cells))) continue;
    const regionCode = subject?.regionCode ?? entry?.regionCode ?? "";
    const moved = entry && entry.regionCode !== regionCode && { movedFrom: entry.regionCode };
    if (entry)
      standing.set(
        id,
        Object.assign(entry, moved, { regionCode, base: behindBy(entry, versions.get(id), seen.get(id)) }),
      );
    else if (subject)
      standing.set(id, {
        id,
        regionCode,
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
  return differences(seen, cells).from;
}
