/** Does a keyed request once: a repeated key gets the first answer, a lost race is tried again. */
import { Refusal } from "../refusal.ts";
import { failedOn } from "../store/database.ts";
import { findAnswer, type RequestKey } from "../store/idempotency.ts";
import type { Work } from "./work.ts";

const attempts = 5;

/**
 * Runs `attempt` until it goes through. An attempt writes its answer with `answerStatements` in its own batch.
 * @param shown how an earlier answer is told to who asks now, who may see less than when it was given; @param retryOn names of the constraints that fail when what was read has moved
 * @throws Refusal keyReused for a key that belongs to another request, busy when things keep moving
 */
export async function once<T>(
  work: Work,
  request: RequestKey | undefined,
  retryOn: readonly string[],
  attempt: () => Promise<T>,
  shown: (earlier: T) => T = (earlier) => earlier,
): Promise<T> {
  for (let n = 0; n < attempts; n++) {
    const earlier = request && (await findAnswer(work.db, work.principal.id, request.key));
    if (earlier) {
      if (earlier.requestHash !== request.requestHash) throw new Refusal("keyReused");
      const answer = shown(earlier.answer as T);
      return earlier.push === null ? answer : { ...answer, push: earlier.push };
    }
    try {
      return await attempt();
    } catch (error) {
      if (![...retryOn, "idempotency."].some((constraint) => failedOn(error, constraint))) throw error;
    }
  }
  throw new Refusal("busy");
}
