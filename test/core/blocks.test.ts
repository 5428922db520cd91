/** Working on columns block by block comes to what working row by row does, however many rows there are. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Policy, policy, type SubjectFacts } from "../../schema/policy/policy.ts";
import { block, inBlocks, visitRows } from "../../worker/core/blocks.ts";
import { compile, judge } from "../../worker/core/judge.ts";
import { ranksFromBothEnds } from "../../worker/core/ranks.ts";
import { addUp } from "../../worker/core/shapes/add.ts";
import { splitByWeight, splitColumn } from "../../worker/core/split.ts";
import { ratingPolicy } from "./policies.ts";

const assumed = "试验";
const always = <T>(value: T) => [{ from: "2000-01", value, assumed }];

function judged(document: Policy, period: string, subjects: readonly SubjectFacts[]) {
  const compiled = compile(document, period);
  if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
  return judge(compiled.plan, subjects).judgement;
}

/** A rating over the given items: marks of a hundred, counts without limits, flags and options. */
function rating(of: object[], rule: "zero" | "exclude" | "block", more: object = {}): Policy {
  const { dynamics: _, grade, ...base } = ratingPolicy({ cuts: [{ from: "2000-01", value: { "3": 20, "1": 0.5 } }] });
  const mark = { type: "decimal", min: 0, max: 100 };
  return policy.parse({
    ...base,
    inputs: {
      ...Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`m${n}`, { ...mark, title: `分${n}` }])),
      wide: { title: "收入", type: "money" },
      ready: { title: "齐备", type: "flag" },
      post: {
        title: "职务",
        type: "option",
        options: [
          ["a", "甲"],
          ["b", "乙"],
        ],
      },
    },
    score: { ...base.score, missing: { rule }, of },
    grade: { ...grade, vetoes: [], ...more },
  });
}

const mark = fc.integer({ min: 1, max: 5 }).map((n) => `m${n}`);
const named = (shape: string) => ({ shape: fc.constant(shape), title: fc.constant(shape) });
const points = fc.constantFrom(1, 2.5, 7, 0.25).map(always);
const leaf = fc.oneof(
  fc.record({ ...named("given"), input: mark, max: points }),
  fc.record({
    ...named("bands"),
    input: mark,
    ends: fc.constantFrom("lowInclusive", "highInclusive"),
    bands: fc.constant(
      always([
        [90, 5],
        [60, 2],
        [20, -1.5],
      ]),
    ),
  }),
  fc.record({
    ...named("proportional"),
    input: fc.oneof(mark, fc.constant("wide")),
    best: fc.constantFrom("highest", "lowest"),
    target: fc.constantFrom(50, 7, 0.7).map(always),
    points,
  }),
  fc.record({ ...named("perUnit"), input: mark, each: fc.constantFrom(-0.5, 0.25).map(always), most: points }),
  fc.record({ ...named("flag"), input: fc.constant("ready"), points }),
  fc.record({ ...named("lookup"), by: fc.constant(["post"]), table: fc.constant(always({ a: 3, b: -2.5 })) }),
);
const when = fc.constantFrom<object>(
  { input: "ready", op: "=", value: true },
  { not: { input: "post", op: "=", value: "a" } },
  { any: [{ input: "m1", op: ">=", value: 50 }, { streak: { stars: 3, atLeast: 1 } }] },
);
const item = fc.oneof(
  leaf,
  fc.tuple(leaf, when).map(([one, condition]) => ({ ...one, when: condition })),
  fc.tuple(leaf, fc.constantFrom(0, 33.3, 150)).map(([of, percent]) => ({
    ...{ shape: "percentOf", title: "部分", percent: always(percent), of },
  })),
  fc.array(leaf, { minLength: 5, maxLength: 9 }).map((of) => ({
    ...{ shape: "sum", title: "小计", missing: { rule: "zero" }, of },
  })),
);
const money = fc.integer({ min: -5_000_000, max: 5_000_000 }).map((fen) => fen / 100);
const inputs = fc.record({
  ...Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`m${n}`, fc.option(fc.integer({ min: 0, max: 100 }))])),
  wide: fc.option(money),
  ready: fc.option(fc.boolean()),
  post: fc.option(fc.constantFrom("a", "b")),
});

test("many subjects at once have the results and the traces that each has alone", () => {
  const rules = fc.constantFrom("zero" as const, "exclude" as const, "block" as const);
  const some = fc.array(inputs, { minLength: 3, maxLength: 20 });
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 9 }), rules, some, (of, rule, kinds) => {
      const document = rating(of, rule);
      // More than two blocks, and no whole number of them.
      const rows = 2 * block + 37;
      const subjects = Array.from({ length: rows }, (_, i) => ({
        id: String(i),
        inputs: kinds[i % kinds.length]! as SubjectFacts["inputs"],
        ...(i % 3 === 0 && { history: [{ period: "2013-H2", stars: 4 }] }),
      }));
      const together = judged(document, "2014-H1", subjects);
      const found = new Map([...together.outcomes, ...together.unscored].map((one) => [one.subjectId, one]));
      const score = (one: object | undefined) => ({ ...one, rank: undefined });
      for (const at of [0, 1, 2, block - 1, block, block + 1, 2 * block - 1, 2 * block, rows - 1]) {
        const alone = judged(document, "2014-H1", [subjects[at]!]);
        const [only] = [...alone.outcomes, ...alone.unscored];
        expect(score(found.get(String(at)))).toEqual(score(only));
        expect(together.explain(String(at))[0]).toEqual(alone.explain(String(at))[0]);
      }
    }),
    { numRuns: 20 },
  );
});

describe("columns", () => {
  test("come in blocks that hold every row once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 * block + 5 }), (rows) => {
        const seen = new Uint8Array(rows);
        inBlocks(rows, (from, count) => {
          for (let row = from; row < from + count; row++) seen[row]!++;
        });
        expect(seen.every((times) => times === 1)).toBe(true);
      }),
    );
  });

  test("of bytes are visited where they have the value, wherever they begin", () => {
    const bytes = fc.array(fc.constantFrom(0, 1, 2), { maxLength: 70 });
    fc.assert(
      fc.property(bytes, fc.constantFrom(0, 1, 2), fc.integer({ min: 0, max: 5 }), (list, value, from) => {
        const column = Uint8Array.from(list).subarray(Math.min(from, list.length));
        const found: number[] = [];
        visitRows(column, value, (row) => found.push(row));
        expect(found).toEqual([...column.keys()].filter((row) => column[row] === value));
      }),
    );
  });

  test("added four at a time are the sums of their rows, and what is missing is counted", () => {
    const cell = fc.option(fc.integer({ min: -1e9, max: 1e9 }), { nil: Number.NaN });
    const columns = fc
      .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 20 }))
      .chain(([count, rows]) =>
        fc.array(fc.array(cell, { minLength: rows, maxLength: rows }), { minLength: count, maxLength: count }),
      );
    fc.assert(
      fc.property(columns, (list) => {
        const rows = list[0]?.length ?? 1;
        const [out, missing] = [new Float64Array(rows), new Uint16Array(rows)];
        addUp(
          out,
          missing,
          list.map((column) => Float64Array.from(column)),
          rows,
        );
        for (let row = 0; row < rows; row++) {
          const known = list.map((column) => column[row]!).filter((value) => !Number.isNaN(value));
          expect(out[row]).toBe(known.reduce((sum, value) => sum + value, 0));
          expect(missing[row]).toBe(list.length - known.length);
        }
      }),
    );
  });

  test("of amounts, also of clawbacks, are split as each amount is", () => {
    const total = fc.option(fc.integer({ min: -1e12, max: 1e12 }), { nil: Number.NaN });
    const weights = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 70_000 })), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(
        fc.array(total, { maxLength: 30 }),
        weights,
        fc.constantFrom("earlier", "later"),
        (list, by, ties) => {
          const columns = splitColumn(Float64Array.from(list), by, ties);
          list.forEach((amount, row) => {
            const parts = Number.isNaN(amount) ? by.map(() => Number.NaN) : splitByWeight(amount, by, ties);
            expect(columns.map((column) => column[row])).toEqual(parts);
          });
        },
      ),
    );
  });

  test("are ranked alike by counting and by sorting", () => {
    // The least number of 32 bits stands for none while counting, and is a value all the same.
    const value = fc.oneof(
      fc.option(fc.integer({ min: -50, max: 50 }), { nil: Number.NaN }),
      fc.integer({ min: -(2 ** 31), max: -(2 ** 31) + 2 }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(value, fc.integer({ min: 0, max: 3 })), { maxLength: 60 }), (rows) => {
        const groups = { of: Int32Array.from(rows, ([, group]) => group), count: 4 };
        const counted = ranksFromBothEnds(
          groups,
          Float64Array.from(rows, ([units]) => units),
        );
        // Halves are no whole numbers: they are sorted.
        const sorted = ranksFromBothEnds(
          groups,
          Float64Array.from(rows, ([units]) => units + 0.5),
        );
        expect(counted).toEqual(sorted);
        rows.forEach(([units, group], row) => {
          const peers = rows.filter(([other, its]) => its === group && !Number.isNaN(other)).map(([other]) => other);
          const ahead = peers.filter((other) => other > units).length;
          expect(counted.highest[row]).toBe(Number.isNaN(units) ? 0 : ahead + 1);
        });
      }),
    );
  });
});

describe("a part of a score", () => {
  const mark = (code: string, input: string) => ({ shape: "given", code, title: input, input, max: always(100) });

  test("of nothing per cent is nothing, whatever it is a part of, and missing where that is", () => {
    const target = { target: always(12), points: always(5) };
    const lowest = { shape: "proportional", title: "逾期", input: "m1", best: "lowest", ...target };
    const document = rating([{ shape: "percentOf", title: "折算", percent: always(0), of: lowest }], "block");
    const { outcomes, unscored, explain } = judged(document, "2014-H1", [
      { id: "a", inputs: { m1: 40 } },
      { id: "b", inputs: {} },
    ]);
    expect(outcomes).toMatchObject([{ subjectId: "a", scoreCenti: 0 }]);
    expect(unscored).toMatchObject([{ subjectId: "b", code: "missingData" }]);
    expect(explain("a")[0]!.steps![0]!.text).toBe("1.5的0%,为0");
  });

  test("is the worst item by its own full points, however the score takes it", () => {
    const worstItem = { items: ["1"], missing: "ignore", caps: always([[40, 1]]) };
    const part = { shape: "percentOf", title: "折半", percent: always(50), of: mark("1", "m1") };
    const whole = { shape: "rounded", title: "取整", to: 1, mode: "down", of: mark("1", "m1") };
    for (const one of [part, whole]) {
      const { outcomes } = judged(rating([one], "zero", { worstItem }), "2014-H1", [
        { id: "a", inputs: { m1: 39.99 } },
        { id: "b", inputs: { m1: 70 } },
      ]);
      expect(outcomes).toMatchObject([
        { stars: 1, bound: "worstItem" },
        { stars: 3, bound: "cuts" },
      ]);
    }
  });
});

test("a subject with a wrong value takes nobody's place, though its score would need no data", () => {
  const streak = { shape: "flag", title: "连续", input: "ready", points: always(1) };
  const when = { streak: { stars: 5, atLeast: 1 } };
  const mark = { shape: "given", title: "得分", input: "m1", max: always(100) };
  const document = rating([{ ...streak, when }, mark], "zero");
  const { outcomes, unscored, explain } = judged(document, "2014-H1", [
    { id: "a", inputs: { m1: 50 } },
    { id: "b", inputs: { m1: "五十" } },
  ]);
  expect(outcomes).toMatchObject([{ subjectId: "a", rank: 1 }]);
  expect(unscored).toMatchObject([{ subjectId: "b", code: "badInput" }]);
  expect(explain("a").at(-1)!.text).toContain("1个已评分对象");
});

describe("a pool that the data name", () => {
  const { score: _, grade: __, dynamics: ___, ...head } = ratingPolicy({});
  const pool = (by?: string): Policy =>
    policy.parse({
      ...head,
      ...{ kind: "subsidy", period: "year" },
      inputs: { sum: { title: "收入", type: "money" }, parts: { title: "份", type: "integer", min: 0 } },
      items: [
        {
          ...{ code: "pool", title: "提成", per: "period", round: { to: 0.01, mode: "halfAwayFromZero" } },
          amount: {
            ...{ shape: "poolSplit", title: "提成", peers: "village", ...(by && { by }) },
            // What was paid before is taken off, so that a pool may have to be given back.
            of: {
              ...{ shape: "difference", title: "应分", least: -1e9 },
              of: { shape: "perUnit", title: "收入", input: "sum", each: always(1) },
              minus: { shape: "fixed", title: "已分", amount: always(5_000_000) },
            },
          },
        },
      ],
    });

  test("adds up to the fen in every village, and equal parts are what nobody's part is", () => {
    const villages = fc.array(fc.tuple(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 1, max: 9 })), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(villages, (list) => {
        const subjects = list.flatMap(([fen, heads], village) =>
          Array.from({ length: heads }, (_, head) => ({
            id: `${head}-${village}`,
            regionCode: `99010100100${village}`,
            inputs: { sum: fen / 100, parts: 1 },
          })),
        );
        const equally = judged(pool(), "2014", subjects).outcomes;
        expect(judged(pool("parts"), "2014", subjects).outcomes).toEqual(equally);
        list.forEach(([fen], village) => {
          const paid = equally.filter(({ subjectId }) => subjectId.endsWith(`-${village}`));
          expect(paid.reduce((sum, { amountFen }) => sum + amountFen!, 0)).toBe(fen - 500_000_000);
        });
      }),
    );
  });

  test("says whose part is missing, and when the pools of a village differ", () => {
    const regionCode = "990101001001";
    const { explain } = judged(pool("parts"), "2014", [
      { id: "a", regionCode, inputs: { sum: 100, parts: 1 } },
      { id: "b", regionCode, inputs: { sum: 200, parts: 1 } },
      { id: "c", regionCode, inputs: { sum: 100 } },
    ]);
    const said = (id: string) => explain(id)[0]!.steps![0]!.text;
    expect([said("a"), said("c")]).toEqual(["同组各人的总额不一致,不分", "份缺数据"]);
  });
});
