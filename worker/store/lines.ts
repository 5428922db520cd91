/** What pushes did to rows: all that one push did, and all that happened to one row. */
import { type SQL, sql } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import type { Done } from "../../schema/sheet/undo.ts";
import { entry, past, principal, push } from "../../schema/tables.ts";
import { type Database, within } from "./database.ts";
import { rowsAsArrays } from "./entries.ts";
import { cellsOfRows } from "./layouts.ts";
import { lineage } from "./past.ts";
import { who } from "./pushList.ts";

type Table = typeof entry | typeof past;

/** What a push did to one row: what it found and what it left there. */
export interface PushLine extends Done {
  subjectId: string;
  /** Where the row stands after it. */
  regionCode: string;
  /** The account that made what the push found. */
  typistBefore: string | undefined;
}

/** What a push did to the rows inside a scope, by id; with `leaving` also to those that it took out of there. */
export async function linesOfPush(
  db: Database,
  scope: RegionScope,
  { push: id, sheet, period }: { push: number; sheet: string; period: string },
  leaving: boolean,
  { after = "", limit = -1 }: { after?: string | undefined; limit?: number } = {},
): Promise<PushLine[]> {
  const from = (table: Table, more: SQL) => sql`select ${table.id}, ${table.version}, ${table.subjectId},
      ${table.regionCode}, ${table.deleted}, ${table.other}, ${table.cells}, ${table.layout}
    from ${table} where ${table.sheet} = ${sheet} and ${table.period} = ${period} and ${table.push} = ${id}
      and ${table.id} > ${after} ${more}`;
  const rows = await rowsAsArrays<[...Version, number | null, string | null, number | null, string | null]>(
    db,
    sql`with made (id, version, subjectId, regionCode, deleted, other, cells, layout) as
        (${from(entry, sql``)} union all ${from(past, sql`and ${past.until} > ${id}`)})
      select made.*, before.deleted, before.cells, before.layout, typed.principal
      from made
        left join past as before on before.sheet = ${sheet} and before.period = ${period} and before.until = ${id}
          and before.id = made.id
        left join push as typed on typed.id = before.push
      where ${within(sql`made.regionCode`, scope)} ${leaving ? sql`or ${within(sql`before.regionCode`, scope)}` : sql``}
      order by made.id limit ${limit}`,
  );
  const [left, found] = await Promise.all([
    cellsOfRows(
      db,
      rows.map(([, , , , , , cells, layout]) => ({ cells, layout })),
    ),
    cellsOfRows(
      db,
      rows.map(([, , , , , , , , , cells, layout]) => ({ cells: cells ?? "{}", layout })),
    ),
  ]);
  return rows.map(([id, version, subjectId, regionCode, deleted, other, , , wasDeleted, , , typist], i) => ({
    id,
    version,
    subjectId,
    regionCode,
    other,
    after: { cells: left[i]!, deleted: deleted === 1 },
    before: wasDeleted === null ? null : { cells: found[i]!, deleted: wasDeleted === 1 },
    typistBefore: typist ?? undefined,
  }));
}

type Version = [
  id: string,
  version: number,
  subjectId: string,
  regionCode: string,
  deleted: number,
  other: string | null,
  cells: string,
  layout: number | null,
];

/** One version of a row, with the push that made it. */
export interface RowVersion {
  version: number;
  regionCode: string;
  deleted: boolean;
  other: string | null;
  cells: Cells;
  push: number;
  at: string;
  /** The id of the account; `account` and `name` are what clerks know it by. */
  principal: string;
  account: string;
  name: string;
  note: string | null;
  undoes: number | null;
}

/** All versions of a row inside a scope, the newest first. */
export async function versionsOfRow(
  db: Database,
  scope: RegionScope,
  { sheet, period, id }: { sheet: string; period: string; id: string },
): Promise<RowVersion[]> {
  type Row = [
    ...[number, string, number, string | null, string, number | null],
    ...[number, string, string, string, string, string | null, number | null],
  ];
  const rows = await rowsAsArrays<Row>(
    db,
    sql`with recursive ${lineage(scope, sheet, period, JSON.stringify([[id, 1]]))}
      select version, versions.regionCode, deleted, other, cells, layout, ${push.id}, ${push.at}, ${push.principal},
        ${who.account}, ${who.name}, ${push.note}, ${push.undoes}
      from versions cross join ${push} left join ${principal} on ${principal.id} = ${push.principal}
      where ${push.id} = versions.push order by version desc`,
  );
  const cells = await cellsOfRows(
    db,
    rows.map(([, , , , kept, layout]) => ({ cells: kept, layout })),
  );
  return rows.map(([version, regionCode, deleted, other, , , push, at, principal, account, name, note, undoes], i) => ({
    version,
    regionCode,
    deleted: deleted === 1,
    other,
    cells: cells[i]!,
    push,
    at,
    principal,
    account,
    name,
    note,
    undoes,
  }));
}
