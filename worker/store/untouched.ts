/** The one way to write changed cells without reading the rows first: the database does it where nobody has touched them. */
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import type { AlikeRows } from "../../schema/sheet/alike.ts";
import { entry } from "../../schema/tables.ts";
import { type Database, jsonObjects, type Statement, within } from "./database.ts";
import { layoutOf, layoutStatement } from "./layouts.ts";
import { guardStatement, insertPush, type PushHead, replacedSo, thisPush } from "./pushes.ts";

/**
 * The statements that write a push of changed cells inside a scope. They fail on `versionsMoved`, and then nothing of
 * the batch is written, unless every row stands there at its version, keeps its cells in the sheet's own order and is
 * changed by what is sent.
 * @param fixed columns that a row may send only as they are
 */
export async function untouchedStatements(
  db: Database,
  scope: RegionScope,
  { kept, ...head }: PushHead,
  groups: readonly AlikeRows[],
  fixed: readonly string[],
): Promise<Statement[]> {
  const layout = await layoutOf(kept);
  const rows = groups.reduce((sum, group) => sum + group.rows.length, 0);
  return [
    insertPush(db, { ...head, rows }),
    layoutStatement(db, layout, kept),
    ...groups.flatMap((group) => jsonObjects(group.rows).map((chunk) => writing(group, chunk))),
    guardStatement(db, replacedSo(head, rows)),
  ];

  /** Where a row does not stand yet this puts it in, into no region; the guard at the end takes that back. */
  function writing({ version, keys }: AlikeRows, chunk: string): Statement {
    const [old, sent] = [cellIn(entry.cells), cellIn(sql`excluded.cells`)];
    const pairs = keys.map((key, i) => ({ key, was: kept.indexOf(key), now: i }));
    const patched = pairs.map(({ was, now }) => sql`${`$[${was}]`}, excluded.cells->${sql.raw(String(now))}`);
    const cells = keys === kept ? sql`excluded.cells` : sql`json_set(${entry.cells}, ${sql.join(patched, sql`, `)})`;
    const held = pairs.filter(({ key }) => fixed.includes(key)).map(({ was, now }) => sql`${old(was)} is ${sent(now)}`);
    return db
      .insert(entry)
      .select(
        sql`select ${head.sheet}, ${head.period}, '', key, '', value, ${version + 1}, ${thisPush}, 0, ${layout}, null
          from json_each(${chunk}) where true`,
      )
      .onConflictDoUpdate({
        target: [entry.sheet, entry.period, entry.id],
        set: { cells, version: sql`excluded.version`, push: sql`excluded.push`, other: null },
        setWhere: and(
          eq(entry.version, version),
          eq(entry.deleted, false),
          eq(entry.layout, layout),
          within(entry.regionCode, scope),
          ...held,
        )!,
      });
  }
}

const cellIn = (cells: SQL | typeof entry.cells) => (index: number) => sql`${cells}->>${sql.raw(String(index))}`;
