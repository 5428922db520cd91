/** Runs the test cases inside a policy document; a version whose cases fail is not accepted. */
import type { Fault } from "../../schema/fault.ts";
import type { Policy } from "../../schema/policy/policy.ts";
import { compile, judge } from "./judge.ts";

/** One case that does not come out as the document says. */
export interface FailedCase {
  test: string;
  subject: string;
  field: string;
  expected: unknown;
  actual: unknown;
}

type PolicyTest = Policy["tests"][number];

/** One test case run: what became of a subject, or why nothing could be computed. */
export interface TestRun {
  test: PolicyTest;
  fault?: Fault;
  /** The result of a subject by its fields; none where the case has no such subject. */
  actual(subjectId: string): Record<string, unknown> | undefined;
}

/** Runs a policy's own cases, in their order. */
export function runTests(policy: Policy): TestRun[] {
  return policy.tests.map((test): TestRun => {
    const compiled = compile(policy, test.period);
    if ("faults" in compiled) return { test, fault: compiled.faults[0]!, actual: () => undefined };
    const { outcomes, unscored } = judge(compiled.plan, test.subjects).judgement;
    return {
      test,
      actual(id) {
        const without = unscored.find(({ subjectId }) => subjectId === id);
        const outcome = outcomes.find(({ subjectId }) => subjectId === id);
        if (without) return { ...without, unscored: true };
        return outcome && { ...outcome, payersFen: outcome.payers?.map(({ amountFen }) => amountFen) };
      },
    };
  });
}

/** Every expectation of a policy's own cases that fails; empty when the document keeps its word. */
export function failedCases(policy: Policy): FailedCase[] {
  return runTests(policy).flatMap(({ test, fault, actual }): FailedCase[] => {
    if (fault) return [{ test: test.name, subject: "", field: fault.pointer, expected: "", actual: fault.code }];
    return test.expect.flatMap(({ id, ...expected }) => {
      const found = actual(id) ?? {};
      return Object.entries(expected)
        .filter(([field, value]) => JSON.stringify(found[field]) !== JSON.stringify(value))
        .map(([field, value]) => ({ test: test.name, subject: id, field, expected: value, actual: found[field] }));
    });
  });
}
