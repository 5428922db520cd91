/** Who moves between two lots of results, what the totals are, what parameters differ, and why a subject moved. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Outcome } from "../../schema/outcome.ts";
import { parametersOf } from "../../schema/policy/parameters.ts";
import type { Policy } from "../../schema/policy/policy.ts";
import type { TraceStep } from "../../schema/trace.ts";
import { reasonsOf, reasonsText, type World, type Worlds } from "../../worker/core/causes.ts";
import { bonesOf, differencesBetween, monthsBetween, shifted, valueIn } from "../../worker/core/datedValues.ts";
import { figuresOf } from "../../worker/core/figures.ts";
import { compile, judge } from "../../worker/core/judge.ts";
import { countsOf, hasMoved, movesOf, type Result } from "../../worker/core/moves.ts";
import { changeText, detailText, gradesOf, rowOf } from "../../worker/core/moveText.ts";
import { rankingPolicy, ratingPolicy } from "./policies.ts";

const library = import.meta.glob<Policy>("../../schema/policies/*.json", { eager: true, import: "default" });
const policies = Object.values(library);
const byId = (id: string) => policies.find((one) => one.id === id)!;

const regionCode = "990101001001";
const scored = (subjectId: string, fields: Partial<Outcome>): Outcome => ({
  ...{ subjectId, name: subjectId, regionCode, warnings: [] },
  ...fields,
});
const without = (subjectId: string): Result => ({ subjectId, regionCode, code: "missingData", message: "没有数据" });
const levels = ["excellent", "competent", "basic"];

const result = (id: string): fc.Arbitrary<Result> =>
  fc.oneof(
    fc.constant(without(id)),
    fc
      .record({ stars: fc.integer({ min: 0, max: 5 }), scoreCenti: fc.integer({ min: 0, max: 3 }), rank: fc.nat(3) })
      .map((fields) => scored(id, { ...fields, score: fields.scoreCenti / 100 })),
    fc.record({ grade: fc.constantFrom(...levels, "unheard") }).map((fields) => scored(id, fields)),
    fc.record({ selected: fc.boolean(), rank: fc.nat(3) }).map((fields) => scored(id, fields)),
    fc.record({ amountFen: fc.integer({ min: -5, max: 5 }) }).map((fields) => scored(id, fields)),
  );
const lot = fc
  .uniqueArray(fc.constantFrom("a", "b", "c", "d", "e", "f"))
  .chain((ids) => fc.tuple(...ids.map(result)))
  .map((all) => all as Result[]);

describe("who moves", () => {
  test("nobody is left out, nobody is counted twice, and the counts add up", () => {
    fc.assert(
      fc.property(lot, lot, (before, after) => {
        const moves = movesOf(before, after, levels);
        const ids = new Set([...before, ...after].map(({ subjectId }) => subjectId));
        expect(moves.map(({ subjectId }) => subjectId).sort()).toEqual([...ids].sort());
        const counts = countsOf(moves);
        expect(counts.up + counts.down + counts.other).toBe(counts.moved);
        const same = moves.filter(({ change }) => change === "same").length;
        expect(counts.moved + counts.scoreMoved + counts.rankMoved + same).toBe(ids.size);
        expect(counts.scored.before + counts.unscored.before).toBe(before.length);
        expect(counts.scored.after + counts.unscored.after).toBe(after.length);
      }),
    );
  });

  test("nobody is both moved and unmoved: a result that differs has moved, one that does not has not", () => {
    const essence = (one: Result | undefined) => {
      if (!one || "code" in one) return one && "unscored";
      return JSON.stringify([one.stars, one.grade, one.selected, one.amountFen]);
    };
    fc.assert(
      fc.property(lot, lot, (before, after) => {
        for (const move of movesOf(before, after, levels))
          expect(hasMoved(move)).toBe(essence(move.before) !== essence(move.after));
      }),
    );
  });

  test("swapping before and after mirrors up and down, and leaves everything else", () => {
    fc.assert(
      fc.property(lot, lot, (before, after) => {
        const [there, back] = [countsOf(movesOf(before, after, levels)), countsOf(movesOf(after, before, levels))];
        expect(back).toEqual({
          ...there,
          ...{ up: there.down, down: there.up },
          scored: { before: there.scored.after, after: there.scored.before },
          unscored: { before: there.unscored.after, after: there.unscored.before },
        });
        const steps = (moves: ReturnType<typeof movesOf>) =>
          new Map(moves.map(({ subjectId, step }) => [subjectId, step]));
        for (const [id, step] of steps(movesOf(before, after, levels)))
          expect(steps(movesOf(after, before, levels)).get(id)).toBe(step === 0 ? 0 : -step);
      }),
    );
  });

  test("the order does not depend on the order in which they come: the largest fall first, then region and code", () => {
    fc.assert(
      fc.property(lot, lot, (before, after) => {
        const moves = movesOf(before, after, levels);
        expect(movesOf(before.toReversed(), after.toReversed(), levels)).toEqual(moves);
        const steps = moves.map(({ step }) => step);
        expect(steps).toEqual([...steps].sort((a, b) => a - b));
      }),
    );
    const far = { regionCode: "990102001001" };
    const ids = movesOf(
      [scored("c", { stars: 5 }), scored("b", { stars: 3, ...far }), scored("a", { stars: 3, ...far }), without("d")],
      [scored("c", { stars: 1 }), scored("b", { stars: 2, ...far }), scored("a", { stars: 2, ...far }), without("e")],
    ).map(({ subjectId }) => subjectId);
    expect(ids).toEqual(["c", "a", "b", "d", "e"]);
  });

  test.each<[string, Partial<Outcome>, Partial<Outcome>, string]>([
    ["four stars instead of three", { stars: 3 }, { stars: 4 }, "up"],
    ["no longer starred, though scored", { stars: 3 }, {}, "other"],
    ["a better grade", { grade: "basic" }, { grade: "excellent" }, "up"],
    ["a grade that the other version does not have", { grade: "basic" }, { grade: "unheard" }, "other"],
    ["newly listed as backward", { selected: false }, { selected: true }, "down"],
    ["a smaller amount", { amountFen: 300 }, { amountFen: 200 }, "down"],
    ["the same stars by a higher score", { stars: 3, scoreCenti: 1 }, { stars: 3, scoreCenti: 2 }, "score"],
    ["the same score at another place", { stars: 3, rank: 1 }, { stars: 3, rank: 2 }, "rank"],
    ["another rule that says the same", { stars: 3, bound: "cuts" }, { stars: 3, bound: "share" }, "same"],
  ])("%s", (_, before, after, change) => {
    expect(movesOf([scored("a", before)], [scored("a", after)], levels)[0]).toMatchObject({ change });
  });
});

describe("a move in words", () => {
  const grades = gradesOf(byId("xinhui-three-ballots"));
  const [first] = [...grades.keys()];
  const say = (before: Result | undefined, after: Result | undefined) => {
    const [move] = movesOf(before ? [before] : [], after ? [after] : [], [...grades.keys()]);
    return changeText(move!, grades) + detailText(move!);
  };
  test.each<[Result | undefined, Result | undefined, string]>([
    [
      scored("a", { stars: 3, bound: "share", score: 81.5 }),
      scored("a", { stars: 4, bound: "cuts", score: 83 }),
      "3星 → 4星(比例上限 → 分数线),得分 81.5 → 83",
    ],
    [scored("a", { stars: 1, bound: "cuts" }), scored("a", { stars: 0, bound: "cuts" }), "1星 → 无星(分数线)"],
    [scored("a", { stars: 1, bound: "cuts" }), without("a"), "1星 → 未评分(分数线 → 没有数据)"],
    [undefined, scored("a", { stars: 1 }), "不在其中 → 1星"],
    [
      scored("a", { selected: false, bound: "ratio" }),
      scored("a", { selected: true, bound: "tie" }),
      "未列入 → 列入(倒排比例 → 同分规则)",
    ],
    [scored("a", { amountFen: 4000000 }), scored("a", { amountFen: 123456 }), "40000元 → 1234.56元"],
    [scored("a", { grade: first! }), scored("a", { grade: "unheard" }), `${grades.get(first!)} → unheard`],
    [scored("a", { stars: 2 }), scored("a", { bound: "assessedOnly", score: 70 }), "2星 → 参评不定星(参评不定星)"],
    [scored("a", { stars: 2, rank: 3 }), scored("a", { stars: 2, rank: 4 }), "2星不变,名次 3 → 4"],
    [
      scored("a", { stars: 2, score: 60, scoreCenti: 6000 }),
      scored("a", { stars: 2, score: 61, scoreCenti: 6100 }),
      "2星不变,得分 60 → 61",
    ],
  ])("%#", (before, after, text) => {
    expect(say(before, after)).toBe(text);
  });

  test("a row carries the fields of the results and nothing else", () => {
    const [move] = movesOf([without("a")], [scored("a", { stars: 3, scoreCenti: 7000, score: 70, payers: [] })]);
    expect(rowOf(move!, "x")).toEqual({
      ...{ subjectId: "a", name: "a", regionCode, text: "x" },
      before: { unscored: { code: "missingData", message: "没有数据" } },
      after: { stars: 3, score: 70 },
    });
  });
});

describe("totals side by side", () => {
  const totals = (id: string, before: Result[], after: Result[]) => figuresOf(byId(id), movesOf(before, after));
  test("stars from the highest, of those scored", () => {
    const before = [scored("a", { stars: 5 }), scored("b", { stars: 3 }), without("c")];
    const after = [scored("a", { stars: 3 }), scored("b", { stars: 3 }), scored("c", { stars: 0 })];
    expect(totals("xinhui-star-organization", before, after)).toEqual({
      stars: [
        { stars: 5, before: 1, after: 0 },
        { stars: 3, before: 1, after: 2 },
        { stars: 0, before: 0, after: 1 },
      ],
    });
  });

  test("grades from the best, also such as nobody has; listed; money by payer adds up to the whole", () => {
    const policy = byId("xinhui-three-ballots");
    const { grades = [] } = totals(policy.id, [], [scored("a", { grade: "basic" })]);
    expect(grades.map(({ title }) => title)).toEqual([...gradesOf(policy).values()].reverse());
    expect(grades.find(({ grade }) => grade === "basic")).toMatchObject({ before: 0, after: 1 });
    expect(totals("chuxiong-backward", [scored("a", { selected: true })], [scored("a", { selected: false })])).toEqual({
      selected: { before: 1, after: 0 },
    });
    const paid = (amountFen: number): Outcome =>
      scored("a", {
        amountFen,
        payers: [
          { code: "city", title: "市级", amountFen: amountFen - 100 },
          { code: "county", title: "县级", amountFen: 100 },
        ],
      });
    expect(totals("benxi-village-funds", [paid(500)], [paid(700)])).toEqual({
      totalFen: { before: 500, after: 700 },
      payers: [
        { code: "city", title: "市级", beforeFen: 400, afterFen: 600 },
        { code: "county", title: "县级", beforeFen: 100, afterFen: 100 },
      ],
    });
  });
});

describe("the parameters of a document", () => {
  const flat = (steps: TraceStep[]): TraceStep[] => steps.flatMap((step) => [step, ...flat(step.steps ?? [])]);

  test.each(policies.map((one) => [one.id, one] as const))(
    "of %s have the places and titles that traces show",
    (_, policy) => {
      const titles = new Map(parametersOf(policy).map(({ name, title }) => [name, title]));
      const shown = policy.tests.flatMap((one) => {
        const compiled = compile(policy, one.period);
        if ("faults" in compiled) throw new Error(one.name);
        const { judgement } = judge(compiled.plan, one.subjects);
        return one.subjects.flatMap(({ id }) =>
          flat(judgement.explain(id)).flatMap(({ parameters = [] }) => parameters),
        );
      });
      expect(shown.length).toBeGreaterThan(0);
      // Rules that have no dates are shown too, but no value of them can be replaced by itself.
      for (const { name, title, from } of shown) if (from !== undefined) expect(titles.get(name), name).toBe(title);
    },
  );

  test("none of the library is called by its field's name", () => {
    for (const policy of policies)
      for (const { title } of parametersOf(policy)) expect(title).toMatch(/^[^a-z]*\p{Script=Han}[^a-z]*$/u);
  });

  const star = byId("xinhui-star-organization");
  const allowance = byId("chuxiong-base-allowance");

  test("differ by their value in force, wherever an item has gone", () => {
    const policy = ratingPolicy({});
    const mark = {
      shape: "given" as const,
      code: "0",
      title: "新增",
      input: "other",
      max: [{ from: "2000-01", value: 10, assumed: "试验" }],
    };
    if (policy.score.shape !== "sum") throw new Error("no sum");
    const wider: Policy = { ...policy, score: { ...policy.score, of: [mark, ...policy.score.of] } };
    const period = "2014-H1";
    expect(differencesBetween({ policy, period }, { policy: wider, period })).toEqual([
      { name: "/score/of/0/max", title: "新增满分", before: null, after: 10 },
    ]);
    expect(differencesBetween({ policy: star, period }, { policy: star, period: "2014-H2" })).toEqual([]);
  });

  test("of a subsidy are told month by month where they change within the year", () => {
    const changing = parametersOf(allowance).find(({ values }) => values.length > 1)!;
    const second = changing.values[1]!.from;
    const [year, month] = [second.slice(0, 4), second.slice(5)];
    const value = valueIn(allowance, year, changing);
    if (month === "01") expect(value).toEqual(changing.values[1]!.value);
    else expect(value).toEqual(changing.values.slice(0, 2).map(({ from, value: own }) => ({ from, value: own })));
    const midYear = {
      ...changing,
      values: [
        { ...changing.values[0]!, to: `${year}-06` },
        { ...changing.values[1]!, from: `${year}-07` },
      ],
    };
    expect(valueIn(allowance, year, midYear)).toHaveLength(2);
  });

  test("moved by the months between two periods, they are in one what they were in the other", () => {
    fc.assert(
      fc.property(fc.constantFrom(...policies), fc.integer({ min: -40, max: 40 }), (policy, months) => {
        const there = shifted(policy, months);
        expect(shifted(there, -months)).toEqual(policy);
        expect(bonesOf(there)).toBe(bonesOf(policy));
      }),
    );
    expect(monthsBetween("2014-H1", "2015-H2")).toBe(18);
    expect(monthsBetween("2014", "2013")).toBe(-12);
    const old = differencesBetween(
      { policy: allowance, period: "2008" },
      { policy: shifted(allowance, monthsBetween("2008", "2014")), period: "2014" },
    );
    expect(old).toEqual([]);
    expect(
      differencesBetween({ policy: allowance, period: "2008" }, { policy: allowance, period: "2014" }),
    ).not.toEqual([]);
  });

  test("do not decide what facts are gathered, but for those inside an input", () => {
    const cuts = structuredClone(star);
    if (cuts.kind !== "rating") throw new Error("no rating");
    cuts.grade.cuts![0]!.value = { "5": 99 };
    expect(bonesOf(cuts)).toBe(bonesOf(star));
    cuts.inputs.noVenue!.default = true;
    expect(bonesOf(cuts)).not.toBe(bonesOf(star));
    const covering = (value: number): Policy => {
      const target = [{ from: "2014-01", value, assumed: "试验" }];
      const from = { shape: "coverage" as const, register: "visits", column: "on", target, over: "capped" as const };
      const covered = { ...from, empty: "zero" as const, rounding: "down" as const };
      return { ...cuts, inputs: { ...cuts.inputs, visits: { title: "走访", type: "percent", from: covered } } };
    };
    expect(parametersOf(covering(5)).map(({ name, title }) => `${name} ${title}`)).toContain(
      "/inputs/visits/from/target 走访目标",
    );
    expect(bonesOf(covering(5))).not.toBe(bonesOf(covering(6)));
  });
});

describe("why a subject moved", () => {
  const { inputs } = ratingPolicy({});
  const rating = ratingPolicy({ shares: { "5": [10, 100], "4": [20, 100] }, below: 1 });
  const strict = ratingPolicy({ cuts: [{ from: "2000-01", value: { "5": 99, "4": 95, "3": 70 } }] });
  const planOf = (policy: Policy, period = "2014-H2") => {
    const compiled = compile(policy, period);
    if ("faults" in compiled) throw new Error("no plan");
    return compiled.plan;
  };
  type Marks = Record<string, { mark: number; last?: number }>;
  const worldOf = (policy: Policy, marks: Marks): World => {
    const subjects = Object.entries(marks).map(([id, { mark, last }]) => ({
      ...{ id, regionCode: `9901010010${id.slice(1).padStart(2, "0")}`, inputs: { mark } },
      ...(last !== undefined && { history: [{ period: "2014-H1", stars: last }] }),
    }));
    const { outcomes, unscored } = judge(planOf(policy), subjects).judgement;
    return {
      subjects: new Map(subjects.map((one) => [one.id, one])),
      origin: () => undefined,
      successions: () => [],
      results: new Map([...outcomes, ...unscored].map((one) => [one.subjectId, one])),
    };
  };
  const ten = (first: number, others = 60): Marks =>
    Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`s${i}`, { mark: i === 0 ? first : others }]));
  const why = (old: [Policy, Marks], now: [Policy, Marks], more: Partial<Worlds> = {}) => {
    const worlds: Worlds = {
      ...{ inputs, levels: [], sameEngine: true },
      before: worldOf(...old),
      held: worldOf(old[0], now[1]),
      after: worldOf(...now),
      ...more,
    };
    const moves = movesOf([...worlds.before.results.values()], [...worlds.after.results.values()]);
    return (id: string) => {
      const move = moves.find(({ subjectId }) => subjectId === id)!;
      const reasons = reasonsOf(move, worlds);
      return { moved: hasMoved(move), ...reasons, text: reasonsText(reasons, inputs) };
    };
  };

  test("its own entry: which, from what, to what", () => {
    expect(why([rating, ten(85)], [rating, ten(65)])("s0")).toEqual({
      moved: true,
      causes: ["entries"],
      entries: [{ code: "mark", title: "得分", from: 85, to: 65 }],
      successions: [],
      text: "得分 85 → 65",
    });
  });

  test("others: nothing of its own changed, and the share is taken by a better one", () => {
    const [old, now] = [
      { ...ten(92), s1: { mark: 60 } },
      { ...ten(92), s1: { mark: 95 } },
    ];
    expect(why([rating, old], [rating, now])("s0")).toMatchObject({
      moved: true,
      causes: ["peers"],
      entries: [],
      text: "同组他人变动",
    });
  });

  test("its own entry and others: the score rose and the stars fell all the same", () => {
    const [old, now] = [
      { ...ten(92), s1: { mark: 60 } },
      { ...ten(93), s1: { mark: 95 } },
    ];
    expect(why([rating, old], [rating, now])("s0")).toMatchObject({
      causes: ["entries", "peers"],
      text: "得分 92 → 93;同组他人变动",
    });
  });

  test("where it is worked out what others alone have done, that decides", () => {
    const old: Marks = { ...ten(92), s1: { mark: 60 } };
    const now = { ...ten(91), s1: { mark: 95 } };
    const stayed = worldOf(rating, { ...now, s0: old.s0! }).results;
    expect(why([rating, old], [rating, now])("s0").causes).toEqual(["entries"]);
    const told = why([rating, old], [rating, now], { alone: (id) => stayed.get(id) })("s0");
    expect(told.causes).toEqual(["entries", "peers"]);
    const still = worldOf(rating, old).results;
    expect(why([rating, old], [rating, now], { alone: (id) => still.get(id) })("s0").causes).toEqual(["entries"]);
  });

  test("the parameters: by the old plan it would be what it was", () => {
    expect(why([rating, ten(92)], [strict, ten(92)])("s0")).toMatchObject({ moved: true, causes: ["parameters"] });
    const both = why([rating, ten(92)], [strict, ten(96)])("s0");
    expect(both).toMatchObject({ moved: true, causes: ["entries", "parameters"], text: "得分 92 → 96;办法或参数变动" });
  });

  test("its own earlier stars: without them it would have others", () => {
    const [old, now] = [ten(92), { ...ten(92), s0: { mark: 92, last: 1 } }];
    const forgetting = worldOf(rating, old).results;
    const told = why([rating, old], [rating, now], { forgetting });
    expect(told("s0")).toMatchObject({ moved: true, causes: ["history"], text: "以往结果变动" });
  });

  test("one that was not there, and one that no longer is", () => {
    const { s9: gone, ...nine } = ten(85);
    expect(gone).toBeDefined();
    expect(why([rating, nine], [rating, ten(85)])("s9")).toMatchObject({ moved: true, causes: ["joined"] });
    expect(why([rating, ten(85)], [rating, nine])("s9")).toMatchObject({ moved: true, causes: ["left"] });
  });

  test("the engine, where nothing else is left and it is another one", () => {
    const told = why([rating, ten(85)], [rating, ten(85)], { sameEngine: false });
    expect(told("s0").causes).toEqual(["engine"]);
    expect(why([rating, ten(85)], [rating, ten(85)])("s0").causes).toEqual([]);
  });

  test("many inputs are told in short, and listed in full", () => {
    const many = Object.fromEntries(
      Array.from({ length: 8 }, (_, i) => [`i${i}`, { title: `第${i}项`, type: "integer" as const }]),
    );
    const entries = Object.keys(many).map((code) => ({ code, title: many[code]!.title, from: null, to: 1 }));
    const text = reasonsText({ causes: ["entries"], entries, successions: [] }, many);
    expect(text).toContain("第4项 缺数据 → 1");
    expect(text).toContain("等8项指标变动");
    expect(text).not.toContain("第5项");
  });

  test("ballots: of which voter group, and no number of them", () => {
    const world = (excellent: number): World => ({
      subjects: new Map([["a", { id: "a", inputs: { "masses.excellent": excellent, "members.excellent": 5 } }]]),
      origin: () => undefined,
      successions: () => [],
      results: new Map([["a", scored("a", { grade: "basic" })]]),
    });
    const groups = [
      { code: "masses", title: "群众票" },
      { code: "members", title: "党员票" },
    ];
    const votes = { title: "优秀", type: "integer" as const };
    const tallies = { "masses.excellent": votes, "members.excellent": votes };
    const [move] = movesOf([scored("a", { grade: "basic" })], [scored("a", { grade: "excellent" })], levels);
    const reasons = reasonsOf(move!, {
      ...{ inputs: tallies, groups, levels, sameEngine: true },
      ...{ before: world(3), held: world(4), after: world(4) },
    });
    expect(reasons).toEqual({
      causes: ["entries"],
      entries: [{ code: "masses", title: "群众票" }],
      successions: [],
    });
    expect(reasonsText(reasons, tallies)).toBe("群众票计票变动");
  });

  test("a share among peers that others changed is theirs, one by its own entries is its own", () => {
    const share = { title: "占比", type: "percent", from: { shape: "shareOfPeers" } } as never;
    const world = (value: number, version: number): World => ({
      subjects: new Map([["a", { id: "a", inputs: { share: value } }]]),
      origin: () => ({ from: [{ sheet: "register.x", period: "2014", id: "a", version }] }),
      successions: () => [],
      results: new Map([["a", scored("a", { stars: value })]]),
    });
    const told = (version: number) =>
      reasonsOf(
        { ...movesOf([scored("a", { stars: 3 })], [scored("a", { stars: 2 })])[0]! },
        {
          ...{ inputs: { share }, levels: [], sameEngine: true },
          ...{ before: world(3, 1), held: world(2, version), after: world(2, version) },
        },
      );
    expect(told(1)).toMatchObject({ causes: ["peers"], entries: [{ code: "share", from: 3, to: 2 }] });
    expect(told(2)).toMatchObject({ causes: ["entries"] });
  });
});

test("a list of the worst is a fall for those who come upon it", () => {
  const policy = rankingPolicy({});
  const facts = (worst: string) =>
    Array.from({ length: 10 }, (_, i) => ({
      id: `s${i}`,
      inputs: { score: `s${i}` === worst ? 10 : 50 + i, visits: 1 },
    }));
  const compiled = compile(policy, "2014");
  if ("faults" in compiled) throw new Error("no plan");
  const outcomes = (worst: string) => judge(compiled.plan, facts(worst)).judgement.outcomes;
  const moves = movesOf(outcomes("s3"), outcomes("s7")).filter(hasMoved);
  expect(moves.map(({ subjectId, change }) => [subjectId, change])).toEqual([
    ["s7", "down"],
    ["s3", "up"],
  ]);
});
