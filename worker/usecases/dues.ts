/** What the results of a round's final run give each subject, with who bears which part. */
import type { Outcome } from "../../schema/outcome.ts";
import type { SubsidyPolicy } from "../../schema/policy/policy.ts";
import type { RegionScope } from "../../schema/region.ts";
import type { Due } from "../core/payment/lines.ts";
import { refuse } from "../refusal.ts";
import type { Database } from "../store/database.ts";
import { roundStepsOf } from "../store/roundSteps.ts";
import { outcomesOf, type Round } from "../store/rounds.ts";
import { policyOfRound } from "./judgeRound.ts";
import type { Work } from "./work.ts";

/** The subsidy by which a round is paid. @throws Refusal invalid for a round of another kind */
export async function subsidyOf(work: Pick<Work, "db">, round: Round): Promise<SubsidyPolicy> {
  const { document } = await policyOfRound(work, round);
  if (document.kind !== "subsidy") throw refuse("invalid", "/round", "notSubsidy");
  return document;
}

/**
 * The run by which a round is final, or was last: what is opened again stays due as it was until it is final anew. None
 * before it was final at all.
 */
async function settledRun(db: Database, scope: RegionScope, round: Round): Promise<number | undefined> {
  if (round.finalRun !== null) return round.finalRun;
  const runs = (await roundStepsOf(db, scope, round.id)).flatMap(({ detail }) => detail?.finalRun ?? []);
  return runs.at(-1) as number | undefined;
}

/**
 * What is due inside a scope by the run by which a round was last made final; nothing before. Where the policy names no
 * payers, its fund bears the whole, and where it has none, whoever the policy leaves open.
 */
export async function duesOf(db: Database, scope: RegionScope, round: Round, policy: SubsidyPolicy): Promise<Due[]> {
  const run = await settledRun(db, scope, round);
  if (run === undefined) return [];
  const rows = await outcomesOf(db, scope, round.id, run);
  return rows.map(({ subjectId, regionCode, body }) => {
    const { name = subjectId, amountFen = 0, payers } = JSON.parse(body) as Partial<Outcome>;
    const { code, title } = policy.fund ?? { code: "unnamed", title: "未写明" };
    const parts = payers ?? (amountFen === 0 ? [] : [{ code, title, amountFen }]);
    return { subjectId, regionCode, name, amountFen, parts };
  });
}
