/** What is still to be done before a round is shown, made final or archived: submissions, tallies, its notice, payments. */
import type { Fault } from "../../schema/fault.ts";
import { everywhere, rangeOf } from "../../schema/region.ts";
import { isAccepted } from "../../schema/submission.ts";
import { isStanding, wasShownToTheEnd } from "../core/notice.ts";
import { standingOf } from "../core/payment/states.ts";
import { Refusal } from "../refusal.ts";
import { type Notice, noticesOf } from "../store/notices.ts";
import { paymentStepsOf } from "../store/payments.ts";
import { lastRun, outcomesOf, type Round } from "../store/rounds.ts";
import { readProgress } from "./readProgress.ts";
import type { Work } from "./work.ts";

/** So many names are told of in one sentence. */
const mostNames = 10;
const named = (names: readonly string[]) => ({
  count: names.length,
  names: `${names.slice(0, mostNames).join("、")}${names.length > mostNames ? "等" : ""}`,
});

/** Results that are not there because nobody has settled the ballots. */
const unsettled = new Set(["unreconciled", "unconfirmed"]);

/** The submissions of a round that nobody has accepted. */
async function submissionTasks({ db, now }: Work, round: Round): Promise<Fault[]> {
  if (round.deadline === null) return [];
  const { townships } = await readProgress(db, everywhere, round.id, now);
  const waiting = townships.filter(({ state }) => !isAccepted(state)).map(({ name }) => name);
  return waiting.length > 0 ? [{ pointer: "/round", code: "submissionsOpen", params: named(waiting) }] : [];
}

/** What keeps a round from being shown to the public, beside its policy. */
export async function openTasks(work: Work, round: Round): Promise<Fault[]> {
  const { db } = work;
  const faults = await submissionTasks(work, round);
  const run = await lastRun(db, everywhere, round.id);
  const results = run ? await outcomesOf(db, [rangeOf(round.regionCode)], round.id, run.id) : [];
  const open = results
    .filter(({ scored }) => !scored)
    .map(({ body }) => JSON.parse(body) as { code: string; name?: string; subjectId: string })
    .filter(({ code }) => unsettled.has(code));
  const names = open.map(({ name, subjectId }) => name ?? subjectId);
  if (names.length > 0) faults.push({ pointer: "/round", code: "talliesOpen", params: named(names) });
  return faults;
}

/** What of a notice is not over: it stands still, or objections are open or upheld. */
export function noticeTasks(notice: Notice, pointer: string, now: string): Fault[] {
  const { closesOn, open, upheld } = notice;
  const faults: Fault[] = [];
  if (isStanding(notice, now)) faults.push({ pointer, code: "noticeRunning", params: { until: closesOn } });
  if (open > 0) faults.push({ pointer, code: "objectionsOpen", params: { count: open } });
  if (upheld > 0) faults.push({ pointer, code: "objectionUpheld", params: { count: upheld } });
  return faults;
}

/**
 * What of a round's notices is not over. A round that was published once is final only by results that were shown to the
 * end, also after it was opened again; and no objection to any of its notices stays without an answer.
 */
async function publicationTasks({ db, now }: Work, round: Round): Promise<Fault[]> {
  const [[last, ...earlier], run] = await Promise.all([
    noticesOf(db, everywhere, { round: round.id }),
    lastRun(db, everywhere, round.id),
  ]);
  if (!last) return [];
  const open = earlier.reduce((sum, notice) => sum + notice.open, last.open);
  const faults = noticeTasks({ ...last, open }, "/round", now);
  const shown = isStanding(last, now) || (last.run === run?.id && wasShownToTheEnd(last, now));
  if (!shown) faults.unshift({ pointer: "/round", code: "noticeNotShown", params: { number: last.number } });
  return faults;
}

/** What of a round's payments waits to be approved or paid. */
export async function paymentTasks(work: Work, round: Round): Promise<Fault[]> {
  const steps = await paymentStepsOf(work.db, everywhere, round.id);
  const standing = standingOf(steps);
  const waiting = [...new Set(steps.map(({ batch }) => batch))].filter((batch) =>
    ["prepared", "approved"].includes(standing(batch).state),
  );
  return waiting.length > 0 ? [{ pointer: "/round", code: "paymentsOpen", params: named(waiting) }] : [];
}

/**
 * A round that was never published may be final with tallies that are not settled: their subjects have no result.
 * @throws Refusal notReady with all that keeps a round from being made final
 */
export async function requireReady(work: Work, round: Round) {
  const faults = [...(await submissionTasks(work, round)), ...(await publicationTasks(work, round))];
  if (faults.length > 0) throw new Refusal("notReady", faults);
}
