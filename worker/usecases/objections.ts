/** Objections to a notice: logged while the round is published, answered once; and the statement that none stands. */
import type { z } from "zod";
import type { newAnswer, newObjection } from "../../schema/publicationWire.ts";
import { covers, everywhere, type RegionScope } from "../../schema/region.ts";
import { isSettled } from "../../schema/round.ts";
import { clearanceText, isStanding } from "../core/notice.ts";
import { Refusal, refuse } from "../refusal.ts";
import { auditStatement, latestSeal } from "../store/audit.ts";
import { commit, type Database } from "../store/database.ts";
import { answerStatements, type RequestKey } from "../store/idempotency.ts";
import {
  answerObjection,
  insertObjection,
  type Notice,
  nextObjection,
  noticesOf,
  type Objection,
  objectionsOf,
} from "../store/notices.ts";
import { findRound, outcomesOf } from "../store/rounds.ts";
import { once } from "./once.ts";
import { noticeTasks } from "./readyToShow.ts";
import { wrongState } from "./requireRound.ts";
import type { Work } from "./work.ts";

/** @throws Refusal notFound, alike for a notice that is not there and one out of reach */
export async function requireNotice(db: Database, scope: RegionScope, id: number): Promise<Notice> {
  const [notice] = await noticesOf(db, scope, { notice: id });
  if (!notice) throw refuse("notFound", "/notice", "unknown", { what: "notice", value: id });
  return notice;
}

/**
 * Logs an objection to what a notice says of one subject.
 * @throws Refusal notFound for a notice, or a subject of it, that is not there or out of reach; roundState once the round
 *   is not published any more
 */
export async function logObjection(
  work: Work,
  scope: RegionScope,
  noticeId: number,
  asked: z.infer<typeof newObjection>,
  request?: RequestKey,
): Promise<Objection> {
  // Who objects is kept in the objection itself, not in the answer that is kept for a repeat.
  const { id } = await once(work, request, ["noticeMoved", "objection."], async () => {
    const notice = await requireNotice(work.db, scope, noticeId);
    const round = (await findRound(work.db, everywhere, notice.round))!;
    if (round.state !== "published") throw wrongState(round.state, "登记异议", ["published"]);
    const { subjectId } = asked;
    const [about] = await outcomesOf(work.db, scope, round.id, notice.run, { subjectId, limit: 1 });
    if (!about) throw refuse("notFound", "/subjectId", "unknown", { what: "subject", value: subjectId });
    const { regionCode } = about;
    const logged = { id: await nextObjection(work.db) };
    const made = { principal: work.principal.id, at: work.now };
    await commit(work.db, [
      insertObjection(work.db, scope, {
        ...{ ...logged, notice: noticeId, subjectId, regionCode, text: asked.text, receivedOn: asked.receivedOn },
        ...{ objector: asked.objector ?? null, contact: asked.contact ?? null },
        ...made,
      }),
      // Who objects is told of nowhere but in the objection itself.
      auditStatement(work, { action: "objection.create", target: `${noticeId}/${subjectId}`, regionCode }),
      ...(request ? answerStatements(work.db, { ...request, ...made }, logged) : []),
    ]);
    return logged;
  });
  return (await objectionsOf(work.db, scope, { objection: id }))[0]!;
}

/**
 * Answers an objection, once.
 * @throws Refusal notFound for one that is not there or out of reach; answered when it was answered
 */
export function answerOne(
  work: Work,
  scope: RegionScope,
  id: number,
  { answer, effect }: z.infer<typeof newAnswer>,
): Promise<Objection> {
  return once(work, undefined, ["answeredOnce"], async () => {
    const [found] = await objectionsOf(work.db, scope, { objection: id });
    if (!found) throw refuse("notFound", "/objection", "unknown", { what: "objection", value: id });
    if (found.answeredAt !== null) throw new Refusal("answered");
    const { regionCode } = found;
    await commit(work.db, [
      answerObjection(work.db, scope, found, {
        ...{ answer, effect, answeredBy: work.principal.id, answeredAt: work.now },
      }),
      auditStatement(work, {
        ...{ action: "objection.answer", target: String(id), regionCode },
        detail: JSON.stringify({ effect }),
      }),
    ]);
    return (await objectionsOf(work.db, scope, { objection: id }))[0]!;
  });
}

/** Objections as the caller may see them: who objects is told only to who sees what is personal there. */
export const withoutObjectors = (found: readonly Objection[], personal: RegionScope): Objection[] =>
  found.map((one) => (covers(personal, one.regionCode) ? one : { ...one, objector: null, contact: null }));

/**
 * The statement that no objection to a notice stands (无异议证明).
 * @throws Refusal notReady while the notice runs, was cut short, or objections are open or upheld
 */
export async function clearanceOf({ db, now }: Work, notice: Notice) {
  const round = (await findRound(db, everywhere, notice.round))!;
  const [last] = await noticesOf(db, everywhere, { round: notice.round });
  const cut = last?.id !== notice.id || !(round.state === "published" || isSettled(round.state));
  const faults = noticeTasks(notice, "/notice", now);
  if (cut && !isStanding(notice, now)) faults.unshift({ pointer: "/notice", code: "noticeCut", params: {} });
  if (faults.length > 0) throw new Refusal("notReady", faults);
  const { id, number, all } = notice;
  return {
    ...{ notice: id, number, objections: all },
    text: clearanceText(notice, all),
    seal: (await latestSeal(db)) ?? null,
  };
}
