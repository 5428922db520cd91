/** Publishes a computed round (公示): a notice with its number, audience, text and dates, bearing the last seal of the audit. */
import type { z } from "zod";
import type { Fault } from "../../schema/fault.ts";
import { beijingDay } from "../../schema/period.ts";
import type { newNotice } from "../../schema/publicationWire.ts";
import { everywhere, type RegionScope } from "../../schema/region.ts";
import { assumedIn } from "../core/assumed.ts";
import { nextNumber, noticeText, noticeTitle, numbersOfYear } from "../core/notice.ts";
import { Refusal, refuse } from "../refusal.ts";
import { auditStatement, latestSeal } from "../store/audit.ts";
import { commit, failedOn } from "../store/database.ts";
import { findPolicy } from "../store/documents.ts";
import { insertNotice, type Notice, noticesOf, numbersLike } from "../store/notices.ts";
import { nothingMoreIn, roundStepStatements } from "../store/roundSteps.ts";
import { lastRun } from "../store/rounds.ts";
import { isCurrent } from "./finaliseRound.ts";
import { once } from "./once.ts";
import { openTasks } from "./readyToShow.ts";
import { requireWholeRound, wrongState } from "./requireRound.ts";
import type { Work } from "./work.ts";

/**
 * Publishes a round that was computed over the data as it stands.
 * @throws Refusal roundState when it is not computed; notCurrent; notReady with all that is still to be done: submissions
 *   not accepted, tallies not settled, assumed values that nobody has acknowledged; invalid for dates that cannot be, and
 *   for a backward list on the internet without a reason; noticeNumber for a number that the region has
 */
export function publishRound(
  work: Work,
  scope: RegionScope,
  id: string,
  asked: z.infer<typeof newNotice>,
): Promise<Notice> {
  return once(work, undefined, ["roundMoved", "roundStep.", "publicNotice."], async () => {
    const { db } = work;
    const holds = await nothingMoreIn(db, id);
    const round = await requireWholeRound(db, scope, id);
    if (round.state !== "computed") throw wrongState(round.state, "公示", ["computed"]);
    const { opensOn, closesOn, telephone, audience, reason } = asked;
    if (closesOn < opensOn || closesOn < beijingDay(work.now))
      throw refuse("invalid", "/closesOn", "noticeDates", { from: opensOn, to: closesOn });
    const [run, policy] = await Promise.all([
      lastRun(db, scope, id),
      findPolicy(db, everywhere, round.policyId, round.policyVersion),
    ]);
    if (!run || !policy) throw refuse("notCurrent", "/round", "notComputed");
    if (policy.document.kind === "ranking" && audience.includes("internet") && !reason)
      throw refuse("invalid", "/reason", "reasonMissing", { action: "倒排名单上互联网" });
    if (!(await isCurrent(work, round, policy, run))) throw refuse("notCurrent", "/round", "notCurrent");
    const assumed = assumedIn(policy.document);
    const faults: Fault[] = await openTasks(work, round);
    if (assumed.length > 0 && !asked.acknowledgeAssumed)
      faults.push({
        ...{ pointer: "/acknowledgeAssumed", code: "assumedOpen" },
        params: { count: assumed.length, names: [...new Set(assumed.map(({ why }) => why))].slice(0, 5).join(";") },
      });
    if (faults.length > 0) throw new Refusal("notReady", faults);

    const year = opensOn.slice(0, 4);
    const { regionCode, period } = round;
    const number = asked.number ?? nextNumber(year, await numbersLike(db, regionCode, numbersOfYear(year)));
    const announced = { policy: policy.document.title, period, opensOn, closesOn, telephone };
    const seal = await latestSeal(db);
    const made = { principal: work.principal.id, at: work.now };
    const words = { title: asked.title ?? noticeTitle(announced), text: asked.text ?? noticeText(announced) };
    try {
      await commit(db, [
        ...roundStepStatements(
          db,
          scope,
          round,
          run.id,
          {
            ...{ action: "publish", state: "published", reason: reason ?? null, ...made },
            detail: { number, run: run.id, acknowledged: assumed.map(({ pointer }) => pointer) },
          },
          holds,
        ),
        insertNotice(db, scope, {
          ...{ round: id, run: run.id, regionCode, number, audience, opensOn, closesOn, telephone, ...words, ...made },
          ...{ sealLine: seal?.line ?? null, seal: seal?.seal ?? null },
        }),
        auditStatement(work, {
          ...{ action: "round.publish", target: id, regionCode },
          detail: JSON.stringify({ number, audience, opensOn, closesOn, acknowledged: assumed.length }),
        }),
      ]);
    } catch (error) {
      if (failedOn(error, "publicNotice.") && asked.number) throw new Refusal("noticeNumber");
      throw error;
    }
    return (await noticesOf(db, scope, { round: id }))[0]!;
  });
}
