/** The job that seals the audit. The last seal goes to the log too, where who can write to the database cannot reach it. */
import { log } from "../edge/log.ts";
import { latestSeal, linesAfter } from "../store/audit.ts";
import { sealAudit } from "../usecases/sealAudit.ts";
import { type JobKind, whole } from "./jobKind.ts";

export const seals: JobKind = {
  async parts({ db, auditSecret }) {
    if (!auditSecret) {
      log({ job: "seals", error: "AUDIT_SECRET is not set: nothing is sealed" }, true);
      return [];
    }
    const last = await latestSeal(db);
    return (await linesAfter(db, last?.line ?? 0, 1)).length > 0 ? [whole] : [];
  },
  async work({ db, auditSecret }) {
    const linesSealed = await sealAudit(db, auditSecret!);
    log({ job: "seals", last: await latestSeal(db) });
    return { linesSealed };
  },
};
