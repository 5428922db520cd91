import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policy, type SubjectFacts } from "../../schema/policy/policy.ts";
import { compile, judge } from "../../worker/core/judge.ts";
import { ratingPolicy } from "./policies.ts";

const judgeBy = (document: Parameters<typeof ratingPolicy>[0], subjects: SubjectFacts[], period = "2014-H1") => {
  const compiled = compile(ratingPolicy(document), period);
  if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
  return judge(compiled.plan, subjects).judgement;
};
const subject = (id: string, mark: number | null, more: Partial<SubjectFacts> = {}): SubjectFacts => ({
  id,
  regionCode: "990101001001",
  inputs: { mark },
  ...more,
});
const marks = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 0, max: 9999 }),
    mark: fc.option(fc.integer({ min: 0, max: 200 })),
    town: fc.integer({ min: 1, max: 3 }),
    before: fc.option(fc.integer({ min: 0, max: 5 })),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 60 },
);
const asSubjects = (list: { id: number; mark: number | null; town: number; before: number | null }[]) =>
  list.map(({ id, mark, town, before }) =>
    subject(String(id), mark === null ? null : mark / 2, {
      regionCode: `99010100${town}001`,
      ...(before !== null && { history: [{ period: "2013-H2", stars: before }] }),
    }),
  );

describe("shares", () => {
  const strict = { shares: { "5": [10, 100], "4": [20, 100] } } as const;

  test("100 organizations, 15 at or over the 5★ cut: 10 get 5★, 5 fall to 4★, named as bound by the share (组厅字[2012]6号)", () => {
    const subjects = Array.from({ length: 100 }, (_, i) => subject(String(i), i < 15 ? 99 - i / 2 : 10));
    const { outcomes } = judgeBy({ shares: { "5": [10, 100] } }, subjects);
    expect(outcomes.filter(({ stars }) => stars === 5)).toHaveLength(10);
    const fell = outcomes.filter(({ bound }) => bound === "share");
    expect(fell.map(({ stars }) => stars)).toEqual([4, 4, 4, 4, 4]);
  });

  test("those who tie at the edge of a share all fall, for more than the share may not stand", () => {
    const subjects = Array.from({ length: 20 }, (_, i) => subject(String(i), i < 3 ? 95 : 10));
    const { outcomes } = judgeBy(strict, subjects);
    expect(outcomes.filter(({ stars }) => stars === 5)).toHaveLength(0);
    const all = judgeBy({ ...strict, ties: "all" }, subjects);
    expect(all.outcomes.filter(({ stars }) => stars === 5)).toHaveLength(3);
  });

  test("no group of peers ever holds more of a star than its share", () => {
    fc.assert(
      fc.property(marks, (list) => {
        const { outcomes } = judgeBy({ ...strict, below: 1 }, asSubjects(list));
        for (const group of Object.values(Object.groupBy(outcomes, ({ regionCode }) => regionCode!))) {
          const held = (star: number) => group!.filter(({ stars }) => stars === star).length;
          expect(held(5) * 10).toBeLessThanOrEqual(group!.length);
          expect(held(4) * 5).toBeLessThanOrEqual(group!.length);
        }
      }),
    );
  });

  test("small townships are taken together in their county; a round too small for shares has none", () => {
    const nine = Array.from({ length: 9 }, (_, i) => subject(`a${i}`, 90 + i));
    expect(judgeBy(strict, nine).outcomes.every(({ stars }) => stars === 5)).toBe(true);
    const more = Array.from({ length: 3 }, (_, i) => subject(`b${i}`, 80, { regionCode: "990101002001" }));
    const { outcomes, explain } = judgeBy(strict, [...nine, ...more]);
    expect(outcomes.filter(({ stars }) => stars === 5).map(({ subjectId }) => subjectId)).toEqual(["a8"]);
    expect(explain("a0").find(({ shape }) => shape === "share")!.text).toContain("全县");
  });
});

describe("movement and vetoes", () => {
  test("stars move at most one up and two down; a veto holds at once, whatever movement would allow", () => {
    const history = (stars: number) => ({ history: [{ period: "2013-H2", stars }] });
    const { outcomes } = judgeBy({}, [
      subject("up", 99, history(1)),
      subject("down", 0, history(5)),
      subject("veto", 99, { ...history(5), inputs: { mark: 99, vetoed: true } }),
    ]);
    expect(outcomes.map(({ stars, bound }) => [stars, bound])).toEqual([
      [2, "movement"],
      [3, "movement"],
      [1, "veto"],
    ]);
  });

  test("a village with a veto keeps its score and its rank", () => {
    const { outcomes } = judgeBy({}, [subject("a", 99, { inputs: { mark: 99, vetoed: true } }), subject("b", 50)]);
    expect(outcomes[0]).toMatchObject({ score: 99, rank: 1, stars: 1 });
  });
});

describe("score", () => {
  test("以上 includes the number itself: 90 is 5★, 89.99 is not", () => {
    const { outcomes } = judgeBy({}, [subject("a", 90), subject("b", 89.99)]);
    expect(outcomes.map(({ stars }) => stars)).toEqual([5, 4]);
  });

  test("missing is not zero: nothing filled in is unscored, listed apart, and never the last in rank", () => {
    const { outcomes, unscored, explain } = judgeBy({}, [subject("a", 0), subject("b", null)]);
    expect(outcomes.map(({ subjectId, rank }) => [subjectId, rank])).toEqual([["a", 1]]);
    expect(unscored).toEqual([expect.objectContaining({ subjectId: "b", code: "missingData" })]);
    expect(explain("b")[0]!.text).toContain("不评");
  });

  test("excluding what is missing scales the rest to the full points", () => {
    const { outcomes } = judgeBy({ missing: "exclude" }, [subject("a", 33.33, { inputs: { mark: 33.33 } })]);
    expect(outcomes[0]!.score).toBe(66.66); // 33.33 of 100 reachable points, of 200 in all
  });

  test("permuting the subjects changes nothing but the order", () => {
    fc.assert(
      fc.property(marks, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (list, keys) => {
        const subjects = asSubjects(list);
        const shuffled = subjects
          .map((one) => ({ one, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const byId = (found: { subjectId: string }[]) =>
          [...found].sort((a, b) => (a.subjectId < b.subjectId ? -1 : 1));
        const document = { shares: { "5": [10, 100], "4": [20, 100] } } as const;
        const [a, b] = [judgeBy(document, subjects), judgeBy(document, shuffled)];
        expect(byId(a.outcomes)).toEqual(byId(b.outcomes));
        expect(byId(a.unscored)).toEqual(byId(b.unscored));
      }),
    );
  });

  test("raising a point never lowers the rank of who got it", () => {
    fc.assert(
      fc.property(marks, fc.nat(), fc.integer({ min: 1, max: 20 }), (list, pick, raise) => {
        const index = pick % list.length;
        if (list[index]!.mark === null) return;
        const raised = list.map((one, i) => (i === index ? { ...one, mark: Math.min(200, one.mark! + raise) } : one));
        const rank = (of: typeof list) =>
          judgeBy({}, asSubjects(of)).outcomes.find(({ subjectId }) => subjectId === String(list[index]!.id))!.rank!;
        expect(rank(raised)).toBeLessThanOrEqual(rank(list));
      }),
    );
  });
});

describe("shapes", () => {
  const plain = { title: "项", input: "mark" };
  const assumed = "试验";
  const scoreOf = (
    of: object[],
    mark: number | null,
    missing: object = { rule: "zero" },
    other: number | null = null,
  ) => {
    const base = ratingPolicy({});
    const document = policy.parse({ ...base, score: { ...base.score, missing, of } });
    const compiled = compile(document, "2014-H1");
    if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
    const { outcomes } = judge(compiled.plan, [{ id: "a", inputs: { mark, other } }]).judgement;
    return outcomes[0]?.score;
  };
  const bands = (ends: string) => ({
    shape: "bands",
    code: "1",
    ...plain,
    ends,
    bands: [
      {
        from: "2000-01",
        value: [
          [90, 20],
          [80, 10.5],
        ],
        assumed,
      },
    ],
  });
  const given = (code: string, input: string, max: number) => ({
    shape: "given",
    code,
    title: input,
    input,
    max: [{ from: "2000-01", value: max, assumed }],
  });

  test("bands: 以上 includes its end or not, as the policy says; below the lowest there are no points", () => {
    expect([90, 89.99, 80, 79.99].map((mark) => scoreOf([bands("lowInclusive")], mark))).toEqual([20, 10.5, 10.5, 0]);
    expect([90.01, 90, 80.01, 80].map((mark) => scoreOf([bands("highInclusive")], mark))).toEqual([20, 10.5, 10.5, 0]);
  });
  test("given: never more than the maximum", () => {
    expect([12.34, 30].map((mark) => scoreOf([given("1", "mark", 20)], mark))).toEqual([12.34, 20]);
  });
  test("sum: a missing item counts zero, is left out, or blocks", () => {
    const items = [given("1", "mark", 30), given("2", "other", 30)];
    expect(scoreOf(items, 10, { rule: "zero" })).toBe(10);
    expect(scoreOf(items, 10, { rule: "exclude" })).toBe(20);
    expect(scoreOf(items, 10, { rule: "block" })).toBeUndefined();
    expect(scoreOf(items, 10, { rule: "block" }, 5)).toBe(15);
    expect(scoreOf(items, 10, { rule: "zero", minimumShare: [2, 2] })).toBeUndefined();
  });
  test("sum: what only deducts has no full points and is not scaled; constants alone are no data", () => {
    const deduct = {
      ...bands("lowInclusive"),
      code: "d",
      input: "other",
      bands: [
        {
          from: "2000-01",
          value: [
            [10, -5],
            [5, -2],
          ],
          assumed,
        },
      ],
    };
    expect(scoreOf([given("1", "mark", 60), given("2", "mark", 40), deduct], 30, { rule: "exclude" }, 10)).toBe(55);
    const fixed = { shape: "fixed", code: "f", title: "起扣", amount: [{ from: "2000-01", value: -5, assumed }] };
    expect(scoreOf([given("1", "mark", 100), fixed], null, { rule: "exclude" })).toBeUndefined();
    expect(scoreOf([given("1", "mark", 100), fixed], 50, { rule: "exclude" })).toBe(45);
  });
  test("weightedMean: weights that must add up to a total are refused where they do not", () => {
    const base = ratingPolicy({});
    const mean = (total: number) => ({
      shape: "weightedMean",
      title: "总分",
      missing: { rule: "block" },
      round: base.score.round,
      total,
      of: [40, 30].map((weight, i) => ({
        weight: [{ from: "2000-01", value: weight, assumed }],
        value: given(String(i), "mark", 100),
      })),
    });
    const faults = (total: number) => compile(policy.parse({ ...base, score: mean(total) }), "2014-H1");
    expect(faults(70)).toHaveProperty("plan");
    expect(faults(100)).toMatchObject({ faults: [{ pointer: "/score/of", params: { reason: "权重合计70,须为100" } }] });
  });
  test("sums may be nested, and items that can give nothing do not break the scaling", () => {
    const inner = {
      shape: "sum",
      title: "内",
      missing: { rule: "zero" },
      of: [given("1", "mark", 20), given("2", "other", 20)],
    };
    expect(scoreOf([inner, given("3", "mark", 5)], 10, { rule: "zero" }, 7)).toBe(22);
    const nothing = { ...bands("lowInclusive"), bands: [{ from: "2000-01", value: [[0, 0]], assumed }] };
    expect(scoreOf([nothing, given("2", "other", 10)], 10, { rule: "exclude" })).toBe(0);
  });
});

test("a condition on missing data decides nothing, neither plainly nor under not", () => {
  const base = ratingPolicy({});
  const veto = (when: object) =>
    policy.parse({
      ...base,
      inputs: { ...base.inputs, vetoed: { title: "否决", type: "flag" } },
      grade: { ...base.grade, vetoes: [{ ...base.grade.vetoes[0], when }] },
    });
  const isTrue = { input: "vetoed", op: "=", value: true };
  const stars = (when: object, vetoed: boolean | null) => {
    const compiled = compile(veto(when), "2014-H1");
    if ("faults" in compiled) throw new Error("unsound");
    return judge(compiled.plan, [{ id: "a", inputs: { mark: 99, vetoed } }]).judgement.outcomes[0]!.stars;
  };
  expect([stars(isTrue, true), stars(isTrue, false), stars(isTrue, null)]).toEqual([1, 5, 5]);
  expect([stars({ not: isTrue }, true), stars({ not: isTrue }, false), stars({ not: isTrue }, null)]).toEqual([
    5, 1, 5,
  ]);
  const known = { input: "mark", op: ">", value: 90 };
  expect([stars({ any: [isTrue, known] }, null), stars({ all: [{ not: isTrue }, known] }, null)]).toEqual([1, 5]);
});

describe("a policy that contradicts itself is refused with the place", () => {
  const base = ratingPolicy({}) as unknown as Record<string, never>;
  const places = (change: object) =>
    policy.safeParse({ ...base, ...change }).error?.issues.map(({ path }) => path.join("/")) ?? [];
  const { score, grade, inputs } = ratingPolicy({ shares: { "5": [10, 100] } });
  test.each<[string, object, string]>([
    [
      "an input that is not defined",
      { score: { ...score, of: [{ ...score.of[0], input: "nothing" }] } },
      "score/of/0/input",
    ],
    ["points of a flag", { score: { ...score, of: [{ ...score.of[0], input: "vetoed" }] } }, "score/of/0/input"],
    [
      "a flag compared with text",
      { grade: { ...grade, vetoes: [{ ...grade.vetoes[0], when: { input: "vetoed", op: "=", value: "是" } }] } },
      "grade/vetoes/0/when",
    ],
    [
      "a default that is no value",
      { inputs: { ...inputs, mark: { ...inputs.mark, default: "many" } } },
      "inputs/mark/default",
    ],
    [
      "an option without options",
      { inputs: { ...inputs, kind: { title: "类", type: "option" } } },
      "inputs/kind/options",
    ],
    ["two items with one code", { score: { ...score, of: [score.of[0], score.of[0]] } }, "score/of/0/code"],
    ["shares without a rule for them", { grade: { ...grade, shareRule: undefined } }, "grade/shareRule"],
    [
      "a share over the whole",
      { grade: { ...grade, shares: [{ from: "2000-01", value: { "5": { atMost: [11, 10] } }, assumed: "试验" }] } },
      "grade/shares/0/value/5/atMost",
    ],
    [
      "cuts out of order",
      { grade: { ...grade, cuts: [{ from: "2000-01", value: { "5": 80, "4": 90 }, assumed: "试验" }] } },
      "grade/cuts/0/value",
    ],
    [
      "a value with neither source nor assumption",
      { grade: { ...grade, cuts: [{ from: "2000-01", value: { "5": 80 } }] } },
      "grade/cuts/0",
    ],
    [
      "values that overlap in time",
      {
        grade: {
          ...grade,
          cuts: [
            { from: "2000-01", to: "2014-06", value: { "5": 80 }, assumed: "试验" },
            { from: "2014-06", value: { "5": 90 }, assumed: "试验" },
          ],
        },
      },
      "grade/cuts",
    ],
  ])("%s", (_, change, place) => {
    expect(places(change)).toContain(place);
  });
});

test("who falls from a star falls to the next one that there is", () => {
  const subjects = Array.from({ length: 20 }, (_, i) => subject(String(i), i < 3 ? 99 - i : 10));
  const { outcomes } = judgeBy(
    { cuts: [{ from: "2000-01", value: { "1": 5, "3": 50, "5": 90 } }], shares: { "5": [10, 100] } },
    subjects,
  );
  expect(outcomes.slice(0, 3).map(({ stars }) => stars)).toEqual([5, 5, 3]);
});

describe("dated values", () => {
  test("the value in force at the last month of the period decides; before the first there is none, and the parameter is named", () => {
    const document = {
      cuts: [
        { from: "2014-01", value: { "1": 50 } },
        { from: "2014-08", value: { "1": 60 } },
      ],
    };
    const stars = (period: string) => judgeBy(document, [subject("a", 55)], period).outcomes[0]!.stars;
    expect([stars("2014-H1"), stars("2014-H2")]).toEqual([1, 0]);
    const early = compile(ratingPolicy(document), "2013-H2");
    expect(early).toEqual({
      faults: [{ pointer: "/grade/cuts", code: "valueMissing", params: { title: "星级分数线", month: "2013-12" } }],
    });
  });
});
