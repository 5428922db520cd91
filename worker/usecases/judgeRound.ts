/** Judges all subjects of a round as of a state of the data; computing and explaining both stand on it. */
import { everywhere, rangeOf } from "../../schema/region.ts";
import { compile, judge } from "../core/judge.ts";
import { Refusal } from "../refusal.ts";
import { findPolicy, type PolicyVersion } from "../store/documents.ts";
import type { Round } from "../store/rounds.ts";
import { readCatalogue } from "./catalogue.ts";
import { type AsOf, gatherFacts } from "./gatherFacts.ts";
import type { Work } from "./work.ts";

/** The plan of a policy version for a period; refuses what does not compile. */
export function planOf(policy: PolicyVersion, period: string) {
  const compiled = compile(policy.document, period);
  if ("faults" in compiled) throw new Refusal("invalid", compiled.faults);
  return compiled.plan;
}

/** Judges all subjects of a round by its own version of the policy, as of a state of the data. */
export async function judgeRound(work: Work, round: Round, asOf: AsOf) {
  const scope = [rangeOf(round.regionCode)];
  // A round keeps its version of the policy wherever that was made.
  const policy = await findPolicy(work.db, everywhere, round.policyId, round.policyVersion);
  if (!policy) throw new Error(`round ${round.id} has no policy`);
  const catalogue = await readCatalogue(work.db, scope, policy);
  const { subjects, origin, warnings } = await gatherFacts(
    work.db,
    catalogue,
    policy.document,
    round.period,
    round.regionCode,
    asOf,
  );
  const { judgement } = judge(planOf(policy, round.period), subjects, origin);
  return { policy, subjects, judgement, warnings: [...warnings, ...judgement.warnings] };
}
