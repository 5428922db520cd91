import fc from "fast-check";
import { expect, test } from "vitest";
import { policy } from "../../schema/policy/policy.ts";
import { compile, factsOf, judge } from "../../worker/core/judge.ts";
import { listRanges } from "../../worker/core/ranking/stability.ts";
import { runRating } from "../../worker/core/rating/rating.ts";
import { drawnScores } from "../../worker/core/rating/stability.ts";
import { rankingPolicy, ratingPolicy } from "./policies.ts";

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

test("drawn scores are the score itself where weights do not move, and are rounded as the policy rounds", () => {
  const compiled = compile(base, "2014-H1");
  if ("faults" in compiled || compiled.plan.kind !== "rating") throw new Error("no plan");
  const { plan } = compiled;
  const subjects = [
    [70.55, 20],
    [33.33, null],
    [null, null],
  ].map(([mark, other], i) => ({ id: String(i), regionCode: "990101001001", inputs: { mark: mark!, other: other! } }));
  const { facts } = factsOf(plan, subjects);
  const { scoreCenti } = runRating(plan, facts);
  const draw = (percent: number) =>
    [...drawnScores(plan, facts, scoreCenti, { percent, draws: 3, seed: 1 })].map((column) => [...column]);
  for (const column of draw(0)) expect(column).toEqual([9055, 3333, Number.NaN]);
  for (const [a, b] of draw(20)) {
    expect(Number.isInteger(a) && Number.isInteger(b)).toBe(true);
    expect(Math.abs(b! - 3333)).toBeLessThanOrEqual(667);
  }
});

test("a list by other measures: who is listed how often; who has no measure is never listed", () => {
  const compiled = compile(rankingPolicy({}), "2014");
  if ("faults" in compiled || compiled.plan.kind !== "ranking") throw new Error("no plan");
  const scores = [10, 12, ...Array.from({ length: 17 }, (_, i) => 50 + i), null];
  const subjects = scores.map((score, i) => ({ id: String(i).padStart(2, "0"), inputs: { score, visits: 1 } }));
  const { facts } = factsOf(compiled.plan, subjects);
  const column = facts.columns.get("score")!;
  const third = column.map((units, row) => (row === 2 ? 0 : units));
  const { rank, best, worst, selected, listed, draws } = listRanges(compiled.plan, facts, [
    column,
    third,
    column,
    column,
  ]);
  expect([...selected.subarray(0, 4)]).toEqual([1, 1, 0, 0]);
  expect([...listed.subarray(0, 4)]).toEqual([4, 3, 1, 0]);
  expect([rank[2], best[2], worst[2]]).toEqual([17, 17, 19]);
  expect([rank[19], best[19], worst[19], listed[19]]).toEqual([0, 0, 0, 0]);
  expect(draws).toBe(4);
});

test("a thousand organizations are drawn two hundred times well within two seconds", () => {
  const compiled = compile(base, "2014-H1");
  const listing = compile(rankingPolicy({}), "2014");
  if ("faults" in compiled || compiled.plan.kind !== "rating") throw new Error("no plan");
  if ("faults" in listing || listing.plan.kind !== "ranking") throw new Error("no plan");
  const marks = Array.from({ length: 1098 }, (_, i) => ({ mark: (i * 37) % 101, other: (i * 61) % 101 }));
  const { plan } = compiled;
  const { facts } = factsOf(
    plan,
    marks.map((inputs, i) => ({ id: String(i), regionCode: "990101001001", inputs })),
  );
  const ranked = factsOf(
    listing.plan,
    marks.map(({ mark, other }, i) => ({ id: String(i), inputs: { score: mark + other, visits: 0 } })),
  ).facts;
  const began = performance.now();
  const { scoreCenti } = runRating(plan, facts);
  const drawn = drawnScores(plan, facts, scoreCenti, { percent: 20, draws: 200, seed: 1 });
  expect(listRanges(listing.plan, ranked, drawn).draws).toBe(200);
  expect(performance.now() - began).toBeLessThan(2000);
});
