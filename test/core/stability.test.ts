import fc from "fast-check";
import { expect, test } from "vitest";
import { policy } from "../../schema/policy/policy.ts";
import { compile, judge } from "../../worker/core/judge.ts";
import { ratingPolicy } from "./policies.ts";

const assumed = "试验";
const base = ratingPolicy({ missing: "zero" });
function rangesOf(marks: readonly (readonly [number, number])[], percent: number, seed = 7) {
  const stability = { percent, draws: 60, seed, assumed };
  const compiled = compile(policy.parse({ ...base, grade: { ...base.grade, stability } }), "2014-H1");
  if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
  const subjects = marks.map(([mark, other], i) => ({
    id: String(i),
    regionCode: "990101001001",
    inputs: { mark, other },
  }));
  const { outcomes, explain } = judge(compiled.plan, subjects).judgement;
  return outcomes.map(({ subjectId, rank }) => {
    const step = explain(subjectId).find(({ shape }) => shape === "stability")!;
    const [best, worst] = String(step.value).split("-").map(Number) as [number, number];
    return { rank: rank!, best, worst, text: step.text };
  });
}

test("two who are close change places when weights move by 20 %, one far ahead stays first, and it is said so", () => {
  const [ahead, a, b] = rangesOf(
    [
      [95, 95],
      [80, 40],
      [40, 79],
    ],
    20,
  );
  expect(ahead).toMatchObject({ rank: 1, best: 1, worst: 1 });
  expect([a, b]).toMatchObject([
    { rank: 2, best: 2, worst: 3 },
    { rank: 3, best: 2, worst: 3 },
  ]);
  expect(a!.text).toBe("各项权重上下浮动20%,试60次(种子7),名次在第2至第3之间");
});

test("the real rank always lies within the range, and the same seed gives the same range", () => {
  const list = fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 })), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(list, fc.integer({ min: 1, max: 50 }), (marks, percent) => {
      const found = rangesOf(marks, percent);
      for (const { rank, best, worst } of found) {
        expect(best).toBeLessThanOrEqual(rank);
        expect(worst).toBeGreaterThanOrEqual(rank);
      }
      expect(rangesOf(marks, percent)).toEqual(found);
    }),
    { numRuns: 40 },
  );
});
