import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ValueNode } from "../../schema/policy/aggregates.ts";
import { policy, type SubjectFacts } from "../../schema/policy/policy.ts";
import { compile, judge } from "../../worker/core/judge.ts";
import { ratingPolicy } from "./policies.ts";

const assumed = "试验";
const always = <T>(value: T) => [{ from: "2000-01", value, assumed }];
const base = ratingPolicy({});
const inputs = {
  x: { title: "甲", type: "decimal" },
  y: { title: "乙", type: "integer" },
  f: { title: "是否甲", type: "flag" },
  g: { title: "是否乙", type: "flag" },
  o: { title: "等次", type: "option", options: [["good", "优秀"], ["fair", "合格"]] }, // biome-ignore format: a table
} as const;
const modes = ["halfAwayFromZero", "halfUp", "halfEven", "up", "down"] as const;

const draft = (of: object[]) => ({
  ...base,
  inputs,
  score: { ...base.score, missing: { rule: "zero" }, of },
  grade: { ...base.grade, vetoes: [] },
});
const subjectsOf = (rows: object[]) =>
  rows.map((row, i): SubjectFacts => ({ id: String(i), regionCode: "990101001001", inputs: { ...row } }));

/** The scores of subjects under one node; undefined where unscored. */
function scores(node: object, ...rows: object[]) {
  const compiled = compile(policy.parse(draft([node])), "2014-H1");
  if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
  const { outcomes } = judge(compiled.plan, subjectsOf(rows)).judgement;
  return rows.map((_, i) => outcomes.find(({ subjectId }) => subjectId === String(i))?.score);
}
const x = (...values: (number | null)[]) => values.map((value) => ({ x: value }));
const node = (shape: string, more: object) => ({ shape, title: "项", ...more });
const given = (input: string, max = 100) => node("given", { title: input, input, max: always(max) });
const zero = { rule: "zero" };

describe("each shape, worked by hand", () => {
  test("given: a mark within its maximum", () => {
    expect(scores(given("x", 20), ...x(12.34, 20.01, null))).toEqual([12.34, 20, undefined]);
  });
  test("bands: the highest band reached, its end included or not", () => {
    const bands = (ends: string) =>
      node("bands", {
        input: "x",
        ends,
        bands: always([
          [90, 10],
          [80, 5.5],
        ]),
      });
    expect(scores(bands("lowInclusive"), ...x(90, 89.99, 79.99))).toEqual([10, 5.5, 0]);
    expect(scores(bands("highInclusive"), ...x(90, 90.01, 80))).toEqual([5.5, 10, 0]);
  });
  test("S4 bands, income exactly 3万: with 以上 inclusive below and exclusive above it is in the 3–10万 band (golden.md)", () => {
    const income = node("bands", {
      input: "x",
      ends: "lowInclusive",
      bands: always([
        [10, 3],
        [3, 2],
        [0, 1],
      ]),
    });
    expect(scores(income, ...x(3, 2.99, 10, 9.99))).toEqual([2, 1, 3, 2]);
  });
  test("flag: points where it is so, also when they are taken off", () => {
    const flag = (points: number) => node("flag", { input: "f", points: always(points) });
    expect(scores(flag(2.5), { f: true }, { f: false }, {})).toEqual([2.5, 0, undefined]);
    expect(scores(flag(-3), { f: true })).toEqual([-3]);
  });
  test("checklist: each for its points, or all together", () => {
    const items = [
      { title: "一", input: "f" },
      { title: "二", input: "g" },
    ];
    const list = (rule: string) => node("checklist", { items, rule, points: always(5) });
    const rows = [{ f: true, g: true }, { f: true }, { f: false, g: false }];
    expect(scores(list("each"), ...rows)).toEqual([10, 5, 0]);
    expect(scores(list("all"), ...rows)).toEqual([5, 0, 0]);
  });
  test("proportional: the part of the target that is reached, in either direction", () => {
    const part = (best: string) => node("proportional", { input: "x", best, target: always(30), points: always(10) });
    expect(scores(part("highest"), ...x(15, 30, 45, -1, 10))).toEqual([5, 10, 10, 0, 3.33]);
    expect(scores(part("lowest"), ...x(60, 30, 0))).toEqual([5, 10, 10]);
  });
  test("21.9 / 0.2 to whole points is 110 by decimals; binary floats give 109 (golden.md)", () => {
    const each = node("perUnit", { input: "x", each: always(5) });
    const part = node("proportional", { input: "x", best: "highest", target: always(40), points: always(200) });
    const whole = (of: object) => node("rounded", { of, to: 1, mode: "halfAwayFromZero" });
    expect([scores(whole(each), ...x(21.9)), scores(whole(part), ...x(21.9))]).toEqual([[110], [110]]);
    expect(Math.floor(21.9 / 0.2 + 0.5)).toBe(109);
  });
  test("piecewise: straight between its points, level beyond them", () => {
    const line = node("piecewise", {
      input: "x",
      line: always([
        [0, 0],
        [60, 6],
        [100, 20],
      ]),
    });
    expect(scores(line, ...x(-5, 30, 60, 80, 120))).toEqual([0, 3, 6, 13, 20]);
  });
  test("perUnit: so much for each, above a threshold, capped, added or taken off", () => {
    const each = (more: object) => node("perUnit", { input: "y", ...more });
    const rows = [{ y: 0 }, { y: 2 }, { y: 9 }];
    expect(scores(each({ each: always(1.5), most: always(5) }), ...rows)).toEqual([0, 3, 5]);
    expect(scores(each({ each: always(-2), most: always(5), above: always(1) }), ...rows)).toEqual([0, -2, -5]);
  });
  test("rankPoints: by place, equal values share it; beyond the last place none", () => {
    const ranked = node("rankPoints", {
      input: "x",
      best: "highest",
      peers: "round",
      places: always([
        [1, 10],
        [3, 6],
      ]),
    });
    expect(scores(ranked, ...x(90, 80, 80, 70, null))).toEqual([10, 6, 6, 0, undefined]);
  });
  test("normalised: position between worst and best, or percent rank", () => {
    const of = (method: string) =>
      node("normalised", { input: "x", best: "highest", peers: "round", method, points: always(10) });
    expect(scores(of("minMax"), ...x(0, 25, 100))).toEqual([0, 2.5, 10]);
    expect(scores(of("percentRank"), ...x(0, 25, 100))).toEqual([0, 5, 10]);
    expect(scores(of("minMax"), ...x(7, 7))).toEqual([10, 10]);
  });
  test("sum: a fixed amount under a condition that cannot be told is missing like any other", () => {
    const fixed = { shape: "fixed", title: "定额", amount: always(5), when: { input: "x", op: ">", value: 1 } };
    const sum = { shape: "sum", title: "合计", missing: { rule: "block" }, of: [fixed] };
    expect(scores(sum, { x: 2 }, { x: 1 }, {})).toEqual([5, 0, undefined]);
  });
  test("sum: what is missing counts zero, is left out, or blocks", () => {
    const sum = (rule: string) => node("sum", { missing: { rule }, of: [given("x", 30), given("y", 70)] });
    const rows = [{ x: 15, y: 35 }, { x: 15 }];
    expect(scores(sum("zero"), ...rows)).toEqual([50, 15]);
    expect(scores(sum("exclude"), ...rows)).toEqual([50, 50]);
    expect(scores(sum("block"), ...rows)).toEqual([50, undefined]);
  });
  test("weightedMean: 90 80 70 at 40/30/30 is 81.00; without the first, renormalised, 75.00 (golden.md)", () => {
    const third = node("sum", { missing: zero, of: [given("z")] });
    const item = (weight: number, value: object) => ({ weight: always(weight), value });
    const mean = node("weightedMean", {
      missing: { rule: "exclude" },
      of: [item(40, given("x")), item(30, given("y")), item(30, third)],
    });
    const document = { ...draft([mean]), inputs: { ...inputs, z: inputs.x } };
    const compiled = compile(policy.parse(document), "2014-H1");
    if ("faults" in compiled) throw new Error("unsound");
    const rows = [
      { x: 90, y: 80, z: 70 },
      { y: 80, z: 70 },
    ];
    const { outcomes } = judge(compiled.plan, subjectsOf(rows)).judgement;
    expect(outcomes.map(({ score }) => score)).toEqual([81, 75]);
  });
  test("clamp: within a floor and a cap", () => {
    const clamp = node("clamp", { of: given("x"), least: always(10), most: always(60.5) });
    expect(scores(clamp, ...x(5, 30, 80))).toEqual([10, 30, 60.5]);
  });
  test("pick: the greatest, the least, the first that is not zero", () => {
    const pick = (which: string) => node("pick", { which, of: [given("x"), given("y")] });
    const rows = [
      { x: 0, y: 5 },
      { x: 7, y: 5 },
    ];
    expect(scores(pick("greatest"), ...rows)).toEqual([5, 7]);
    expect(scores(pick("least"), ...rows)).toEqual([0, 5]);
    expect(scores(pick("first"), ...rows)).toEqual([5, 7]);
  });
  test("percentOf: 85 % of 300/280/260 is 255/238/221 (golden.md), or by a grade", () => {
    const fixed = node("percentOf", { of: given("x", 1000), percent: always(85) });
    expect(scores(fixed, ...x(300, 280, 260))).toEqual([255, 238, 221]);
    const graded = node("percentOf", { of: given("x"), by: { input: "o", table: always({ good: 100, fair: 50 }) } });
    expect(scores(graded, { x: 80, o: "good" }, { x: 80, o: "fair" }, { x: 80 })).toEqual([80, 40, undefined]);
  });
  test("difference: what is left after a set-off, not below a floor", () => {
    const left = node("difference", { of: given("x"), minus: given("y"), least: 0 });
    expect(scores(left, { x: 10, y: 3 }, { x: 3, y: 10 })).toEqual([7, 0]);
  });
  test("rounded: 1.005, 2.675 to two places and −5.5 to none, by each mode (golden.md)", () => {
    const each = (value: number, to: number, mode: string) => {
      const units = node("perUnit", { input: "y", each: always(value) });
      return scores(node("rounded", { of: units, to, mode }), { y: 1 })[0];
    };
    expect([each(1.005, 0.01, "halfAwayFromZero"), each(2.675, 0.01, "halfAwayFromZero")]).toEqual([1.01, 2.68]);
    expect(modes.map((mode) => each(-5.5, 1, mode))).toEqual([-6, -5, -6, -6, -5]);
    expect(modes.map((mode) => each(2.5, 1, mode))).toEqual([3, 3, 2, 3, 2]);
  });
});

const decimal = (least: number, most: number, places = 2) =>
  fc.integer({ min: least * 10 ** places, max: most * 10 ** places }).map((units) => units / 10 ** places);
const positive = decimal(0.01, 500);
const anything = decimal(-500, 500);
const dated = <T>(value: fc.Arbitrary<T>) => value.map(always);
const pairs = (edge: fc.Arbitrary<number>, order: 1 | -1, minLength = 1) =>
  fc
    .uniqueArray(fc.tuple(edge, anything), { selector: ([at]) => at, minLength, maxLength: 4 })
    .map((list) => list.sort(([a], [b]) => order * (a - b)));
const shape = (name: ValueNode["shape"], fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(
    {
      shape: fc.constant(name),
      title: fc.constant("项"),
      when: fc.constantFrom(
        { input: "f", op: "=", value: true },
        { not: { input: "x", op: ">", value: 10 } },
        { streak: { stars: 3, atLeast: 2 } },
      ),
      ...fields,
    },
    { requiredKeys: ["shape", "title", ...Object.keys(fields).filter((key) => !optional.has(key))] as never },
  );
const optional = new Set(["above", "most", "least", "minimumShare"]);
const number = fc.constantFrom("x", "y");
const best = fc.constantFrom("highest", "lowest");
const peers = fc.constantFrom("round", "prefecture", "county", "township");
const missing = fc.record(
  { rule: fc.constantFrom("zero", "exclude", "block"), minimumShare: fc.constantFrom([1, 2], [1, 1], [0, 1]) },
  { requiredKeys: ["rule"] },
);
const leaves: fc.Arbitrary<unknown>[] = [
  shape("given", { input: number, max: dated(positive) }),
  shape("bands", {
    input: number,
    ends: fc.constantFrom("lowInclusive", "highInclusive"),
    bands: dated(pairs(anything, -1)),
  }),
  shape("flag", { input: fc.constantFrom("f", "g"), points: dated(anything) }),
  shape("checklist", {
    items: fc.constant([
      { title: "一", input: "f" },
      { title: "二", input: "g" },
    ]),
    rule: fc.constantFrom("each", "all"),
    points: dated(positive),
  }),
  shape("proportional", { input: number, best, target: dated(positive), points: dated(positive) }),
  shape("piecewise", { input: number, line: dated(pairs(anything, 1, 2)) }),
  shape("perUnit", { input: number, each: dated(anything), above: dated(positive), most: dated(positive) }),
  shape("rankPoints", {
    input: number,
    best,
    peers,
    places: dated(pairs(fc.integer({ min: 1, max: 9 }), 1)),
  }),
  shape("normalised", {
    input: number,
    best,
    peers,
    method: fc.constantFrom("minMax", "percentRank"),
    points: dated(positive),
  }),
];
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ maxDepth: 3, withCrossShrink: true }, ...leaves, ...branches(tie("tree"))),
}));
function branches(child: fc.Arbitrary<unknown>): fc.Arbitrary<unknown>[] {
  const list = fc.array(child, { minLength: 2, maxLength: 3 });
  const weighted = fc.record({ weight: dated(positive), value: child });
  return [
    shape("sum", { missing, of: list }),
    shape("weightedMean", { missing, of: fc.array(weighted, { minLength: 1, maxLength: 3 }) }),
    fc
      .tuple(shape("clamp", { of: child, least: dated(anything), most: dated(anything) }), dated(anything))
      .map(([clamp, most]) => ({ most, ...(clamp as object) })),
    shape("pick", { which: fc.constantFrom("greatest", "least", "first"), of: list }),
    shape("percentOf", { of: child, percent: dated(decimal(0, 300)) }),
    shape("percentOf", {
      of: child,
      by: fc.record({ input: fc.constant("o"), table: dated(fc.record({ good: positive, fair: positive })) }),
    }),
    shape("difference", { of: child, minus: child, least: anything }).map((one) => ({ least: 0, ...(one as object) })),
    shape("rounded", { of: child, to: fc.constantFrom(0.01, 0.1, 0.25, 1, 10), mode: fc.constantFrom(...modes) }),
  ];
}
const facts = fc.array(
  fc.record(
    {
      x: fc.oneof(decimal(-1000, 1000), decimal(-9e7, 9e7)),
      y: fc.integer({ min: -1e6, max: 1e6 }),
      f: fc.boolean(),
      g: fc.boolean(),
      o: fc.constantFrom("good", "fair"),
    },
    { requiredKeys: [] },
  ),
  { minLength: 1, maxLength: 12 },
);

describe("any document over these shapes", () => {
  /** Judges a tree, if it is a policy and its numbers are not too fine to be exact. */
  const judged = (root: unknown, subjects: SubjectFacts[]) => {
    const parsed = policy.safeParse(draft([root as object]));
    if (!parsed.success) throw new Error(`not a policy: ${parsed.error.issues[0]!.message}`);
    const compiled = compile(parsed.data, "2014-H1");
    if ("plan" in compiled) return judge(compiled.plan, subjects).judgement;
    // Too fine to be exact, or a floor above its cap: refused by name.
    for (const { code } of compiled.faults) expect(["tooFine", "invalidValue"]).toContain(code);
    expect(compiled.faults.length).toBeGreaterThan(0);
    return undefined;
  };

  test("a policy that parses never throws on inputs that parse, explains every subject, and gives whole centi", () => {
    let run = 0;
    fc.assert(
      fc.property(tree, facts, (root, rows) => {
        const subjects = subjectsOf(rows);
        const judgement = judged(root, subjects);
        if (!judgement) return;
        run++;
        for (const { scoreCenti } of judgement.outcomes) expect(Number.isSafeInteger(scoreCenti)).toBe(true);
        for (const { id } of subjects) expect(judgement.explain(id).length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
    expect(run).toBeGreaterThan(200);
  });

  test("permuting the subjects changes nothing but their order", () => {
    fc.assert(
      fc.property(tree, facts, (root, rows) => {
        const subjects = subjectsOf(rows);
        const byId = (list: SubjectFacts[]) =>
          judged(root, list)?.outcomes.sort((a, b) => (a.subjectId < b.subjectId ? -1 : 1));
        expect(byId([...subjects].reverse())).toEqual(byId(subjects));
      }),
    );
  });
});

test("nothing per cent of a value is nothing, whatever the value is; of a missing one it is missing", () => {
  const root = {
    shape: "percentOf",
    title: "项",
    percent: always(0),
    of: { shape: "proportional", title: "项", input: "x", best: "lowest", target: always(0.01), points: always(0.01) },
  };
  const plan = compile(policy.parse(draft([root])), "2014-H1");
  if (!("plan" in plan)) throw new Error("not compiled");
  const { outcomes, unscored } = judge(plan.plan, [
    { id: "a", inputs: { x: 0.02 } },
    { id: "b", inputs: {} },
  ]).judgement;
  expect(outcomes.map(({ score }) => score)).toEqual([0]);
  expect(unscored.map(({ subjectId }) => subjectId)).toEqual(["b"]);
});

test("a default that nobody could type is refused: outside the limits, or of another type", () => {
  const issues = (value: unknown) =>
    policy
      .safeParse({
        ...draft([{ shape: "given", title: "甲", input: "x", max: always(10) }]),
        inputs: { ...inputs, x: { ...inputs.x, min: 0, max: 10, default: value } },
      })
      .error?.issues.map(({ path }) => path.join("/"));
  expect(issues(10)).toBeUndefined();
  expect([issues(50), issues(-1), issues("甲")]).toEqual([
    ["inputs/x/default"],
    ["inputs/x/default"],
    ["inputs/x/default"],
  ]);
});
