/** The job that removes what has served its time: answers kept for repeats, ended sessions and codes, old tries and jobs. */
import { auditStatement } from "../store/audit.ts";
import { removeCredentials } from "../store/credentials.ts";
import { commit } from "../store/database.ts";
import { removeAnswers } from "../store/idempotency.ts";
import { removeJobs } from "../store/jobs.ts";
import { removeTries } from "../store/throttle.ts";
import { type JobKind, whole } from "./jobKind.ts";

const day = 24 * 3_600_000;
/** A clerk may have been away from the network for so long, and send a push again. */
const answersKept = 90 * day;
/** For so long an administrator may want to see by which session somebody came; the audit tells for ever. */
const credentialsKept = 400 * day;
const triesKept = day;
const jobsKept = 90 * day;

export const housekeeping: JobKind = {
  parts: async () => [whole],
  async work(work) {
    const { db, now } = work;
    const before = (age: number) => new Date(Date.parse(now) - age).toISOString();
    const removals = [
      removeAnswers(db, before(answersKept)),
      removeCredentials(db, before(credentialsKept)),
      removeTries(db, Date.parse(now) - triesKept),
      ...removeJobs(db, before(jobsKept)),
    ];
    const line = auditStatement(work, { action: "records.remove", target: "housekeeping" });
    const removed = (await commit(db, [...removals, line])).slice(0, removals.length);
    return { rowsRemoved: removed.reduce((sum, one) => sum + ((one as D1Result).meta.changes ?? 0), 0) };
  },
};
