/** Evidence: the explanations of a final round as they stood, and the one batch that makes a round final. */
import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import type { RegionScope } from "../../schema/region.ts";
import { evidence, round, run } from "../../schema/tables.ts";
import { type Database, jsonChunks, requireWithin, type Statement, within } from "./database.ts";

/** One subject's evidence: the SHA-256 of its explanation, and the explanation packed. */
export type EvidenceRow = typeof evidence.$inferSelect;

/**
 * The statements that make a computed round inside a scope final, with its evidence. The first one fails on `finalMoved`
 * when the given run is no longer the round's last, the round is final already, or what it goes by does not hold. A run
 * that was final before keeps its evidence.
 */
export function finalStatements(
  db: Database,
  scope: RegionScope,
  { id, regionCode }: { id: string; regionCode: string },
  final: { finalRun: number; finalBy: string; finalAt: string; evidenceHash: string },
  rows: readonly Omit<EvidenceRow, "round" | "run">[],
  holds: SQL = sql`1`,
): Statement[] {
  for (const one of [regionCode, ...rows.map((row) => row.regionCode)]) requireWithin(scope, one);
  const guard = sql`(select max(${run.id}) from ${run} where ${run.round} = ${id}) is ${final.finalRun}
    and ${round.state} in ('computed', 'published') and ${holds}`;
  return [
    db
      .update(round)
      .set({ state: "final", ...final, finalGuard: guard as unknown as number })
      .where(eq(round.id, id)),
    ...jsonChunks(rows.map((row) => [row.regionCode, row.subjectId, row.hash, row.body])).map((chunk) =>
      db
        .insert(evidence)
        .select(sql`select ${id}, ${final.finalRun}, value->>0, value->>1, value->>2, value->>3
          from json_each(${chunk}) where true`)
        .onConflictDoNothing(),
    ),
  ];
}

/** The evidence of one subject of a final run, if it lies inside the scope. */
export async function findEvidence(
  db: Database,
  scope: RegionScope,
  { round: roundId, run: runId }: { round: string; run: number },
  subjectId: string,
): Promise<EvidenceRow | undefined> {
  const [row] = await db
    .select()
    .from(evidence)
    .where(
      and(
        ...[eq(evidence.round, roundId), eq(evidence.run, runId), eq(evidence.subjectId, subjectId)],
        within(evidence.regionCode, scope),
      ),
    );
  return row;
}

/** So much evidence is read at once. */
const evidencePage = 200;

/** All evidence of a final run inside a scope, by region and subject, read in pages. */
export async function* evidenceOf(
  db: Database,
  scope: RegionScope,
  { round: roundId, run: runId }: { round: string; run: number },
): AsyncGenerator<EvidenceRow> {
  for (let after: EvidenceRow | undefined; ; ) {
    const page: EvidenceRow[] = await db
      .select()
      .from(evidence)
      .where(
        and(
          ...[eq(evidence.round, roundId), eq(evidence.run, runId), within(evidence.regionCode, scope)],
          after && sql`(${evidence.regionCode}, ${evidence.subjectId}) > (${after.regionCode}, ${after.subjectId})`,
        ),
      )
      .orderBy(asc(evidence.regionCode), asc(evidence.subjectId))
      .limit(evidencePage);
    yield* page;
    if (page.length < evidencePage) return;
    after = page.at(-1);
  }
}

/** The hashes of all evidence of a final run inside a scope. */
export const evidenceHashes = (db: Database, scope: RegionScope, roundId: string, runId: number) =>
  db
    .select({ subjectId: evidence.subjectId, hash: evidence.hash })
    .from(evidence)
    .where(and(eq(evidence.round, roundId), eq(evidence.run, runId), within(evidence.regionCode, scope)))
    .orderBy(asc(evidence.regionCode), asc(evidence.subjectId));
