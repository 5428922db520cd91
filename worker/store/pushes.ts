/** Pushes: the number that names a state of all entries, and the one batch that writes a push. */
import { type SQL, sql } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import type { Cell } from "../../schema/sheet/definition.ts";
import { inOrder, orderFor } from "../../schema/sheet/layout.ts";
import type { Change } from "../../schema/sheet/push.ts";
import { entry, past, push } from "../../schema/tables.ts";
import {
  among,
  type Database,
  jsonChunks,
  jsonObjects,
  requireWithin,
  type Statement,
  smallestBetween,
} from "./database.ts";
import { layoutOf, layoutStatement } from "./layouts.ts";

/** The number of the last push; it names the state of all entries. */
export const lastPush = (db: Database) => db.select({ id: sql<number>`coalesce(max(${push.id}), 0)` }).from(push);

/** Inside a batch, after its push was inserted: the number of that push. */
export const thisPush = sql`(select max(${push.id}) from ${push})`;

/** Whose each of some pushes is. */
export async function principalsOfPushes(db: Database, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await db
    .select({ id: push.id, principal: push.principal })
    .from(push)
    .where(sql`${push.id} ${among(ids)}`);
  return new Map(rows.map(({ id, principal }) => [id, principal]));
}

/** A push as it is written: the sheet with the order in which its entries keep their cells. */
export interface PushHead {
  sheet: string;
  period: string;
  kept: readonly string[];
  principal: string;
  at: string;
  note: string | null;
  /** The push that this one takes back. */
  undoes?: number;
}

/**
 * The guard that nothing was deleted since a push from rosters on which a push relies, and nothing at all was pushed to
 * sheets that must not move.
 */
export const unmovedSince = (known: number, rosters: readonly string[], still: readonly string[]): SQL<number> =>
  sql<number>`not exists (select 1 from ${past} cross join ${entry} on ${entry.sheet} = ${past.sheet}
      and ${entry.period} = '' and ${entry.id} = ${past.id} and ${entry.deleted}
      where ${past.sheet} ${among(rosters)} and ${past.period} = ''
        and ${past.until} > ${known} and ${past.until} < ${thisPush})
    and not exists (select 1 from push as other where other.id > ${known} and other.id < ${thisPush}
      and other.sheet ${among(still)})`;

/** The first statement of a push. */
export const insertPush = (db: Database, head: Omit<PushHead, "kept"> & { rows: number }): Statement =>
  db.insert(push).values({ ...head, guard: 1 });

/** Fails on `versionsMoved` where a guard of the push does not hold. */
export const guardStatement = (db: Database, guard: SQL<number>): Statement =>
  db.update(push).set({ guard }).where(sql`${push.id} = ${thisPush}`);

/** The guard that this push has replaced so many versions, which is as many as it was to replace. */
export const replacedSo = ({ sheet, period }: Pick<PushHead, "sheet" | "period">, rows: number): SQL<number> =>
  sql<number>`(select count(*) from ${past} where ${past.sheet} = ${sheet} and ${past.period} = ${period}
    and ${past.until} = ${thisPush}) = ${rows}`;

/** The smallest region that holds all rows of which this push has replaced a version. */
export function regionReplaced({ sheet, period }: Pick<PushHead, "sheet" | "period">): SQL<string | null> {
  const replaced = sql`from ${past} where ${past.sheet} = ${sheet} and ${past.period} = ${period}
    and ${past.until} = ${thisPush})`;
  return smallestBetween(
    sql`(select min(${past.regionCode}) ${replaced}`,
    sql`(select max(${past.regionCode}) ${replaced}`,
  );
}

/** What many rows of one push have in common. */
interface Common {
  version: number;
  deleted: number;
  layout: number;
  other: string | null;
}

/**
 * The statements that write a push inside a scope. They fail on `versionsMoved` when any entry is no longer at the
 * version before its change, and on `entry.` when one that was new stands already; then nothing of the batch is written.
 * @param guards what else must still hold
 */
export async function pushStatements(
  db: Database,
  scope: RegionScope,
  { kept, ...head }: PushHead,
  changes: readonly Change[],
  guards: readonly SQL<number>[] = [],
): Promise<Statement[]> {
  const { sheet, period } = head;
  const layouts = new Map<readonly string[], number>();
  const [added, moved]: [unknown[], unknown[]] = [[], []];
  // Rows that stay where they are, by all that they have in common: then only their id and cells are to be sent.
  const stayed = new Map<string, { common: Common; rows: [string, Cell[]][] }>();
  for (const { regionCode, id, subjectId, cells, version, deleted, movedFrom, other = null } of changes) {
    requireWithin(scope, regionCode);
    const order = orderFor(kept, cells);
    // Nearly every row has the sheet's own order.
    const layout = layouts.get(order) ?? (await layoutOf(order));
    layouts.set(order, layout);
    const inPlace = inOrder(order, cells);
    if (version === 1 || movedFrom !== undefined) {
      const row = [regionCode, id, subjectId, inPlace, version, Number(deleted), layout, other];
      (version === 1 ? added : moved).push(row);
    } else {
      const name = `${version} ${deleted} ${layout} ${other}`;
      const alike = stayed.get(name) ?? { common: { version, deleted: Number(deleted), layout, other }, rows: [] };
      alike.rows.push([id, inPlace]);
      stayed.set(name, alike);
    }
  }
  const cell = (index: number) => sql`value->>${sql.raw(String(index))}`;
  const rowsOf = (chunk: string) =>
    sql`select ${sheet}, ${period}, ${cell(0)}, ${cell(1)}, ${cell(2)}, ${cell(3)}, ${cell(4)}, ${thisPush}, ${cell(5)}, ${cell(6)}, ${cell(7)}
      from json_each(${chunk}) where true`;
  // The row stands already: its place in the insert is never used.
  const rowsAlike = (chunk: string, { version, deleted, layout, other }: Common) =>
    sql`select ${sheet}, ${period}, '', key, '', value, ${version}, ${thisPush}, ${deleted}, ${layout}, ${other}
      from json_each(${chunk}) where true`;
  const replace = (rows: SQL, place: { regionCode?: SQL } = {}) =>
    db
      .insert(entry)
      .select(rows)
      .onConflictDoUpdate({
        target: [entry.sheet, entry.period, entry.id],
        set: {
          ...place,
          cells: sql`excluded.cells`,
          version: sql`excluded.version`,
          push: sql`excluded.push`,
          deleted: sql`excluded.deleted`,
          layout: sql`excluded.layout`,
          other: sql`excluded.other`,
        },
        setWhere: sql`${entry.version} = excluded.version - 1`,
      });
  const replacing = changes.length - added.length;
  return [
    insertPush(db, { ...head, rows: changes.length }),
    ...guards.map((guard) => guardStatement(db, guard)),
    ...[...layouts].map(([order, id]) => layoutStatement(db, id, order)),
    ...jsonChunks(added).map((chunk) => db.insert(entry).select(rowsOf(chunk))),
    ...[...stayed.values()].flatMap(({ common, rows }) =>
      jsonObjects(rows).map((chunk) => replace(rowsAlike(chunk, common))),
    ),
    ...jsonChunks(moved).map((chunk) => replace(rowsOf(chunk), { regionCode: sql`excluded.regionCode` })),
    ...(replacing > 0 ? [guardStatement(db, replacedSo(head, replacing))] : []),
  ];
}
