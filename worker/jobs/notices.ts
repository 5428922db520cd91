/** The job that closes the notices whose time is over. */
import { beijingDay } from "../../schema/period.ts";
import { auditStatement } from "../store/audit.ts";
import { commit } from "../store/database.ts";
import { closeOver, noticesOver } from "../store/notices.ts";
import { type JobKind, whole } from "./jobKind.ts";

export const notices: JobKind = {
  parts: async ({ db, now }) => ((await noticesOver(db, beijingDay(now))).length > 0 ? [whole] : []),
  async work(work) {
    const { db, now } = work;
    const over = await noticesOver(db, beijingDay(now));
    if (over.length === 0) return { noticesClosed: 0 };
    const target = over.map(({ id }) => id).join(",");
    const [closed] = await commit(db, [
      closeOver(db, beijingDay(now), { closedAt: now, closedBy: work.principal.id }),
      auditStatement(work, { action: "notice.close", target }),
    ]);
    return { noticesClosed: (closed as D1Result).meta.changes ?? 0 };
  },
};
