/** Answers to keyed requests: written in the batch of the request, found again when the key comes back. */
import { and, asc, eq, lt, type SQL } from "drizzle-orm";
import { idempotency } from "../../schema/tables.ts";
import type { Database, Statement } from "./database.ts";

/** A keyed request: its key, and the SHA-256 of method, path and body. */
export interface RequestKey {
  key: string;
  requestHash: string;
}

/** Removes answers that were given before a moment: their requests come back no more. */
export const removeAnswers = (db: Database, before: string): Statement =>
  db.delete(idempotency).where(lt(idempotency.at, before));

const partLength = 300_000;

/** The first answer to a key of this principal, with the push it made. */
export async function findAnswer(db: Database, principal: string, key: string) {
  const parts = await db
    .select()
    .from(idempotency)
    .where(and(eq(idempotency.principal, principal), eq(idempotency.key, key)))
    .orderBy(asc(idempotency.part));
  const [first] = parts;
  if (!first) return undefined;
  return {
    requestHash: first.requestHash,
    push: first.push,
    answer: JSON.parse(parts.map((part) => part.answer).join("")) as unknown,
  };
}

/** The statements that keep an answer; they fail on the table's key when another request with it was first. */
export function answerStatements(
  db: Database,
  request: RequestKey & { principal: string; at: string },
  answer: unknown,
  push?: SQL,
): Statement[] {
  // By characters, not by code units: a part must not end inside one.
  const text = [...JSON.stringify(answer)];
  const parts = Array.from({ length: Math.ceil(text.length / partLength) }, (_, part) =>
    text.slice(part * partLength, (part + 1) * partLength).join(""),
  );
  return parts.map((answerPart, part) =>
    db
      .insert(idempotency)
      .values({ ...request, part, push: (push ?? null) as unknown as number | null, answer: answerPart }),
  );
}
