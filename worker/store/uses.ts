/** Who uses a code of a roster: entries about it, cells that refer to it, results of it. */
import { and, sql } from "drizzle-orm";
import { everywhere, type RegionScope } from "../../schema/region.ts";
import { entry, outcome, push, round } from "../../schema/tables.ts";
import { among, type Database, jsonChunks, within } from "./database.ts";
import { rowsAsArrays } from "./entries.ts";
import { lineage, wholly } from "./past.ts";

/** So many rows of one sheet and period, or results of one round, stand on a code. */
export interface Use {
  /** A sheet, or the policy of the round. */
  of: string;
  period: string;
  id: string;
  rows: number;
}

/** Where to look in one sheet: its rows go by the code, are about it, or refer to it in a column. */
export interface Look {
  sheet: string;
  by: "id" | "subject" | "column";
  column?: string;
}

/** The sheets to which anything was ever pushed. */
export const sheetsInUse = (db: Database) => db.selectDistinct({ sheet: push.sheet }).from(push);

const codeBy = {
  id: sql`${entry.id}`,
  subject: sql`${entry.subjectId}`,
  // Where the column stands in the cells is told by their layout.
  column: sql`${entry.cells}->>(case when ${entry.layout} is null then look.value->>'column' else (
    select at from places where places.layout = ${entry.layout} and places.name = look.value->>'column') end)`,
};

/** Nothing is filled in. */
const isEmpty = sql`replace(replace(${entry.cells}, 'null', ''), ',', '') in ('[]', '{}')`;

/** The standing entries inside a scope that use codes, by sheet, period and code; empty ones say nothing. */
export async function entriesUsing(
  db: Database,
  scope: RegionScope,
  looks: readonly Look[],
  ids: readonly string[],
): Promise<Use[]> {
  const ways = Map.groupBy(looks, ({ by }) => by);
  const found = await Promise.all(
    [...ways].flatMap(([by, some]) =>
      jsonChunks(ids).map((chunk) =>
        // The periods of a sheet are those of its pushes: so the entries are found by the ranges of their keys.
        rowsAsArrays<[string, string, string, number]>(
          db,
          sql`with places (layout, name, at) as materialized
            (select layout.id, keys.value, keys.key from layout, json_each(layout.keys) as keys)
          select ${entry.sheet}, ${entry.period}, ${codeBy[by]} as code, count(*)
          from json_each(${JSON.stringify(some)}) as look
            cross join (select distinct sheet, period from push) as kept cross join ${entry}
          where kept.sheet = look.value->>'sheet' and ${entry.sheet} = kept.sheet and ${entry.period} = kept.period
            and ${codeBy[by]} in (select value from json_each(${chunk}))
            and ${entry.deleted} = 0 and not ${isEmpty} and ${within(by === "id" ? sql`+${entry.regionCode}` : entry.regionCode, scope)}
          group by 1, 2, 3`,
        ),
      ),
    ),
  );
  return found.flat().map(([of, period, id, rows]) => ({ of, period, id, rows }));
}

/** The rounds of some policies that have results of subjects of a roster, wherever these stood. */
export async function roundsUsing(
  db: Database,
  scope: RegionScope,
  policyIds: readonly string[],
  roster: string,
  ids: readonly string[],
): Promise<Use[]> {
  const found: Use[] = [];
  for (const chunk of wholly(ids)) {
    const rows = await db
      .selectDistinct({ of: round.policyId, period: round.period, id: outcome.subjectId, rows: sql<number>`1` })
      .from(
        sql`(with recursive ${lineage(everywhere, roster, "", chunk)} select distinct id, regionCode from versions) as stood`,
      )
      .crossJoin(round)
      .crossJoin(outcome)
      .where(
        and(
          sql`${outcome.round} = ${round.id} and ${outcome.regionCode} = stood.regionCode`,
          sql`${outcome.subjectId} = stood.id`,
          sql`${round.policyId} ${among(policyIds)}`,
          within(outcome.regionCode, scope),
        ),
      );
    found.push(...rows);
  }
  return found;
}
