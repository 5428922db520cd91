/** The funds of the rounds of a period: what they have, what is due, approved, paid and left of them. */
import { periodBefore } from "../../schema/period.ts";
import { covers, type RegionScope } from "../../schema/region.ts";
import { purseAt, purseOf } from "../core/payment/fund.ts";
import { findRound, listRounds, type Round, roundId } from "../store/rounds.ts";
import { planOf, policyOfRound } from "./judgeRound.ts";
import { readPayments } from "./payments.ts";
import type { Work } from "./work.ts";

/** The funds of all rounds of a period that lie wholly inside a scope: of a part, nobody could tell what is left. */
export async function listFunds(work: Work, scope: RegionScope, period: string) {
  const rounds = (await listRounds(work.db, scope, { period })).filter(({ regionCode }) => covers(scope, regionCode));
  const funds = [];
  for (const round of rounds) {
    const fund = await fundOf(work, scope, round);
    if (!fund) continue;
    const { policyId, regionCode } = round;
    const last = await findRound(work.db, scope, roundId(policyId, periodBefore(period), regionCode));
    const before = last && (await fundOf(work, scope, last));
    funds.push({ ...fund, computedCarryOverFen: before?.leftFen ?? null });
  }
  return { period, funds };
}

/** The fund of a round, by the policy version that it is judged by; nothing where the policy has none. */
export async function fundOf(work: Work, scope: RegionScope, round: Round) {
  const policy = await policyOfRound(work, round);
  if (policy.document.kind !== "subsidy" || !policy.document.fund) return undefined;
  const plan = planOf(policy, round.period);
  const one = plan.kind === "subsidy" ? purseOf(plan) : undefined;
  if (!one) return undefined;
  const { total, payers, subjects } = await readPayments(work, scope, round.id);
  const { peers: _, ...purse } = one;
  // Where each region has its own, they are told of together.
  const purses = one.peers ? new Set(subjects.map(({ regionCode }) => purseAt(one, regionCode))).size : 1;
  purse.budgetFen *= purses;
  purse.carryOverFen *= purses;
  const limit = purse.budgetFen + purse.carryOverFen;
  return {
    ...{ round: round.id, policyId: round.policyId, regionCode: round.regionCode, ...purse, ...total, payers },
    leftFen: limit - total.paidFen,
    freeFen: limit - total.approvedFen,
    overFen: Math.max(0, total.dueFen - limit),
  };
}
