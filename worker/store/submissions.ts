/** Submissions: the steps that a township's part of a round has gone through, append-only. */
import { and, asc, eq, getTableColumns, sql } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import { principal, round, submission } from "../../schema/tables.ts";
import { type Database, requireWithin, type Statement, touching } from "./database.ts";
import { whose } from "./principals.ts";

/** A step as it is kept, with whose it is. */
export type SubmissionStep = Omit<typeof submission.$inferSelect, "guard"> & { account: string; name: string };

const { guard: _, ...kept } = getTableColumns(submission);

/** The steps of a round inside a scope, or of one township of it, by township, the first ones first. */
export const submissionStepsOf = (
  db: Database,
  scope: RegionScope,
  roundId: string,
  regionCode?: string,
): Promise<SubmissionStep[]> =>
  db
    .select({ ...kept, ...whose(submission.principal) })
    .from(submission)
    .leftJoin(principal, eq(principal.id, submission.principal))
    .where(
      and(
        eq(submission.round, roundId),
        regionCode === undefined ? undefined : eq(submission.regionCode, regionCode),
        touching(submission.regionCode, scope),
      ),
    )
    .orderBy(asc(submission.regionCode), asc(submission.step));

/**
 * The statement that adds a step inside a scope. It fails on the table's key when somebody else acted meanwhile, and on
 * `submissionMoved` when the round was published or made final.
 */
export function insertSubmissionStep(
  db: Database,
  scope: RegionScope,
  step: Omit<typeof submission.$inferSelect, "guard">,
): Statement {
  requireWithin(scope, step.regionCode);
  const guard = sql`(select ${round.state} from ${round} where ${round.id} = ${step.round}) in ('open', 'computed')`;
  return db.insert(submission).values({ ...step, guard: guard as unknown as number });
}

/** The last steps of all submissions that touch a scope, each with its round. */
export const latestSubmissionSteps = (db: Database, scope: RegionScope) =>
  db
    .select({
      regionCode: submission.regionCode,
      state: submission.state,
      at: submission.at,
      policyId: round.policyId,
      policyVersion: round.policyVersion,
      period: round.period,
      roundState: round.state,
    })
    .from(submission)
    .innerJoin(round, eq(round.id, submission.round))
    .where(
      and(
        touching(submission.regionCode, scope),
        sql`${submission.step} = (select max(last.step) from submission as last
          where last.round = ${submission.round} and last.regionCode = ${submission.regionCode})`,
      ),
    );

/** How many steps there are; a guard may ask whether they are still as many. */
export const countSubmissionSteps = (db: Database) => db.select({ count: sql<number>`count(*)` }).from(submission);

/** The guard that no submission anywhere has moved since so many steps were counted. */
export const stillSubmissionSteps = (count: number) => sql<number>`(select count(*) from submission) = ${count}`;
