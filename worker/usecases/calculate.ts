/** Calculates facts that a request gives: nothing is read but the policy, nothing is stored. */
import type { Fault } from "../../schema/fault.ts";
import { nodesOf } from "../../schema/policy/aggregates.ts";
import { type Policy, type SubjectFacts, subjectsOf } from "../../schema/policy/policy.ts";
import { checkPolicy } from "../core/checks.ts";
import { compile, judge } from "../core/judge.ts";
import { Refusal, refuse } from "../refusal.ts";

/** Every step of every subject is explained in the answer, which must stay within memory. */
const mostSteps = 50_000;

/**
 * Judges the given subjects by a policy; they are each other's peers.
 * @throws Refusal invalid with every wrong place: period, parameters without value, subjects, inputs
 */
export function calculate(policy: Policy, period: string, subjects: readonly SubjectFacts[]) {
  const compiled = compile(policy, period);
  if ("faults" in compiled) throw new Refusal("invalid", compiled.faults);
  const items = itemsOf(policy);
  if (items * subjects.length > mostSteps) throw refuse("invalid", "/subjects", "tooMuch", { limit: mostSteps });
  const faults: Fault[] = [];
  const seen = new Set<string>();
  subjects.forEach(({ id, kind }, i) => {
    if (seen.has(id)) faults.push({ pointer: `/subjects/${i}/id`, code: "duplicate", params: { value: id } });
    seen.add(id);
    if (kind !== undefined && !subjectsOf(policy).includes(kind))
      faults.push({
        pointer: `/subjects/${i}/kind`,
        code: "wrongKind",
        params: { value: kind, expected: subjectsOf(policy).join("、") },
      });
  });
  const { judgement, faults: wrong } = judge(compiled.plan, subjects);
  if (faults.length + wrong.length > 0) throw new Refusal("invalid", [...faults, ...wrong]);
  const traced = <T extends { subjectId: string }>(result: T) => ({
    ...result,
    trace: judgement.explain(result.subjectId),
  });
  return {
    outcomes: judgement.outcomes.map((result) => ({
      ...traced(result),
      next: judgement.next(result.subjectId) ?? null,
    })),
    unscored: judgement.unscored.map(traced),
    funds: judgement.funds,
    warnings: [...checkPolicy(policy), ...judgement.warnings],
  };
}

/** How many items the trace of one subject has. */
function itemsOf(policy: Policy): number {
  if (policy.kind === "rating") return nodesOf(policy.score, []).length;
  return policy.kind === "appraisal" ? policy.groups.length : 1;
}
