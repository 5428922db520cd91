/** Pushes: the number that names a state of all entries, and the one batch that writes a push. */
import { sql } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import type { Change, Standing } from "../../schema/sheet/push.ts";
import { entry, history, push } from "../../schema/tables.ts";
import { type Database, jsonChunks, requireWithin, type Statement } from "./database.ts";
import { type Condition, guardsOf } from "./ruled.ts";

/** The number of the last push; it names the state of all entries. */
export const lastPush = (db: Database) => db.select({ id: sql<number>`coalesce(max(${push.id}), 0)` }).from(push);

/** Inside a batch, after its push was inserted: the number of that push. */
export const thisPush = sql`(select max(${push.id}) from ${push})`;

/**
 * The statements that write a push inside a scope. They fail on `versionsMoved` when any entry is no longer at the
 * version that was read; then nothing of the batch is written.
 * @param standing what was read of each changed entry; an entry that did not exist has version 0
 * @param conditions what else must still be so; the statements fail on `versionsMoved` for them, too
 */
export function pushStatements(
  db: Database,
  scope: RegionScope,
  head: { sheet: string; period: string; principal: string; at: string; note: string | null },
  changes: readonly Change[],
  standing: ReadonlyMap<string, Pick<Standing, "version">>,
  conditions: readonly Condition[] = [],
): Statement[] {
  const { sheet, period } = head;
  for (const { regionCode } of changes) requireWithin(scope, regionCode);
  const versions = jsonChunks(changes.map(({ id }) => [id, standing.get(id)?.version ?? 0])).map(
    (chunk) => sql<number>`not exists (select 1 from json_each(${chunk}) as seen
      left join ${entry} on ${entry.sheet} = ${sheet} and ${entry.period} = ${period} and ${entry.id} = seen.value->>0
      where coalesce(${entry.version}, 0) <> seen.value->>1)`,
  );
  const [first, ...others] = [...versions, ...conditions.flatMap(guardsOf)];
  const rows = changes.map((c) => [
    c.regionCode,
    c.id,
    c.subjectId,
    c.cells,
    c.version,
    c.deleted ? 1 : 0,
    c.from,
    c.to,
  ]);
  const cell = (index: number) => sql`value->>${sql.raw(String(index))}`;
  return [
    db.insert(push).values({ ...head, rows: changes.length, guard: first as unknown as number }),
    ...others.map((guard) => db.update(push).set({ guard }).where(sql`${push.id} = ${thisPush}`)),
    ...jsonChunks(rows).flatMap((chunk) => [
      db
        .insert(entry)
        .select(
          sql`select ${sheet}, ${period}, ${cell(0)}, ${cell(1)}, ${cell(2)}, ${cell(3)}, ${cell(4)}, ${thisPush}, ${cell(5)}
            from json_each(${chunk}) where true`,
        )
        .onConflictDoUpdate({
          target: [entry.sheet, entry.period, entry.id],
          set: {
            regionCode: sql`excluded.regionCode`,
            subjectId: sql`excluded.subjectId`,
            cells: sql`excluded.cells`,
            version: sql`excluded.version`,
            push: sql`excluded.push`,
            deleted: sql`excluded.deleted`,
          },
        }),
      db.insert(history).select(
        sql`select ${sheet}, ${period}, ${cell(1)}, ${cell(4)}, ${thisPush}, ${cell(6)}, ${cell(7)}, ${cell(5)}
            from json_each(${chunk}) where true`,
      ),
    ]),
  ];
}
