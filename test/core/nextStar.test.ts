import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policy, type RatingPolicy, type SubjectFacts } from "../../schema/policy/policy.ts";
import { compile, judge } from "../../worker/core/judge.ts";
import { ratingPolicy } from "./policies.ts";

const assumed = "试验";
const always = <T>(value: T) => [{ from: "2000-01", value, assumed }];
const town = "990101001001";
const base = ratingPolicy({});

interface Parts {
  grade?: object;
  dynamics?: object | null;
  score?: object;
  inputs?: object;
}

/** Two marks of 500 and of 20, three flags; stars at 90 80 70 60 50, nothing else but what is given. */
function rating({ grade = {}, dynamics = null, score = {}, inputs = {} }: Parts): RatingPolicy {
  const given = (code: string, input: string, most: number) => ({
    ...{ shape: "given", code, title: input === "mark" ? "工作" : "作风", input, max: always(most) },
  });
  const { dynamics: _, ...rest } = base;
  return policy.parse({
    ...rest,
    inputs: {
      mark: { title: "工作", type: "decimal", min: -1000, max: 1000 },
      other: { title: "作风", type: "decimal", min: 0, max: 20 },
      vetoed: { title: "否决", type: "flag", default: false },
      assessed: { title: "试点", type: "flag", default: false },
      venue: { title: "有活动场所", type: "flag", default: true },
      visits: { title: "走访", type: "integer", min: 0 },
      ...inputs,
    },
    score: { ...base.score, of: [given("1", "mark", 500), given("2", "other", 20)], ...score },
    grade: { ...base.grade, vetoes: [], ...grade },
    ...(dynamics && { dynamics: { firstStars: "earned", maxUp: 5, maxDown: 5, assumed, ...dynamics } }),
  }) as RatingPolicy;
}

const veto = (effect: object, input = "vetoed") => ({
  ...{ code: "V", title: "一票", when: { input, op: "=", value: true }, effect, assumed },
});
const required = (atLeast: number) => ({
  ...{ title: "场所达标", atLeast, when: { input: "venue", op: "=", value: true }, assumed },
});
const shareRule = { base: "scored", rounding: "down", ties: "none", smallGroups: { below: 1, use: "parent" }, assumed };

function judged(document: RatingPolicy, subjects: SubjectFacts[]) {
  const compiled = compile(document, "2014-H1");
  if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
  return judge(compiled.plan, subjects).judgement;
}
const one = (mark: number | null, more: Partial<SubjectFacts> & { id?: string } = {}): SubjectFacts => ({
  id: "a",
  regionCode: town,
  ...more,
  inputs: { mark, ...more.inputs },
});
const nextOf = (document: RatingPolicy, subjects: SubjectFacts[]) => judged(document, subjects).next("a");
const needs = (document: RatingPolicy, ...subjects: SubjectFacts[]) =>
  nextOf(document, subjects)!.needs.map(({ rule, text }) => `${rule}: ${text}`);

describe("the gap to the next star", () => {
  test("78.70 is 1.3 short of 4★ at 80, exactly, and nothing else is in the way", () => {
    expect(nextOf(rating({}), [one(78.7)])).toEqual({
      star: 4,
      gap: 1.3,
      needs: [],
      room: [
        { code: "1", title: "工作", value: 78.7, most: 500, gap: 421.3 },
        { code: "2", title: "作风", value: null, most: 20, gap: 20 },
      ],
    });
  });

  test("is the figure of the trace, also for a cut of three decimals", () => {
    const document = rating({ grade: { cuts: always({ "2": 79.994, "1": 50 }) } });
    const { next, explain } = judged(document, [one(79.99)]);
    expect(next("a")!.gap).toBe(0.01);
    expect(explain("a")[1]!.text).toBe("79.99分达到1星线50分,距2星线79.994分差0.01分");
  });

  test("runs downwards where low scores are good, and what is to be had is what can be shed", () => {
    const document = rating({ grade: { best: "lowest", cuts: always({ "2": 10, "1": 20 }) } });
    expect(nextOf(document, [one(12.5, { inputs: { other: 4 } })])).toMatchObject({
      star: 2,
      gap: 6.5,
      room: [
        { title: "工作", value: 12.5, gap: 12.5 },
        { title: "作风", value: 4, gap: 4 },
      ],
    });
  });

  test("is that of the group's cuts where they hold for the subject", () => {
    const group = { title: "村改居", region: town, cuts: always({ "2": 40, "1": 20 }) };
    expect(nextOf(rating({ grade: { groupCuts: [group] } }), [one(35)])).toMatchObject({ star: 2, gap: 5 });
  });

  test("there is none at the highest star, and none without a score", () => {
    expect(nextOf(rating({}), [one(95)])).toBeUndefined();
    expect(nextOf(rating({}), [one(null)])).toBeUndefined();
    expect(
      nextOf(rating({ grade: { vetoes: [veto({ disqualify: true })] } }), [one(70, { inputs: { vetoed: true } })]),
    ).toBe(undefined);
  });
});

describe("what else stands in the way is named with its figures", () => {
  test("required conditions of that star and below, not of those above", () => {
    const document = rating({ grade: { required: [required(4), { ...required(5), title: "五星必备" }] } });
    expect(needs(document, one(85, { inputs: { venue: false } }))).toEqual([
      "required: 4星及以上须场所达标(有活动场所为是),现不满足",
    ]);
  });

  test("every item that is too low, the worst first, with what it needs", () => {
    const worstItem = {
      items: ["2"],
      missing: "zero",
      caps: always([
        [40, 1],
        [60, 3],
      ]),
    };
    const document = rating({ grade: { worstItem } });
    expect(needs(document, one(90, { inputs: { other: 5 } }))).toEqual([
      "worstItem: 作风得5分,为满分的25%,最高1星;须达到满分的40%即8分",
    ]);
    expect(needs(document, one(90, { inputs: { other: 8 } }))).toEqual([
      "worstItem: 作风得8分,为满分的40%,最高3星;须达到满分的60%即12分",
    ]);
  });

  test("vetoes, and what they leave", () => {
    const vetoes = [veto({ maxStars: 2 }), veto({ assessedOnly: true }, "assessed")];
    expect(needs(rating({ grade: { vetoes } }), one(85, { inputs: { vetoed: true } }))).toEqual([
      "veto: 触发一票(否决为是),最高2星,须不再触发",
    ]);
    expect(needs(rating({ grade: { vetoes } }), one(85, { inputs: { assessed: true } }))).toEqual([
      "assessedOnly: 触发一票(试点为是),参评不定星,须不再触发",
    ]);
  });

  test("the limit of movement, and of the first rating, also after a withdrawal", () => {
    const history = [{ period: "2013-H2", stars: 2 }];
    expect(needs(rating({ dynamics: { maxUp: 1 } }), one(95, { history }))).toEqual([
      "movement: 上期2星,一期最多升1星,本期最高3星",
    ]);
    const first = { firstStars: { atMost: 3 } };
    expect(needs(rating({ dynamics: first }), one(95))).toEqual(["movement: 首次参评,最高3星"]);
    const withdraw = { rounds: 1, when: ["unscored"] };
    const past = [
      { period: "2013-H2", unscored: "missingData" as const },
      { period: "2013-H1", stars: 4 },
    ];
    expect(needs(rating({ dynamics: { ...first, withdraw } }), one(95, { history: past }))).toEqual([
      "movement: 以往连续1期无星或未评分,原有4星收回,按首次参评,最高3星",
    ]);
  });

  test("stars that are held because the score is the same", () => {
    const history = [{ period: "2013-H2", stars: 2, score: 85 }];
    expect(nextOf(rating({ dynamics: { hold: "untilScoreChanges" } }), [one(85, { history })])).toMatchObject({
      star: 3,
      gap: 0,
      needs: [{ rule: "hold", text: "得分与上期相同,沿用上期2星;得分有变动才重新定星" }],
    });
  });

  test("stars that may fall no further keep the cut out of the way", () => {
    const history = [{ period: "2013-H2", stars: 5 }];
    const document = rating({ dynamics: { maxDown: 2 }, grade: { vetoes: [veto({ maxStars: 1 })] } });
    expect(nextOf(document, [one(10, { history, inputs: { vetoed: true } })])).toMatchObject({
      star: 2,
      gap: 0,
      needs: [{ rule: "veto" }],
    });
  });

  test("a share: the quota, the place, and the score of the last within it, past whom it must come", () => {
    const others = [96, 94, 92].map((mark, i) => one(mark, { id: `b${i}` }));
    const rest = Array.from({ length: 6 }, (_, i) => one(10, { id: `c${i}` }));
    const shares = always({ "5": { atMost: [2, 10] } });
    const subjects = [one(91), ...others, ...rest];
    expect(needs(rating({ grade: { shares, shareRule } }), ...subjects)).toEqual([
      "share: 本乡镇(街道)10个,5星名额2个,本对象列第4,得分须达到94.01分(还差3.01分)",
    ]);
    expect(needs(rating({ grade: { shares, shareRule: { ...shareRule, ties: "all" } } }), ...subjects)).toEqual([
      "share: 本乡镇(街道)10个,5星名额2个,本对象列第4,得分须达到94分(还差3分)",
    ]);
    expect(nextOf(rating({ grade: { shares, shareRule } }), [one(85), ...others, ...rest])).toMatchObject({
      gap: 5,
      needs: [
        {
          rule: "share",
          text: "本乡镇(街道)10个,5星名额2个,本对象补足后列第4,得分须达到94.01分(还差9.01分)",
        },
      ],
    });
  });

  test("a distribution: how many there are, the place, the place needed", () => {
    const distribution = always({ "2": [1, 4], "1": [1, 4] });
    const distributionRule = {
      base: "scored",
      ties: "none",
      keys: [],
      smallGroups: { below: 1, use: "parent" },
      assumed,
    };
    const { cuts: _, ...grade } = base.grade;
    const document = policy.parse({
      ...rating({}),
      grade: { ...grade, vetoes: [], distribution, distributionRule },
    }) as RatingPolicy;
    const subjects = [one(60), one(90, { id: "b" }), one(80, { id: "c" }), one(70, { id: "d" })];
    expect(nextOf(document, subjects)).toMatchObject({
      star: 1,
      gap: 0,
      needs: [
        {
          rule: "distribution",
          text: "本乡镇(街道)4个,按比例1星及以上共2个,本对象列第4,须列第2以内,得分须达到80.01分(还差20.01分)",
        },
      ],
    });
  });
});

describe("where points are to be had", () => {
  const item = (title: string, input: string, most: number) => ({ shape: "given", title, input, max: always(most) });
  const roomOf = (score: object, inputs: Record<string, number | boolean> = {}, mark = 10) =>
    nextOf(rating({ score }), [one(mark, { inputs })])!.room.map(({ title, value, most, gap }) => [
      title,
      value,
      most,
      gap,
    ]);

  test("weights, limits and conditions count as they do in the total", () => {
    const mean = {
      shape: "weightedMean",
      of: [
        { weight: always(75), value: item("重", "mark", 100) },
        { weight: always(25), value: item("轻", "other", 20) },
      ],
    };
    expect(roomOf(mean, { other: 4 })).toEqual([
      ["重", 10, 100, 67.5],
      ["轻", 4, 20, 4],
    ]);
    const limited = {
      of: [
        {
          shape: "clamp",
          title: "封顶",
          of: {
            shape: "sum",
            title: "加",
            missing: { rule: "zero" },
            of: [item("甲", "mark", 30)],
          },
          most: always(15),
        },
        { ...item("仅试点", "other", 20), when: { input: "assessed", op: "=", value: true } },
      ],
    };
    expect(roomOf(limited, { other: 4 })).toEqual([["甲", 10, 30, 5]]);
    expect(roomOf(limited, { other: 4, assessed: true })).toEqual([
      ["仅试点", 4, 20, 16],
      ["甲", 10, 30, 5],
    ]);
  });

  test("an item that can only deduct shows what was deducted; one that deducted nothing is not named", () => {
    const perUnit = { shape: "perUnit", title: "扣分", input: "visits", each: always(-2), most: always(10) };
    const score = { of: [item("工作", "mark", 10), perUnit] };
    expect(roomOf(score, { visits: 3 })).toEqual([["扣分", -6, 0, 6]]);
    expect(roomOf(score, { visits: 0 })).toEqual([]);
  });

  test("at most ten items are named, the largest first", () => {
    const of = Array.from({ length: 12 }, (_, i) => item(`第${i}项`, "mark", 20 + i));
    const found = roomOf({ of }, {}, 1);
    expect(found).toHaveLength(10);
    expect(found[0]).toEqual(["第11项", 1, 31, 30]);
  });
});

describe("everything that is named, and nothing else, stands in the way", () => {
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const small = fc.integer({ min: 1, max: 4 }).map((below) => ({ below, use: "parent" as const }));
  const part = fc.integer({ min: 0, max: 33 }).map((n) => [n, 100] as [number, number]);
  const limits = fc.record({ "5": part, "4": part, "2": part });
  const up = [
    { "5": 90, "4": 80, "3": 70, "2": 60, "1": 50 },
    { "5": 90, "3": 50.5, "1": 5 },
  ];
  const down = [{ "5": 10, "4": 20, "3": 30, "2": 40, "1": 50 }];
  const common = { base: fc.constantFrom("scored", "all"), smallGroups: small, assumed: fc.constant(assumed) };
  const grades = fc.boolean().chain((lowest) =>
    fc.record({
      best: fc.constant(lowest ? "lowest" : "highest"),
      cuts: fc.constantFrom(...(lowest ? down : up)).map(always),
      shares: optional(
        limits.map((list) =>
          always(Object.fromEntries(Object.entries(list).map(([star, atMost]) => [star, { atMost }]))),
        ),
      ),
      shareRule: fc.record({
        ...{ ...common, rounding: fc.constantFrom("down", "up"), ties: fc.constantFrom("none", "all") },
      }),
      distribution: optional(limits.map(always)),
      distributionRule: fc.record({
        ...{ ...common, ties: fc.constantFrom("none", "all", "key") },
        keys: fc.constantFrom([], [{ input: "visits", best: "highest" }]),
      }),
      peers: fc.constantFrom("township", "round"),
      required: optional(fc.subarray([required(2), required(4), required(5)], { minLength: 1 })),
      worstItem: optional(
        fc.constantFrom("ignore", "zero").map((missing) => ({
          ...{
            items: ["2"],
            missing,
            caps: always([
              [40, 1],
              [60, 3],
            ]),
          },
        })),
      ),
      vetoes: fc.subarray([
        ...[veto({ maxStars: 2 }), veto({ noStars: true }), veto({ assessedOnly: true }, "assessed")],
      ]),
    }),
  );
  const dynamics = fc.option(
    fc.record({
      firstStars: fc.constantFrom("earned" as const, { atMost: 2 }),
      maxUp: fc.integer({ min: 0, max: 3 }),
      maxDown: fc.integer({ min: 0, max: 3 }),
      hold: optional(fc.constant("untilScoreChanges")),
      withdraw: optional(fc.constant({ rounds: 1, when: ["unscored", "zeroStars"] })),
    }),
  );
  const mark = fc.oneof(
    fc.constantFrom(...[5, 10, 20, 30, 40, 50, 50.5, 60, 70, 80, 89.99, 90, 91, 100]),
    fc.integer({ min: 0, max: 1000 }).map((n) => n / 10),
  );
  const people = fc.array(
    fc.record({
      ...{ mark, town: fc.integer({ min: 1, max: 2 }), other: fc.option(fc.integer({ min: 0, max: 20 })) },
      ...{ vetoed: fc.boolean(), assessed: fc.boolean(), venue: fc.boolean() },
      visits: fc.integer({ min: 0, max: 2 }),
      past: fc.option(fc.record({ stars: optional(fc.integer({ min: 0, max: 5 })), same: fc.boolean() })),
    }),
    { minLength: 1, maxLength: 16 },
  );

  /** The total is the first mark: what the second gives is taken off the first. */
  const total = (points: number, other: number | null) => Math.round((points - (other ?? 0)) * 100) / 100;

  test("with everything met the star is reached; with one of it left out it is not", () => {
    const seen: Record<string, number> = {};
    const reaches = fc.property(grades, dynamics, people, (grade, moves, list) => {
      const document = rating({ grade, dynamics: moves });
      const lowest = grade.best === "lowest";
      const given = list.map(
        ({ mark: points, town: at, past, other, ...flags }, i): SubjectFacts => ({
          id: String(i),
          regionCode: `99010100${at}001`,
          inputs: { ...flags, other, mark: total(points, other) },
          ...(past && {
            history: [
              ...(past.stars === undefined
                ? [{ period: "2013-H2", unscored: "missingData" as const }]
                : [{ period: "2013-H2", stars: past.stars, ...(past.same && { score: points }) }]),
            ],
          }),
        }),
      );
      const { outcomes, next } = judged(document, given);
      for (const { subjectId, score, stars = 0 } of outcomes) {
        const way = next(subjectId);
        if (!way) continue;
        expect(way.star).toBeGreaterThan(stars);
        expect(way.gap + way.needs.length).toBeGreaterThan(0);
        const texts = way.needs.map(({ text }) => /须(?:达到|降到)(-?[\d.]+)分\(/.exec(text)?.[1]);
        const lost = way.needs.some(
          ({ rule }, i) => (rule === "share" || rule === "distribution") && texts[i] === undefined,
        );
        if (lost) continue;
        const pointed = texts.filter((one) => one !== undefined).map(Number);
        const target = pointed.at(-1) ?? score! + (lowest ? -way.gap : way.gap);
        /** Whether the star is reached when all is met but for one need. */
        const starsWith = (points: number, without = -1) => {
          const me = structuredClone(given.find(({ id }) => id === subjectId)!);
          let wanted = points;
          way.needs.forEach(({ rule, text }, i) => {
            if (i === without) return;
            if (rule === "required") me.inputs.venue = true;
            if (rule === "veto") me.inputs.vetoed = false;
            if (rule === "assessedOnly") me.inputs.assessed = false;
            if (rule === "worstItem") me.inputs.other = Number(/即([\d.]+)分/.exec(text)![1]);
            if (rule === "movement") me.history = [{ period: "2013-H2", stars: way.star }];
            if (rule === "hold" && points === target) wanted += lowest ? -0.01 : 0.01;
          });
          me.inputs.mark = total(wanted, me.inputs.other as number | null);
          const again = judged(
            document,
            given.map((one) => (one.id === subjectId ? me : one)),
          );
          return again.outcomes.find((one) => one.subjectId === subjectId)!.stars ?? -1;
        };
        expect(starsWith(target)).toBeGreaterThanOrEqual(way.star);
        way.needs.forEach(({ rule }, i) => {
          seen[rule] = (seen[rule] ?? 0) + 1;
          // Several rules of one kind ask for the same flag, which is met for all of them or for none.
          const alone = way.needs.filter((other) => other.rule === rule).length === 1;
          if (alone && ["movement", "worstItem", "required", "veto", "assessedOnly"].includes(rule))
            expect(starsWith(target, i)).toBeLessThan(way.star);
        });
        // Given higher last stars, it may not fall below them, whatever its score.
        const lifted = way.needs.some(({ rule }) => rule === "movement");
        if (way.gap > 0 && pointed.length === 0 && !lifted) {
          seen.gap = (seen.gap ?? 0) + 1;
          expect(starsWith(target + (lowest ? 0.01 : -0.01))).toBeLessThan(way.star);
        }
      }
    });
    fc.assert(reaches, { numRuns: 400 });
    for (const rule of [
      "gap",
      "distribution",
      "hold",
      "movement",
      "required",
      "worstItem",
      "veto",
      "assessedOnly",
      "share",
    ])
      expect(seen[rule], rule).toBeGreaterThan(5);
  });
});
