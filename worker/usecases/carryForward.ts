/** Carries a final round into the next period: its round as a draft, what is left of its fund as a draft of the policy. */
import type { CarriedForward } from "../../schema/carryForwardWire.ts";
import { periodAfter } from "../../schema/period.ts";
import type { Policy } from "../../schema/policy/policy.ts";
import { covers, everywhere, type RegionScope, rangeOf } from "../../schema/region.ts";
import { differencesBetween } from "../core/datedValues.ts";
import { withCarryOver } from "../core/payment/carryOver.ts";
import { purseOf } from "../core/payment/fund.ts";
import { Refusal, refuse } from "../refusal.ts";
import { findPolicy, type PolicyVersion } from "../store/documents.ts";
import { lastPush } from "../store/pushes.ts";
import { casesOf } from "../store/rectifications.ts";
import { findRound, findRun, type Round, type RoundValues, roundId } from "../store/rounds.ts";
import { workingVersion } from "../store/versions.ts";
import { readCatalogue } from "./catalogue.ts";
import { draftPolicy } from "./draftPolicy.ts";
import { planOf } from "./judgeRound.ts";
import { fundOf } from "./listFunds.ts";
import { openRound } from "./openRound.ts";
import { readSubjects } from "./readSubjects.ts";
import { requireWholeRound, wrongState } from "./requireRound.ts";
import type { Work } from "./work.ts";

export type Carried = Omit<CarriedForward, "round" | "label"> & { round: RoundValues };

/**
 * Opens the next period of a final round as a draft, and tells what goes over into it. What is left of a fund is
 * written into a draft of the policy, if it is the caller's, which somebody else activates before the round is opened.
 * @param writable where the caller may change policies
 * @throws Refusal roundState before the round is final; roundExists when the next one is there; invalid when the policy
 *   does not reach into the next period; notReady over a draft of the policy that says something else about the fund
 */
export async function carryForward(
  work: Work,
  scope: RegionScope,
  writable: RegionScope,
  id: string,
): Promise<Carried> {
  const { db } = work;
  const round = await requireWholeRound(db, scope, id);
  if (round.finalRun === null) throw wrongState(round.state, "结转", ["final", "archived"]);
  const period = periodAfter(round.period);
  const { policyId, regionCode } = round;
  const next = { policyId, period, regionCode };
  const there = roundId(policyId, period, regionCode);
  if (await findRound(db, scope, there)) throw new Refusal("roundExists", [], { id: there });
  const active = await findPolicy(db, scope, policyId);
  if (!active) throw refuse("notFound", "/policyId", "unknown", { what: "policy", value: policyId });
  planOf(active, period); // refuses a period that the policy does not know
  const fund = await carriedFund(work, round, active, period);
  const [run, draft] = await Promise.all([
    findRun(db, everywhere, id, round.finalRun),
    fund ? draftOfCarryOver(work, writable, active, { ...next, from: round, leftFen: fund.leftFen }, fund) : null,
  ]);
  const opened = await openRound(work, scope, { ...next, policyVersion: active.version, draft: true });
  return {
    round: opened,
    policy: {
      ...{ version: active.version, draft },
      differences: differencesBetween(
        { policy: active.document, period: round.period },
        { policy: active.document, period },
      ),
    },
    subjects: { judged: await countJudged(work, active.document, next), before: run!.scored + run!.unscored },
    cases: active.document.kind === "ranking" ? await countCases(work, round) : null,
    fund,
  };
}

/**
 * What will be left of the round's fund when all is paid that is due or approved, beside what the policy says is carried
 * over: what is paid later is not counted twice.
 */
async function carriedFund(work: Work, round: Round, active: PolicyVersion, period: string) {
  const left = await fundOf(work, [rangeOf(round.regionCode)], round);
  if (!left) return null;
  const plan = planOf(active, period);
  const purse = plan.kind === "subsidy" ? purseOf(plan) : undefined;
  if (!purse) return null;
  const { code, title, carryOverFen } = purse;
  const spoken = Math.max(left.dueFen, left.approvedFen, left.paidFen);
  return { code, title, leftFen: left.budgetFen + left.carryOverFen - spoken, carryOverFen };
}

/** Drafts the policy with what is left; the number of the version, or null where nothing is to be changed. */
async function draftOfCarryOver(
  work: Work,
  writable: RegionScope,
  { id, version, document, regionCode }: PolicyVersion,
  { period, from, leftFen }: { period: string; from: Round; leftFen: number },
  { carryOverFen }: { carryOverFen: number },
): Promise<number | null> {
  // More was paid than there was, or the policy is another office's: somebody decides what that means.
  if (leftFen < 0 || !covers(writable, regionCode)) return null;
  if (leftFen === carryOverFen || document.kind !== "subsidy") return null;
  // What is left of several purses together is not what is left of each.
  if (document.fund?.peers !== undefined && document.fund.peers !== "round") return null;
  const changed: Policy = withCarryOver(document, period, leftFen, { round: from.id, period: from.period });
  const working = await workingVersion(work.db, everywhere, id);
  if (working && working.version > version) {
    // The same request may have been cut short after it had drafted.
    if (JSON.stringify(working.document) === JSON.stringify(changed)) return working.version;
    throw refuse("notReady", "/policyVersion", "unapproved", { draft: working.version, version });
  }
  const note = `结转:${from.id}`;
  return (await draftPolicy(work, writable, { document: changed, baseVersion: version, note })).version;
}

async function countJudged(
  { db }: Work,
  policy: Policy,
  { period, regionCode }: { period: string; regionCode: string },
): Promise<number> {
  const [{ id: push } = { id: 0 }] = await lastPush(db);
  const catalogue = await readCatalogue(db, [rangeOf(regionCode)]);
  return (await readSubjects(db, catalogue, policy, period, regionCode, push)).standing.length;
}

async function countCases({ db }: Work, round: Round) {
  const scope = [rangeOf(round.regionCode)];
  const all = await casesOf(db, scope, { round: round.id });
  const open = await casesOf(db, scope, { round: round.id, open: true });
  return { open: open.length, closed: all.length - open.length };
}
