/** Runs the test cases inside a policy document; a version whose cases fail is not accepted. */
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

/** Every expectation of a policy's own cases that fails; empty when the document keeps its word. */
export function failedCases(policy: Policy): FailedCase[] {
  return policy.tests.flatMap((test): FailedCase[] => {
    const compiled = compile(policy, test.period);
    if ("faults" in compiled)
      return [
        {
          test: test.name,
          subject: "",
          field: compiled.faults[0]!.pointer,
          expected: "",
          actual: compiled.faults[0]!.code,
        },
      ];
    const { outcomes, unscored } = judge(compiled.plan, test.subjects).judgement;
    return test.expect.flatMap(({ id, ...expected }) => {
      const without = unscored.find(({ subjectId }) => subjectId === id);
      const actual: Record<string, unknown> = {
        ...outcomes.find(({ subjectId }) => subjectId === id),
        payersFen: outcomes.find(({ subjectId }) => subjectId === id)?.payers?.map(({ amountFen }) => amountFen),
        ...(without && { ...without, unscored: true }),
      };
      return Object.entries(expected)
        .filter(([field, value]) => JSON.stringify(actual[field]) !== JSON.stringify(value))
        .map(([field, value]) => ({ test: test.name, subject: id, field, expected: value, actual: actual[field] }));
    });
  });
}
