import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policy, type RatingPolicy, type SubjectFacts } from "../../schema/policy/policy.ts";
import { compile, judge } from "../../worker/core/judge.ts";
import { countsOf } from "../../worker/core/rating/distribution.ts";
import { ratingPolicy } from "./policies.ts";

const assumed = "试验";
const always = <T>(value: T) => [{ from: "2000-01", value, assumed }];
const base = ratingPolicy({});
const draft = (grade: object, more: object = {}) => ({ ...base, ...more, grade: { ...base.grade, ...grade } });
const withGrade = (grade: object, more: object = {}) => policy.parse(draft(grade, more)) as RatingPolicy;
const judgeBy = (document: RatingPolicy, subjects: SubjectFacts[]) => {
  const compiled = compile(document, "2014-H1");
  if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
  return judge(compiled.plan, subjects).judgement;
};
const subject = (id: string, mark: number | null, more: object = {}): SubjectFacts => ({
  id,
  regionCode: "990101001001",
  inputs: { mark, ...more },
});
const places = (grade: object, more: object = {}) =>
  policy.safeParse(draft(grade, more)).error?.issues.map(({ path }) => path.join("/")) ?? [];

const distributionRule = (ties: string, below = 1) => ({
  base: "scored",
  ties,
  keys: [],
  smallGroups: { below, use: "parent" },
  assumed,
});
const tenThirty = { "4": [10, 100], "3": [30, 100], "2": [40, 100], "1": [20, 100] } as const;

describe("distribution", () => {
  test.each([
    [1098, [110, 329, 439, 220]],
    [111, [11, 33, 45, 22]],
    [21, [2, 6, 9, 4]],
    [7, [1, 2, 3, 1]],
  ])("Distribution (not caps) 10/30/40/20 %% by largest remainder: %i (golden.md)", (count, expected) => {
    expect(countsOf(count, tenThirty).map(([, seats]) => seats)).toEqual(expected);
    const document = withGrade(
      { cuts: undefined, distribution: always(tenThirty), distributionRule: distributionRule("key") },
      { dynamics: undefined },
    );
    const marks = Array.from({ length: count }, (_, i) => subject(String(i), ((i * 7919) % 9973) / 100));
    const { outcomes } = judgeBy(document, marks);
    expect([4, 3, 2, 1].map((star) => outcomes.filter(({ stars }) => stars === star).length)).toEqual(expected);
    expect(outcomes.every(({ bound }) => bound === "distribution")).toBe(true);
  });

  test("those who tie at an edge all stand before it, all behind it, or are ordered by key and code", () => {
    const stars = (ties: string) =>
      judgeBy(
        withGrade({
          cuts: undefined,
          distribution: always({ "2": [1, 2], "1": [1, 2] }),
          distributionRule: distributionRule(ties),
        }),
        [90, 80, 80, 70].map((mark, i) => subject(String(i), mark)),
      ).outcomes.map((one) => one.stars);
    expect([stars("all"), stars("none"), stars("key")]).toEqual([
      [2, 2, 2, 1],
      [2, 1, 1, 1],
      [2, 2, 1, 1],
    ]);
  });

  test("with cuts as well the lower of the two holds, and the one that bound is named", () => {
    const document = withGrade({
      distribution: always({ "5": [1, 4], "1": [3, 4] }),
      distributionRule: distributionRule("key"),
    });
    const { outcomes } = judgeBy(
      document,
      [95, 92, 55, 10].map((mark, i) => subject(String(i), mark)),
    );
    expect(outcomes.map(({ stars, bound }) => [stars, bound])).toEqual([
      [5, "cuts"],
      [1, "distribution"],
      [1, "cuts"],
      [0, "cuts"],
    ]);
  });

  test("who may have no star takes nobody's place", () => {
    const document = withGrade({
      cuts: undefined,
      distribution: always({ "1": [1, 2] }),
      distributionRule: distributionRule("key"),
      vetoes: [{ ...base.grade.vetoes[0]!, effect: { assessedOnly: true } }],
    });
    const { outcomes } = judgeBy(document, [subject("a", 99, { vetoed: true }), subject("b", 50)]);
    expect(outcomes.map(({ stars, bound, rank }) => [stars, bound, rank])).toEqual([
      [undefined, "assessedOnly", 1],
      [1, "distribution", 2],
    ]);
  });

  test("counts add up to the group, whatever the shares", () => {
    const shares = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), shares, (count, list) => {
        const whole = list.reduce((all, one) => all + one, 0) || 1;
        const counts = countsOf(count, Object.fromEntries(list.map((part, i) => [i + 1, [part, whole] as const])));
        const dealt = counts.reduce((all, [, seats]) => all + seats, 0);
        expect(dealt).toBe(list.some((part) => part > 0) ? count : 0);
      }),
    );
  });
});

describe("cuts", () => {
  test("where a low score is good, the cut itself still belongs to the star, and the lowest ranks first", () => {
    const document = withGrade({ best: "lowest", cuts: always({ "1": 30, "2": 20, "3": 10.5 }) });
    const { outcomes, explain } = judgeBy(
      document,
      [10.5, 10.51, 20, 30, 31].map((mark, i) => subject(String(i), mark)),
    );
    expect(outcomes.map(({ stars, rank }) => [stars, rank])).toEqual([
      [3, 1],
      [2, 2],
      [2, 3],
      [1, 4],
      [0, 5],
    ]);
    expect(explain("2")[1]!.text).toBe("20分达到2星线20分,距3星线10.5分差9.5分");
  });

  test("a group has its own cuts, by condition or by region; too small a group uses the common ones", () => {
    const groupCuts = [
      { title: "山区", when: { input: "other", op: "=", value: 1 }, cuts: always({ "5": 80 }) },
      { title: "一乡", region: "990101001000", below: 2, cuts: always({ "5": 70 }) },
    ];
    const document = withGrade({ groupCuts });
    const { outcomes, explain } = judgeBy(document, [
      subject("mountain", 80, { other: 1 }),
      subject("town", 70),
      { ...subject("far", 80), regionCode: "990101002001" },
    ]);
    expect(outcomes.map(({ stars }) => stars)).toEqual([5, 3, 4]);
    expect(explain("mountain")[1]!.text).toContain("山区:80分达到5星线80分");
    const two = judgeBy(document, [subject("a", 70), subject("b", 69)]);
    expect(two.outcomes.map(({ stars }) => stars)).toEqual([5, 0]);
  });
});

describe("required items", () => {
  const required = [
    { title: "有创新项目", atLeast: 5, when: { input: "vetoed", op: "=", value: true }, assumed },
    { title: "另一项达标", atLeast: 3, when: { input: "other", op: ">=", value: 60 }, assumed },
  ];
  const document = withGrade({ required, vetoes: [] });

  test("95 points without an innovation project is 4★, bound by what is required (golden.md 五星创评)", () => {
    const { outcomes, explain } = judgeBy(document, [
      subject("a", 95, { other: 80 }),
      subject("b", 95, { other: 80, vetoed: true }),
      subject("c", 95, { other: 59, vetoed: true }),
      subject("d", 95, { vetoed: true }),
      subject("e", 65, { other: 80 }),
    ]);
    expect(outcomes.map(({ stars, bound }) => [stars, bound])).toEqual([
      [4, "required"],
      [5, "cuts"],
      [2, "required"],
      [2, "required"],
      [2, "cuts"],
    ]);
    expect(explain("a").find(({ shape }) => shape === "required")!.text).toBe(
      "5星及以上须有创新项目(否决为是),不满足;由5星降为4星",
    );
  });

  test("who falls by a share never lands on a star whose conditions it does not meet", () => {
    const strict = withGrade({
      required: [{ ...required[0]!, atLeast: 4 }],
      vetoes: [],
      shares: always({ "5": { atMost: [0, 1] } }),
      shareRule: { base: "scored", rounding: "down", ties: "none", smallGroups: { below: 1, use: "parent" }, assumed },
    });
    const { outcomes } = judgeBy(strict, [subject("a", 95), subject("b", 95, { vetoed: true })]);
    expect(outcomes.map(({ stars, bound }) => [stars, bound])).toEqual([
      [3, "required"],
      [4, "share"],
    ]);
  });
});

describe("the worst item", () => {
  const two = ratingPolicy({ missing: "zero" });
  const worstItem = {
    items: ["1", "2"],
    missing: "ignore",
    caps: always([
      [30, 1],
      [60, 3],
    ]),
  };
  const document = (missing: string) =>
    policy.parse({
      ...two,
      grade: { ...two.grade, cuts: always({ "5": 90, "1": 10 }), worstItem: { ...worstItem, missing } },
    }) as RatingPolicy;

  test("caps the stars: below 60 % of its maximum at most 3★, below 30 % at most 1★", () => {
    const marks = [
      [100, 60],
      [100, 59.99],
      [100, 29.99],
    ] as const;
    const { outcomes, explain } = judgeBy(
      document("ignore"),
      marks.map(([mark, other], i) => subject(String(i), mark, { other })),
    );
    expect(outcomes.map(({ stars, bound }) => [stars, bound])).toEqual([
      [5, "cuts"],
      [3, "worstItem"],
      [1, "worstItem"],
    ]);
    expect(explain("2").find(({ shape }) => shape === "worstItem")!.text).toBe(
      "最差的是other,得满分的29.99%,最高1星;由5星降为1星",
    );
  });

  test("a missing item is looked over or counts as zero, as the policy says", () => {
    const stars = (missing: string) => judgeBy(document(missing), [subject("a", 100)]).outcomes[0]!.stars;
    expect([stars("ignore"), stars("zero")]).toEqual([5, 1]);
  });
});

describe("vetoes", () => {
  const veto = (code: string, input: string, effect: object) => ({
    code,
    title: `否决${code}`,
    when: { input, op: "=", value: input === "vetoed" ? true : 1 },
    effect,
    assumed,
  });

  test("no stars, at most so many, not starred, or disqualified with the reason", () => {
    const result = (effect: object) =>
      judgeBy(withGrade({ vetoes: [veto("A", "vetoed", effect)] }), [subject("a", 95, { vetoed: true })]);
    expect(result({ noStars: true }).outcomes[0]).toMatchObject({ score: 95, stars: 0, rank: 1, bound: "veto" });
    expect(result({ maxStars: 2 }).outcomes[0]).toMatchObject({ stars: 2, bound: "veto" });
    const assessed = result({ assessedOnly: true }).outcomes[0]!;
    expect(assessed).toMatchObject({ score: 95, rank: 1, bound: "assessedOnly" });
    expect(assessed.stars).toBeUndefined();
    const out = result({ disqualify: true });
    expect(out.outcomes).toEqual([]);
    expect(out.unscored).toEqual([
      expect.objectContaining({ code: "disqualified", message: "否决A,取消参评资格,不评分" }),
    ]);
    expect(out.explain("a").at(-1)).toMatchObject({ shape: "disqualified", value: null });
  });

  test("two that hit and contradict each other are reported, and the strictest holds until somebody decides", () => {
    const document = withGrade({ vetoes: [veto("A", "vetoed", { maxStars: 3 }), veto("B", "other", { maxStars: 1 })] });
    const { outcomes } = judgeBy(document, [subject("a", 95, { vetoed: true, other: 1 }), subject("b", 95)]);
    expect(outcomes[0]).toMatchObject({ stars: 1, bound: "veto" });
    expect(outcomes[0]!.warnings).toEqual([
      {
        code: "conflictingRules",
        message: "同时触发效果不同的几项:否决A(最高3星)、否决B(最高1星);先按最严的一项,请核定",
      },
    ]);
    expect(outcomes[1]!.warnings).toEqual([]);
  });
});

describe("a grade that contradicts itself is refused with the place", () => {
  test.each<[string, object, string]>([
    ["neither cuts nor a distribution", { cuts: undefined }, "grade/cuts"],
    ["cuts that rise where low is good", { best: "lowest" }, "grade/cuts/0/value"],
    ["a distribution without a rule", { distribution: always({ "1": [1, 2] }) }, "grade/distributionRule"],
    [
      "a distribution over the whole",
      { distribution: always({ "1": [1, 2], "2": [51, 100] }), distributionRule: distributionRule("key") },
      "grade/distribution/0/value",
    ],
    [
      "a required condition on nothing",
      { required: [{ title: "甲", atLeast: 1, when: { input: "nothing", op: "=", value: 1 }, assumed }] },
      "grade/required/0/when",
    ],
    [
      "a worst item that is no item",
      { worstItem: { items: ["9"], missing: "zero", caps: always([[60, 3]]) } },
      "grade/worstItem/items/0",
    ],
    [
      "group cuts out of order",
      { groupCuts: [{ title: "甲", region: "990101000000", cuts: always({ "5": 10, "4": 20 }) }] },
      "grade/groupCuts/0/cuts/0/value",
    ],
  ])("%s", (_, grade, place) => {
    expect(places(grade)).toContain(place);
  });
});
