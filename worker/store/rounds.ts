/** Rounds, their runs and outcomes. Outcomes are append-only: a subject's result is its last one up to a run. */
import { and, asc, desc, eq, getTableColumns, inArray, lt, ne, type SQL, sql } from "drizzle-orm";
import { clockwork } from "../../schema/job.ts";
import type { RegionScope } from "../../schema/region.ts";
import { settledStates } from "../../schema/round.ts";
import { outcome, principal, round, run } from "../../schema/tables.ts";
import { among, type Database, jsonChunks, requireWithin, type Statement, touching, within } from "./database.ts";
import type { Position } from "./entries.ts";

/** A round as it is written; what is set when it is finalised is there only while it is final or archived. */
export type RoundValues = typeof round.$inferInsert;
export type Round = typeof round.$inferSelect & { finalByName: string | null };
export type Run = typeof run.$inferSelect;

/** The id of a round is what makes it one: policy, period, region. */
export const roundId = (policyId: string, period: string, regionCode: string) => `${policyId}.${period}.${regionCode}`;

const roundColumns = { ...getTableColumns(round), finalByName: principal.name };

/** A round that the scope takes part in. */
export async function findRound(db: Database, scope: RegionScope, id: string): Promise<Round | undefined> {
  const [row] = await db
    .select(roundColumns)
    .from(round)
    .leftJoin(principal, eq(principal.id, round.finalBy))
    .where(and(eq(round.id, id), touching(round.regionCode, scope)));
  return row;
}

/** The rounds that a scope takes part in, by policy, period and region. */
export function listRounds(
  db: Database,
  scope: RegionScope,
  filter: { policyId?: string | undefined; period?: string | undefined },
): Promise<Round[]> {
  return db
    .select(roundColumns)
    .from(round)
    .leftJoin(principal, eq(principal.id, round.finalBy))
    .where(
      and(
        touching(round.regionCode, scope),
        filter.policyId === undefined ? undefined : eq(round.policyId, filter.policyId),
        filter.period === undefined ? undefined : eq(round.period, filter.period),
      ),
    )
    .orderBy(asc(round.policyId), asc(round.period), asc(round.regionCode));
}

/** The rounds of some periods that a scope takes part in. */
export function roundsOfPeriods(db: Database, scope: RegionScope, periods: readonly string[]): Promise<Round[]> {
  return db
    .select(roundColumns)
    .from(round)
    .leftJoin(principal, eq(principal.id, round.finalBy))
    .where(
      and(
        sql`${round.period} in (select value from json_each(${JSON.stringify(periods)}))`,
        touching(round.regionCode, scope),
      ),
    );
}

/** The policies of some rounds that a scope takes part in, by the ids of the rounds. */
export async function roundsNamed(
  db: Database,
  scope: RegionScope,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: round.id, policyId: round.policyId })
    .from(round)
    .where(and(sql`${round.id} ${among(ids)}`, touching(round.regionCode, scope)));
  return new Map(rows.map(({ id, policyId }) => [id, policyId]));
}

/** The statement that opens a round inside a scope; it fails on the table's key when there is such a round. */
export function insertRound(db: Database, scope: RegionScope, values: RoundValues): Statement {
  requireWithin(scope, values.regionCode);
  return db.insert(round).values(values);
}

const runsInside = (scope: RegionScope, roundId: string): SQL => sql`${run.round} = ${roundId}
  and exists (select 1 from ${round} where ${round.id} = ${roundId} and ${touching(round.regionCode, scope)})`;

/** The last run of a round that the scope takes part in, or the last before another; none before it is computed. */
export async function lastRun(
  db: Database,
  scope: RegionScope,
  roundId: string,
  before?: number | undefined,
): Promise<Run | undefined> {
  const [row] = await db
    .select()
    .from(run)
    .where(and(runsInside(scope, roundId), before === undefined ? undefined : lt(run.id, before)))
    .orderBy(desc(run.id))
    .limit(1);
  return row;
}

/** The last run that somebody made, and not the clock. */
export async function lastRunByHand(db: Database, scope: RegionScope, roundId: string): Promise<Run | undefined> {
  const [row] = await db
    .select()
    .from(run)
    .where(and(runsInside(scope, roundId), ne(run.principal, clockwork)))
    .orderBy(desc(run.id))
    .limit(1);
  return row;
}

/** One run of a round that the scope takes part in. */
export async function findRun(db: Database, scope: RegionScope, roundId: string, id: number): Promise<Run | undefined> {
  const [row] = await db
    .select()
    .from(run)
    .where(and(runsInside(scope, roundId), eq(run.id, id)));
  return row;
}

/** The rounds that some runs belong to, as far as the scope takes part in them. */
export function roundsOfRuns(db: Database, scope: RegionScope, runs: readonly number[]) {
  return db
    .select({ ...roundColumns, run: run.id })
    .from(run)
    .innerJoin(round, eq(round.id, run.round))
    .leftJoin(principal, eq(principal.id, round.finalBy))
    .where(and(sql`${run.id} ${among(runs)}`, touching(round.regionCode, scope)))
    .orderBy(asc(run.id));
}

/** The runs of a round that the scope takes part in, the newest first, each with the name of who computed it. */
export function listRuns(db: Database, scope: RegionScope, roundId: string) {
  return db
    .select({
      ...getTableColumns(run),
      by: sql<string>`coalesce(${principal.name}, iif(${run.principal} = ${clockwork}, '系统', ${run.principal}))`,
    })
    .from(run)
    .leftJoin(principal, eq(principal.id, run.principal))
    .where(runsInside(scope, roundId))
    .orderBy(desc(run.id));
}

/** The number of the last run of any round; it names the state of all outcomes. */
export const lastRunOfAll = (db: Database) => db.select({ id: sql<number>`coalesce(max(${run.id}), 0)` }).from(run);

/** The results of a round up to a run, inside a scope, by region and subject. */
export function outcomesOf(
  db: Database,
  scope: RegionScope,
  roundId: string,
  upTo: number,
  page: { after?: Position | undefined; limit?: number; subjectId?: string; selected?: boolean | undefined } = {},
) {
  const { after, limit = -1, subjectId, selected } = page;
  return db
    .select({
      regionCode: outcome.regionCode,
      subjectId: outcome.subjectId,
      run: outcome.run,
      scored: outcome.scored,
      body: outcome.body,
    })
    .from(outcome)
    .where(
      and(
        eq(outcome.round, roundId),
        within(outcome.regionCode, scope),
        subjectId === undefined ? undefined : eq(outcome.subjectId, subjectId),
        selected === undefined ? undefined : sql`${outcome.body}->>'selected' = ${selected ? 1 : 0}`,
        after && sql`(${outcome.regionCode}, ${outcome.subjectId}) > (${after.regionCode}, ${after.id})`,
        eq(outcome.gone, false),
        isLastUpTo(upTo),
      ),
    )
    .orderBy(asc(outcome.regionCode), asc(outcome.subjectId))
    .limit(limit);
}

/**
 * The results of a policy over the rounds of some periods, inside a scope, up to a run: of every round the last result
 * of each subject, the later periods first; with `settled` of final rounds only.
 */
export function latestOutcomes(
  db: Database,
  scope: RegionScope,
  policyId: string,
  periods: ({ among: readonly string[] } | { before: string }) & { settled?: true },
  upTo: number,
) {
  return db
    .select({
      subjectId: outcome.subjectId,
      regionCode: outcome.regionCode,
      period: round.period,
      roundRegion: round.regionCode,
      run: outcome.run,
      body: outcome.body,
      scored: outcome.scored,
    })
    .from(round)
    .innerJoin(outcome, eq(outcome.round, round.id))
    .where(
      and(
        eq(round.policyId, policyId),
        "before" in periods ? lt(round.period, periods.before) : inArray(round.period, [...periods.among]),
        periods.settled && inArray(round.state, settledStates),
        within(outcome.regionCode, scope),
        eq(outcome.gone, false),
        isLastUpTo(upTo),
      ),
    )
    .orderBy(desc(round.period), asc(round.regionCode));
}

/** The last results of some subjects in some rounds, inside a scope. */
export function outcomesOfSubjects(
  db: Database,
  scope: RegionScope,
  rounds: readonly string[],
  subjectIds: readonly string[],
) {
  return db
    .select({
      round: outcome.round,
      regionCode: outcome.regionCode,
      subjectId: outcome.subjectId,
      body: outcome.body,
    })
    .from(outcome)
    .where(
      and(
        sql`${outcome.round} in (select value from json_each(${JSON.stringify(rounds)}))`,
        within(outcome.regionCode, scope),
        sql`${outcome.subjectId} in (select value from json_each(${JSON.stringify(subjectIds)}))`,
        eq(outcome.gone, false),
        isLastUpTo(Number.MAX_SAFE_INTEGER),
      ),
    );
}

/** An outcome that no later run up to the given one has replaced. */
const isLastUpTo = (upTo: number) =>
  sql`${outcome.run} = (select max(o.run) from ${outcome} as o where o.round = ${outcome.round}
    and o.regionCode = ${outcome.regionCode} and o.subjectId = ${outcome.subjectId} and o.run <= ${upTo})`;

/** A result to write: region, subject, scored, gone, body. */
export type OutcomeRow = [regionCode: string, subjectId: string, scored: 0 | 1, gone: 0 | 1, body: string];

/**
 * The statements that write a run inside a scope. The first one fails on `runsMoved` when another run of the round came
 * between, or the round was published or finalised.
 * @param rows results that differ from the run before
 */
export function runStatements(
  db: Database,
  scope: RegionScope,
  values: Omit<Run, "id" | "guard">,
  rows: readonly OutcomeRow[],
): Statement[] {
  for (const [regionCode] of rows) requireWithin(scope, regionCode);
  const guard = sql`(select max(${run.id}) from ${run} where ${run.round} = ${values.round}) is ${values.previous}
    and (select ${round.state} from ${round} where ${round.id} = ${values.round}) in ('open', 'computed')`;
  const thisRun = sql`(select max(${run.id}) from ${run})`;
  return [
    db.insert(run).values({ ...values, guard: guard as unknown as number }),
    ...jsonChunks(rows).map((chunk) =>
      db
        .insert(outcome)
        .select(sql`select ${values.round}, value->>0, value->>1, ${thisRun}, value->>2, value->>3, value->>4
          from json_each(${chunk}) where true`),
    ),
    db
      .update(round)
      .set({ state: "computed" })
      .where(and(eq(round.id, values.round), sql`${round.state} <> 'computed'`)),
  ];
}
