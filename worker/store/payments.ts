/** Payments: lines and the steps of their batches, append-only, by the round that they pay. */
import { and, asc, desc, eq, getTableColumns, sql } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import { payment, paymentStep, principal, round } from "../../schema/tables.ts";
import { among, type Database, jsonChunks, requireWithin, type Statement, touching, within } from "./database.ts";
import type { Position } from "./entries.ts";
import { whose } from "./principals.ts";

/** A line as it is kept. */
export type PaymentLine = typeof payment.$inferSelect;
type StepValues = Omit<typeof paymentStep.$inferSelect, "guard">;
/** A step as it is kept, with whose it is. */
export type PaymentStep = StepValues & { account: string; name: string };

/** The lines of a round inside a scope, by region, or as a page of them. */
export function paymentLinesOf(
  db: Database,
  scope: RegionScope,
  roundId: string,
  page: { after?: Position | undefined; limit?: number; batch?: string } = {},
): Promise<PaymentLine[]> {
  const { after, limit = -1, batch } = page;
  return db
    .select()
    .from(payment)
    .where(
      and(
        eq(payment.round, roundId),
        within(payment.regionCode, scope),
        batch === undefined ? undefined : eq(payment.batch, batch),
        after && sql`(${payment.regionCode}, ${payment.id}) > (${after.regionCode}, ${after.id})`,
      ),
    )
    .orderBy(asc(payment.regionCode), asc(payment.id))
    .limit(limit);
}

const inRound = (roundId: string, scope: RegionScope) =>
  and(
    eq(paymentStep.round, roundId),
    sql`exists (select 1 from ${round} where ${round.id} = ${paymentStep.round} and ${touching(round.regionCode, scope)})`,
  );

const { guard: _, ...kept } = getTableColumns(paymentStep);

/** The steps of all batches of a round that the scope takes part in, the first ones first. */
export const paymentStepsOf = (db: Database, scope: RegionScope, roundId: string): Promise<PaymentStep[]> =>
  db
    .select({ ...kept, ...whose(paymentStep.principal) })
    .from(paymentStep)
    .leftJoin(principal, eq(principal.id, paymentStep.principal))
    .where(inRound(roundId, scope))
    .orderBy(asc(paymentStep.step));

/** The round of a batch that the scope takes part in. */
export async function roundOfBatch(db: Database, scope: RegionScope, batch: string): Promise<string | undefined> {
  const roundId = batch.slice(0, batch.lastIndexOf("."));
  const [row] = await db
    .select({ round: paymentStep.round })
    .from(paymentStep)
    .where(and(inRound(roundId, scope), eq(paymentStep.batch, batch)))
    .orderBy(desc(paymentStep.step))
    .limit(1);
  return row?.round;
}

/**
 * What the lines of some rounds come to, subject by subject, inside a scope, those of rejected batches left out; and how
 * many steps these rounds have taken.
 */
export async function saidElsewhere(db: Database, scope: RegionScope, rounds: readonly string[]) {
  const rejected = sql`exists (select 1 from ${paymentStep} where ${paymentStep.round} = ${payment.round}
    and ${paymentStep.batch} = ${payment.batch} and ${paymentStep.state} = 'rejected')`;
  // Counted first: what is prepared meanwhile is then at least known to have come between.
  const [{ steps } = { steps: 0 }] = await db
    .select({ steps: sql<number>`count(*)` })
    .from(paymentStep)
    .where(sql`${paymentStep.round} ${among(rounds)}`);
  const said = await db
    .select({ round: payment.round, subjectId: payment.subjectId })
    .from(payment)
    .where(and(sql`${payment.round} ${among(rounds)}`, within(payment.regionCode, scope), sql`not ${rejected}`))
    .groupBy(payment.round, payment.subjectId)
    .having(sql`sum(${payment.amountFen}) <> 0`);
  return { said, steps };
}

/** What must still hold when steps are written: the run by which the round is final, and the steps of other rounds. */
export interface PaymentsHeld {
  finalRun?: number | null;
  elsewhere?: { rounds: readonly string[]; steps: number };
}

/**
 * The statements that add steps to a round inside a scope. They fail on the table's key when somebody else acted
 * meanwhile, and on `paymentMoved` when what must hold does not any more.
 */
export function insertPaymentSteps(
  db: Database,
  scope: RegionScope,
  regionCode: string,
  steps: readonly StepValues[],
  { finalRun, elsewhere }: PaymentsHeld,
): Statement[] {
  requireWithin(scope, regionCode);
  const rows = steps.map(({ round: of, step, batch, line, state, principal: by, at, reason, reference, paidOn }) => [
    ...[of, step, batch, line, state, by, at, reason, reference, paidOn],
  ]);
  const isFinal =
    finalRun === undefined
      ? sql`1`
      : sql`coalesce((select ${round.finalRun} is ${finalRun} and ${round.state} in ('final', 'archived')
          from ${round} where ${round.id} = ${steps[0]!.round}), 0)`;
  const isAlone = elsewhere
    ? sql`(select count(*) from ${paymentStep} where ${paymentStep.round} ${among(elsewhere.rounds)}) = ${elsewhere.steps}`
    : sql`1`;
  const guard = sql`${isFinal} and ${isAlone}`;
  return jsonChunks(rows).map((chunk) =>
    db.insert(paymentStep).select(sql`select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5,
      value->>6, value->>7, value->>8, value->>9, ${guard} from json_each(${chunk}) where true`),
  );
}

/** The statements that add lines inside a scope. */
export function insertPaymentLines(db: Database, scope: RegionScope, lines: readonly PaymentLine[]): Statement[] {
  for (const { regionCode } of lines) requireWithin(scope, regionCode);
  const rows = lines.map(({ id, round: of, batch, subjectId, regionCode, name, kind, amountFen, parts, ...more }) => [
    ...[id, of, batch, subjectId, regionCode, name, kind, amountFen, JSON.stringify(parts)],
    ...[more.run, more.corrects, more.reason],
  ]);
  return jsonChunks(rows).map((chunk) =>
    db.insert(payment).select(sql`select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5,
      value->>6, value->>7, value->>8, value->>9, value->>10, value->>11 from json_each(${chunk}) where true`),
  );
}
