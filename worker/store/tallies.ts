/** Ballots: subjects with their rows of two sheets and who typed them, and the guard that neither has moved. */
import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { RegionScope } from "../../schema/region.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import { differing } from "../../schema/sheet/difference.ts";
import type { TypedRow } from "../../schema/sheet/doubleEntry.ts";
import { entry, push } from "../../schema/tables.ts";
import { type Database, jsonChunks, within } from "./database.ts";
import { type Cut, cutSubjects } from "./entries.ts";
import { readLayouts } from "./layouts.ts";
import { versionsOfEntries } from "./past.ts";

/** A subject with its rows of two sheets; `gone`: no longer on its roster, which only `since` brings. */
export interface TallyPair {
  id: string;
  regionCode: string;
  subject: Cells;
  gone: boolean;
  rows: readonly [TypedRow, TypedRow];
}

const roster = alias(entry, "roster");
const sides = ["one", "two"].map((name) => ({ entry: alias(entry, name), push: alias(push, `${name}Push`) }));
const [one, two] = sides as [(typeof sides)[number], (typeof sides)[number]];

const columnsOf = (side: typeof one) => ({
  cells: side.entry.cells,
  layout: side.entry.layout,
  version: side.entry.version,
  principal: side.push.principal,
});
/** A row as it was joined: where there is none, drizzle gives nulls or none at all. */
type Joined =
  | { [K in keyof ReturnType<typeof columnsOf>]: (K extends "cells" | "principal" ? string : number) | null }
  | null;
const presentRows = async (db: Database, rows: readonly Joined[]): Promise<TypedRow[]> => {
  const read = await readLayouts(
    db,
    rows.map((row) => ({ ...row, cells: row?.cells ?? "{}", layout: row?.layout ?? null })),
  );
  return read.map(({ cells, version, principal }) => ({
    cells,
    version: version ?? 0,
    typist: principal ?? undefined,
  }));
};

/** One page of the subjects of some rosters, each with its rows of two sheets in a period, whether filled in or not. */
export async function pageOfPairs(
  db: Database,
  scope: RegionScope,
  sheets: readonly [string, string],
  period: string,
  rosterSheets: readonly string[],
  cut: Cut,
): Promise<TallyPair[]> {
  const { after, limit } = cut;
  const of = ({ entry: side }: typeof one, sheet: string) =>
    and(eq(side.sheet, sheet), eq(side.period, period), eq(side.id, roster.id));
  const rows = await db
    .select({
      id: roster.id,
      regionCode: roster.regionCode,
      cells: roster.cells,
      layout: roster.layout,
      gone: roster.deleted,
      one: columnsOf(one),
      two: columnsOf(two),
    })
    .from(roster)
    .leftJoin(one.entry, of(one, sheets[0]))
    .leftJoin(one.push, eq(one.push.id, one.entry.push))
    .leftJoin(two.entry, of(two, sheets[1]))
    .leftJoin(two.push, eq(two.push.id, two.entry.push))
    .where(
      and(
        inArray(roster.sheet, [...rosterSheets]),
        eq(roster.period, ""),
        within(roster.regionCode, scope),
        cutSubjects(
          roster,
          sql`max(${roster.push}, coalesce(${one.entry.push}, 0), coalesce(${two.entry.push}, 0))`,
          cut,
        ),
        after && sql`(${roster.regionCode}, ${roster.id}) > (${after.regionCode}, ${after.id})`,
      ),
    )
    .orderBy(asc(roster.regionCode), asc(roster.id))
    .limit(limit);
  const [subjects, ones, twos] = await Promise.all([
    readLayouts(db, rows),
    presentRows(
      db,
      rows.map(({ one }) => one),
    ),
    presentRows(
      db,
      rows.map(({ two }) => two),
    ),
  ]);
  return subjects.map(({ id, regionCode, cells, gone }, i) => ({
    id,
    regionCode,
    subject: cells,
    gone,
    rows: [ones[i]!, twos[i]!],
  }));
}

/** The rows of a sheet of ballots with the given ids, those that are there. */
export async function tallyRowsById(
  db: Database,
  scope: RegionScope,
  sheet: string,
  period: string,
  ids: readonly string[],
): Promise<Map<string, TypedRow>> {
  const found = new Map<string, TypedRow>();
  for (const chunk of jsonChunks(ids)) {
    const rows = await db
      .select({
        id: entry.id,
        cells: entry.cells,
        layout: entry.layout,
        version: entry.version,
        principal: push.principal,
      })
      .from(entry)
      .innerJoin(push, eq(push.id, entry.push))
      .where(
        and(
          eq(entry.sheet, sheet),
          eq(entry.period, period),
          sql`${entry.id} in (select value from json_each(${chunk}))`,
          within(entry.regionCode, scope),
        ),
      );
    const read = await presentRows(db, rows);
    rows.forEach(({ id }, i) => {
      found.set(id, read[i]!);
    });
  }
  return found;
}

/** For each id the accounts that made its cells what they are; who emptied a cell is one of them. */
export async function typistsOf(
  db: Database,
  scope: RegionScope,
  sheet: string,
  period: string,
  ids: readonly string[],
): Promise<Map<string, Set<string>>> {
  const typists = new Map<string, Set<string>>();
  for (const [id, versions] of await versionsOfEntries(db, scope, sheet, period, ids)) {
    const known = new Set<string>();
    versions.forEach(({ cells, principal }, i) => {
      const fresh = differing(cells, versions[i + 1]?.cells ?? {}).filter((key) => !known.has(key));
      for (const key of fresh) known.add(key);
      if (fresh.length > 0) typists.set(id, (typists.get(id) ?? new Set()).add(principal));
    });
  }
  return typists;
}

/** The guards of a push that was decided by rows of other sheets too: they hold while each is at the version seen. */
export const stillAt = (
  period: string,
  seen: readonly (readonly [sheet: string, id: string, version: number])[],
): SQL<number>[] =>
  jsonChunks(seen).map(
    (chunk) => sql<number>`not exists (select 1 from json_each(${chunk}) as seen
      left join ${entry} on ${entry.sheet} = seen.value->>0 and ${entry.period} = ${period}
        and ${entry.id} = seen.value->>1
      where coalesce(${entry.version}, 0) <> seen.value->>2)`,
  );
