/** Steps of rounds: opened, published, opened again, archived; append-only, each in the batch that moves its round. */
import { and, asc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import type { RoundState } from "../../schema/round.ts";
import { principal, round, roundStep } from "../../schema/tables.ts";
import { type Database, requireWithin, type Statement, touching } from "./database.ts";
import { whose } from "./principals.ts";
import type { Round } from "./rounds.ts";

export type RoundStep = Omit<typeof roundStep.$inferSelect, "guard"> & { account: string; name: string };

const { guard: _, ...kept } = getTableColumns(roundStep);

/** The steps of a round that the scope takes part in, the first ones first. */
export const roundStepsOf = (db: Database, scope: RegionScope, roundId: string): Promise<RoundStep[]> =>
  db
    .select({ ...kept, ...whose(roundStep.principal) })
    .from(roundStep)
    .innerJoin(round, eq(round.id, roundStep.round))
    .leftJoin(principal, eq(principal.id, roundStep.principal))
    .where(and(eq(roundStep.round, roundId), touching(round.regionCode, scope)))
    .orderBy(asc(roundStep.step));

/** What a step of a round goes by beside its run: submissions, objections and their answers, payments. */
const comeIn = (roundId: string) => sql<string>`(select
  (select count(*) from submission as s where s.round = ${roundId}) || ' ' ||
  (select count(*) || ' ' || count(o.answeredAt) from objection as o join publicNotice as n on n.id = o.notice
    where n.round = ${roundId}) || ' ' ||
  (select count(*) from paymentStep as p where p.round = ${roundId}))`;

/** The guard that nothing more of that has come in to a round since it was read, which is before all that goes by it. */
export async function nothingMoreIn(db: Database, roundId: string): Promise<SQL<number>> {
  const [row] = await db.select({ now: comeIn(roundId) }).from(sql`(select 1)`);
  return sql<number>`${comeIn(roundId)} = ${row!.now}`;
}

/**
 * The statements that take a round a step further inside a scope. The first one fails on `roundMoved` when the round is
 * no longer in the state, or of the run, that was read, or what it goes by does not hold.
 * @param before the round as it was read; @param run its last run, null for none
 * @param step with the version of the policy by which the round goes on, where that is another one
 */
export function roundStepStatements(
  db: Database,
  scope: RegionScope,
  before: Round,
  run: number | null,
  {
    policyVersion,
    ...step
  }: Omit<typeof roundStep.$inferSelect, "guard" | "round" | "step"> & { policyVersion?: number | undefined },
  holds: SQL = sql`1`,
): Statement[] {
  requireWithin(scope, before.regionCode);
  const guard = sql`(select ${round.state} from ${round} where ${round.id} = ${before.id}) = ${before.state}
    and (select max(run.id) from run where run.round = ${before.id}) is ${run} and ${holds}`;
  const next = sql`(select count(*) + 1 from ${roundStep} where ${roundStep.round} = ${before.id})`;
  return [
    db.insert(roundStep).values({
      round: before.id,
      step: next as unknown as number,
      ...step,
      guard: guard as unknown as number,
    }),
    moveRound(db, before.id, step.state, policyVersion),
  ];
}

/** A round that is opened again is final no more; what it was is kept in the step. */
const notFinal = { finalRun: null, finalBy: null, finalAt: null, evidenceHash: null, finalGuard: null };

const moveRound = (db: Database, id: string, state: RoundState, policyVersion: number | undefined): Statement =>
  db
    .update(round)
    .set({ state, policyVersion, ...(state === "computed" && notFinal) })
    .where(eq(round.id, id));
