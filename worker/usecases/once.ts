/** Does a keyed request once: a repeated key gets the first answer, a lost race is tried again. */
import { Refusal } from "../refusal.ts";
import { failedOn } from "../store/database.ts";
import { findAnswer, type RequestKey } from "../store/idempotency.ts";
import type { Work } from "./work.ts";

const attempts = 5;

/**
 * Runs `attempt` until it goes through. An attempt writes its answer with `answerStatements` in its own batch. Of a
 * request that is on its way twice both get the answer of the one that wrote, also where the other finds nothing to do.
 * @param shown how an earlier answer is told to who asks now, who may see less than when it was given; @param retryOn names of the constraints that fail when what was read has moved
 * @throws Refusal keyReused for a key that belongs to another request, busy when things keep moving
 */
export async function once<T extends object>(
  work: Work,
  request: RequestKey | undefined,
  retryOn: readonly string[],
  attempt: () => Promise<T>,
  shown: (earlier: T) => T = (earlier) => earlier,
): Promise<T> {
  const again = async (): Promise<T | undefined> => {
    const earlier = request && (await findAnswer(work.db, work.principal.id, request.key));
    if (!earlier) return undefined;
    if (earlier.requestHash !== request.requestHash) throw new Refusal("keyReused");
    const answer = shown(earlier.answer as T);
    return earlier.push === null ? answer : { ...answer, push: earlier.push };
  };
  for (let n = 0; n < attempts; n++) {
    const earlier = await again();
    if (earlier) return earlier;
    try {
      const answer = await attempt();
      if (!wroteNothing(answer)) return answer;
      return (await again()) ?? answer;
    } catch (error) {
      // What stands in the way may be what the same request has written a moment ago.
      if (error instanceof Refusal) return (await again()) ?? Promise.reject(error);
      if (![...retryOn, "idempotency."].some((constraint) => failedOn(error, constraint))) throw error;
    }
  }
  return (await again()) ?? Promise.reject(new Refusal("busy"));
}

/** Such an answer was kept under no key; the same request may have kept one since it was asked for. */
const wroteNothing = (answer: object): boolean =>
  ("push" in answer && answer.push === null) || ("batch" in answer && answer.batch === null);
