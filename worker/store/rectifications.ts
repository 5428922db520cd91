/** Cases of rectification and their steps, append-only, and the rows of the registers that are about their organizations. */
import { and, asc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import type { Cells } from "../../schema/sheet/definition.ts";
import { entry, principal, rectification, rectificationStep, round } from "../../schema/tables.ts";
import { among, type Database, jsonChunks, requireWithin, type Statement, within } from "./database.ts";
import { readLayouts } from "./layouts.ts";
import { whose } from "./principals.ts";

export type CaseValues = typeof rectification.$inferSelect;
export type Case = CaseValues & { account: string; name: string };
export type CaseStep = Omit<typeof rectificationStep.$inferSelect, "guard"> & { account: string; name: string };

/** What cases are looked for by. */
export interface CaseFilter {
  id?: string | undefined;
  round?: string | undefined;
  subjects?: readonly string[] | undefined;
  /** Only those that are not closed. */
  open?: boolean | undefined;
}

/** The cases inside a scope, the later ones last. */
export const casesOf = (db: Database, scope: RegionScope, filter: CaseFilter): Promise<Case[]> =>
  db
    .select({ ...getTableColumns(rectification), ...whose(rectification.principal) })
    .from(rectification)
    .leftJoin(principal, eq(principal.id, rectification.principal))
    .where(
      and(
        within(rectification.regionCode, scope),
        filter.id === undefined ? undefined : eq(rectification.id, filter.id),
        filter.round === undefined ? undefined : eq(rectification.round, filter.round),
        filter.subjects && sql`${rectification.subjectId} ${among(filter.subjects)}`,
        filter.open
          ? sql`not exists (select 1 from ${rectificationStep}
              where ${rectificationStep.rectification} = ${rectification.id} and ${rectificationStep.state} = 'closed')`
          : undefined,
      ),
    )
    .orderBy(asc(rectification.at), asc(rectification.id));

const { guard: _, ...kept } = getTableColumns(rectificationStep);

/** The steps of some cases inside a scope, the first ones first. */
export const caseStepsOf = (db: Database, scope: RegionScope, cases: readonly string[]): Promise<CaseStep[]> =>
  db
    .select({ ...kept, ...whose(rectificationStep.principal) })
    .from(rectificationStep)
    .innerJoin(rectification, eq(rectification.id, rectificationStep.rectification))
    .leftJoin(principal, eq(principal.id, rectificationStep.principal))
    .where(and(sql`${rectificationStep.rectification} ${among(cases)}`, within(rectification.regionCode, scope)))
    .orderBy(asc(rectificationStep.rectification), asc(rectificationStep.step));

/**
 * The statements that open cases inside a scope; they fail on the table's key where one is open already, and on its
 * deadline, which is then none, where the list is no longer the one that was read.
 * @param finalRun the run by which the list is final; none of a list that is no round here
 */
export function insertCases(
  db: Database,
  scope: RegionScope,
  cases: readonly CaseValues[],
  finalRun: number | null = null,
): Statement[] {
  for (const { regionCode } of cases) requireWithin(scope, regionCode);
  const rows = cases.map((one) => [
    ...[one.id, one.round, one.subjectId, one.regionCode, one.period, one.deadline, one.principal, one.at],
  ]);
  return jsonChunks(rows).map((chunk) =>
    db.insert(rectification).select(sql`select value->>0, value->>1, value->>2, value->>3, value->>4,
      iif((select ${round.finalRun} from ${round} where ${round.id} = value->>1) is ${finalRun}, value->>5, null),
      value->>6, value->>7 from json_each(${chunk}) where true`),
  );
}

/**
 * The statement that adds a step inside a scope. It fails on the table's key when somebody else acted meanwhile, and on
 * `rectificationMoved` when the rows that it goes by have changed.
 */
export function insertCaseStep(
  db: Database,
  scope: RegionScope,
  regionCode: string,
  step: Omit<typeof rectificationStep.$inferSelect, "guard">,
  holds: SQL = sql`1`,
): Statement {
  requireWithin(scope, regionCode);
  return db.insert(rectificationStep).values({ ...step, guard: holds as unknown as number });
}

/** A row of a register about an organization. */
export interface CaseRow {
  sheet: string;
  period: string;
  subjectId: string;
  cells: Cells;
}

/** The rows of some sheets about some subjects inside a scope, of all periods. */
export async function rowsAbout(
  db: Database,
  scope: RegionScope,
  sheets: readonly string[],
  subjects: readonly string[],
): Promise<CaseRow[]> {
  const rows = await db
    .select({
      ...{ sheet: entry.sheet, period: entry.period, subjectId: entry.subjectId },
      ...{ cells: entry.cells, layout: entry.layout },
    })
    .from(entry)
    .where(
      and(
        sql`${entry.sheet} ${among(sheets)}`,
        sql`${entry.subjectId} ${among(subjects)}`,
        within(entry.regionCode, scope),
        eq(entry.deleted, false),
      ),
    )
    .orderBy(asc(entry.sheet), asc(entry.period), asc(entry.regionCode), asc(entry.id));
  return readLayouts(db, rows);
}

/** Rows of one sheet and period about one subject: their last push, deleted ones too. */
const lastPushAbout = (sheet: string, period: string, regionCode: string, subjectId: string) =>
  sql<number>`(select coalesce(max(${entry.push}), 0) from ${entry} where ${entry.sheet} = ${sheet}
    and ${entry.period} = ${period} and ${entry.regionCode} = ${regionCode} and ${entry.subjectId} = ${subjectId})`;

/** The push by which those rows are as they are, and the guard that they still are. */
export async function rowsState(
  db: Database,
  scope: RegionScope,
  ...[sheet, period, regionCode, subjectId]: [string, string, string, string]
): Promise<SQL> {
  requireWithin(scope, regionCode);
  const last = lastPushAbout(sheet, period, regionCode, subjectId);
  const [row] = await db.select({ push: last }).from(sql`(select 1)`);
  return sql`${last} = ${row!.push}`;
}
