/** Judges all subjects of a round as of a state of the data; computing, explaining, finalising, simulating and comparing stand on it. */
import type { Policy } from "../../schema/policy/policy.ts";
import { everywhere, rangeOf } from "../../schema/region.ts";
import { bonesOf } from "../core/datedValues.ts";
import { compile, judge } from "../core/judge.ts";
import { sha256 } from "../hash.ts";
import { Refusal } from "../refusal.ts";
import { findPolicy, type PolicyVersion } from "../store/documents.ts";
import type { Round } from "../store/rounds.ts";
import { readCatalogue } from "./catalogue.ts";
import { type Gathered, gatherFacts } from "./gatherFacts.ts";
import type { AsOf } from "./readKnown.ts";
import type { Work } from "./work.ts";

/** The plan of a policy document for a period; refuses what does not compile. */
export function planOf({ document }: Pick<PolicyVersion, "document">, period: string) {
  const compiled = compile(document, period);
  if ("faults" in compiled) throw new Refusal("invalid", compiled.faults);
  return compiled.plan;
}

/** The version of its policy that a round, or one run of it, is judged by, wherever that was made. */
export async function policyOfRound(
  { db }: Pick<Work, "db">,
  round: Round,
  version = round.policyVersion,
): Promise<PolicyVersion> {
  const policy = await findPolicy(db, everywhere, round.policyId, version);
  if (!policy) throw new Error(`round ${round.id} has no policy`);
  return policy;
}

/**
 * Gathers the facts of a round as of a state of the data, for any document: those that want the same facts get the
 * same, read once.
 * @param own the version that the round lives by: its sheets stand for those of the active one
 */
export function gathererOf(
  work: Work,
  round: Round,
  own: PolicyVersion,
  asOf: AsOf,
): (document: Policy) => Promise<Gathered> {
  const catalogue = readCatalogue(work.db, [rangeOf(round.regionCode)], own);
  const gathered = new Map<string, Promise<Gathered>>();
  return async (document) => {
    const bones = bonesOf(document);
    const known =
      gathered.get(bones) ?? gatherFacts(work.db, await catalogue, document, round.period, round.regionCode, asOf);
    gathered.set(bones, known);
    return known;
  };
}

/** What is known of all subjects of a round as of a state of the data; `hash` names it. */
export async function gatherRound(
  work: Work,
  round: Round,
  policy: PolicyVersion,
  asOf: AsOf,
): Promise<Gathered & { hash: string }> {
  const gathered = await gathererOf(work, round, policy, asOf)(policy.document);
  return { ...gathered, hash: await sha256(JSON.stringify(gathered.subjects)) };
}

/** Judges all subjects of a round by its own version of the policy, as of a state of the data. */
export async function judgeRound(work: Work, round: Round, asOf: AsOf) {
  const policy = await policyOfRound(work, round);
  const gathered = await gatherRound(work, round, policy, asOf);
  const { judgement } = judge(planOf(policy, round.period), gathered.subjects, gathered);
  return { judgement, facts: gathered.hash, warnings: [...gathered.warnings, ...judgement.warnings] };
}
