/** Appraisals for tests: the documents, small ballots, and a subject judged alone. */
import { readFileSync } from "node:fs";
import { type AppraisalPolicy, policy, type SubjectFacts, type SubjectInParts } from "../../schema/policy/policy.ts";
import { compile, judge } from "../../worker/core/judge.ts";

const read = (path: string) => policy.parse(JSON.parse(readFileSync(path, "utf8"))) as AppraisalPolicy;
export const golden = (name: string) => read(`test/golden/${name}.json`);
export const threeBallots = read("schema/policies/xinhui-three-ballots.json");

export function judgeBy(document: AppraisalPolicy, subjects: SubjectInParts[], period = "2014") {
  const compiled = compile(document, period);
  if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
  return judge(compiled.plan, subjects).judgement;
}
export const one = (document: AppraisalPolicy, inputs: SubjectFacts["inputs"]) => {
  const { outcomes, unscored, explain } = judgeBy(document, [{ id: "a", inputs }]);
  return { ...outcomes[0], ...unscored[0], trace: explain("a") };
};
/** A sound policy with some of its parts changed. */
export const changed = (document: AppraisalPolicy, change: Record<string, unknown>) =>
  policy.parse({ ...document, ...change }) as AppraisalPolicy;
export const ballots = (group: string, marks: number[], more: Record<string, number> = {}) =>
  Object.fromEntries(
    Object.entries({ excellent: marks[0], competent: marks[1], basic: marks[2], incompetent: marks[3], ...more }).map(
      ([field, value]) => [`${group}.${field}`, value as number],
    ),
  );
/** 90, 80 and 70 points. */
export const nineEightSeven = {
  ...ballots("masses", [50, 50, 0, 0]),
  ...ballots("members", [0, 40, 0, 0]),
  ...ballots("organization", [0, 5, 5, 0]),
};
