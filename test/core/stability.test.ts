import fc from "fast-check";
import { expect, test } from "vitest";
import { policy } from "../../schema/policy/policy.ts";
import { compile, judge } from "../../worker/core/judge.ts";
import { ratingPolicy } from "./policies.ts";

const assumed = "试验";
const always = <T>(value: T) => [{ from: "2000-01", value, assumed }];
const base = ratingPolicy({ missing: "zero" });
function rangesOf(marks: readonly (readonly [number, number | null])[], percent: number, seed = 7, score: object = {}) {
  const stability = { percent, draws: 60, seed, assumed };
  const document = { ...base, score: { ...base.score, ...score }, grade: { ...base.grade, stability } };
  const compiled = compile(policy.parse(document), "2014-H1");
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

test("weights of a mean, and what is scaled for missing data, count as they do in the score", () => {
  const given = (input: string) => ({ shape: "given", title: input, input, max: always(100) });
  const of = [
    { weight: always(90), value: given("mark") },
    { weight: always(10), value: given("other") },
  ];
  // By the plain sum the second would be ahead: 50 + 100 against 90 + 0.
  const mean = [
    [90, 0],
    [50, 100],
  ] as const;
  expect(rangesOf(mean, 5, 7, { shape: "weightedMean", of })).toMatchObject([
    { rank: 1, best: 1, worst: 1 },
    { rank: 2, best: 2, worst: 2 },
  ]);
  // 90 of 100 points, scaled to 180 of 200, stays ahead of 70 + 70.
  const gaps = [
    [90, null],
    [70, 70],
  ] as const;
  expect(rangesOf(gaps, 5, 7, { missing: { rule: "exclude" } })).toMatchObject([
    { rank: 1, best: 1, worst: 1 },
    { rank: 2, best: 2, worst: 2 },
  ]);
});
