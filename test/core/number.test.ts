import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toUnits } from "../../schema/decimal.ts";
import { parsePeriod, periodsFor, periodTitle } from "../../schema/period.ts";
import { policy } from "../../schema/policy/policy.ts";
import { ancestorAt, covers, levelOf, narrow, rangeOf, touches } from "../../schema/region.ts";
import { compile } from "../../worker/core/judge.ts";
import { fractionOf, roundRatio } from "../../worker/core/number.ts";
import { ratingPolicy } from "./policies.ts";

describe("decimals", () => {
  test("are read exactly or not at all", () => {
    expect(toUnits("19.50", 2)).toBe(1950);
    expect(toUnits(1.005, 2)).toBeUndefined();
    expect(toUnits(1.005, 3)).toBe(1005);
    expect(toUnits("-0.01", 2)).toBe(-1);
    for (const wrong of ["", "1e3", "١", "1.2.3", "NaN"]) expect(toUnits(wrong, 2)).toBeUndefined();
    expect(toUnits(Number.NaN, 2)).toBeUndefined();
    expect(toUnits(2 ** 53, 2)).toBeUndefined();
  });

  test("a number and its text are the same units", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: 0, max: 4 }), (units, places) => {
        const text = (units / 10 ** places).toFixed(places);
        expect(toUnits(text, places)).toBe(units + 0);
        expect(toUnits(Number(text), places)).toBe(units + 0);
      }),
    );
  });
});

describe("rounding (golden.md: decimal, never binary float)", () => {
  const rounded = (value: number, places: number, mode?: Parameters<typeof roundRatio>[2]) => {
    const { n, d } = fractionOf(value);
    return roundRatio(n * 10 ** places, d, mode) / 10 ** places;
  };
  test("half away from zero: 1.005 → 1.01, 2.675 → 2.68, −5.5 → −6; half up gives −5", () => {
    expect([rounded(1.005, 2), rounded(2.675, 2), rounded(-5.5, 0), rounded(-5.5, 0, "halfUp")]).toEqual([
      1.01, 2.68, -6, -5,
    ]);
  });
  test("half even, up, down", () => {
    expect([2.5, 3.5, -2.5].map((value) => rounded(value, 0, "halfEven"))).toEqual([2, 4, -2]);
    expect([2.1, -2.1].map((value) => rounded(value, 0, "up"))).toEqual([3, -3]);
    expect([2.9, -2.9].map((value) => rounded(value, 0, "down"))).toEqual([2, -2]);
  });
  test("never moves a value by more than half a step, and is the mirror image below zero", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 1e5 }), (n, d) => {
        const result = roundRatio(n, d);
        expect(Math.abs(result * d - n) * 2).toBeLessThanOrEqual(d);
        expect(roundRatio(-n, d) + 0).toBe(0 - result);
      }),
    );
  });
});

describe("periods", () => {
  test("are read with their first and last month; others are none", () => {
    expect(parsePeriod("2014-H2")).toEqual({ code: "2014-H2", kind: "half-year", from: "2014-07", to: "2014-12" });
    expect(parsePeriod("2014-Q3")).toMatchObject({ from: "2014-07", to: "2014-09" });
    expect(parsePeriod("2014")).toMatchObject({ from: "2014-01", to: "2014-12" });
    for (const wrong of ["2014-H3", "2014-13", "14", "2014-Q5", "2014-00", " 2014"])
      expect(parsePeriod(wrong)).toBeUndefined();
  });
  test("the months of a half-year lie in it; its year is around it", () => {
    const half = parsePeriod("2014-H1")!;
    expect(periodsFor(half, "month")).toEqual(["2014-01", "2014-02", "2014-03", "2014-04", "2014-05", "2014-06"]);
    expect(periodsFor(half, "year")).toEqual(["2014"]);
    expect(["2014", "2014-H1", "2014-Q3", "2014-09"].map(periodTitle)).toEqual([
      "2014年",
      "2014年上半年",
      "2014年第3季度",
      "2014年9月",
    ]);
  });
});

describe("regions", () => {
  test("know their level, their township, and what lies in them", () => {
    expect(["990000000000", "990100000000", "990101000000", "990101001000", "990101001003"].map(levelOf)).toEqual([
      "province",
      "prefecture",
      "county",
      "township",
      "village",
    ]);
    expect(ancestorAt("990101001003", "township")).toBe("990101001000");
    const township = [rangeOf("990101001000")];
    expect([
      covers(township, "990101001003"),
      covers(township, "990101002001"),
      covers(township, "990101000000"),
    ]).toEqual([true, false, false]);
    expect([touches(township, "990101000000"), touches(township, "990102000000")]).toEqual([true, false]);
    expect(narrow([rangeOf("990100000000")], "990101001000")).toEqual(township);
  });
  test("a region's range holds every code below it and no other", () => {
    const code = fc.stringMatching(/^\d{12}$/);
    fc.assert(
      fc.property(code, code, fc.constantFrom("province", "prefecture", "county", "township"), (a, b, level) => {
        const region = ancestorAt(a, level as "county");
        const { from, to } = rangeOf(region);
        if (levelOf(region) === level) expect(b >= from && b < to).toBe(ancestorAt(b, level as "county") === region);
      }),
    );
  });
});

describe("numbers that a policy writes", () => {
  const parse = (max: number) => {
    const { dynamics: _, ...base } = ratingPolicy({});
    const dated = [{ from: "2000-01", value: max, assumed: "试验" }];
    const given = { shape: "given", title: "得分", input: "mark", max: dated };
    return policy.safeParse({ ...base, score: { ...base.score, of: [given] } });
  };

  test("are refused where they are too large or too fine to be exact", () => {
    for (const max of [1e-320, 5e-10, 1 / 3, 2 ** 53, 1e24, 1.5e300]) {
      const { success, error } = parse(max);
      expect([max, success]).toEqual([max, false]);
      expect(error!.issues[0]!.path).toEqual(["score", "of", 0, "max", 0, "value"]);
    }
    for (const max of [0.1, 33.333333333, 1e-9, 999_999_999_999_999, 123_456_789.25])
      expect([max, parse(max).success]).toEqual([max, true]);
  });

  test("multiplied beyond all numbers are named as too fine, in no time", () => {
    const percent = [{ from: "2000-01", value: 0.000000001, assumed: "试验" }];
    let of: object = { shape: "given", title: "得分", input: "mark", max: percent };
    for (let level = 0; level < 30; level++) of = { shape: "percentOf", title: "部分", percent, of };
    const { dynamics: _, ...base } = ratingPolicy({});
    const document = policy.parse({ ...base, score: { ...base.score, of: [of] } });
    expect(compile(document, "2014-H1")).toMatchObject({ faults: [{ code: "tooFine" }] });
  });

  test("stand in no table by more combinations than there is room for", () => {
    const options = Array.from({ length: 41 }, (_, i) => [`o${i}`, `选${i}`]);
    const { dynamics: _, ...base } = ratingPolicy({});
    const inputs = { ...base.inputs, post: { title: "职务", type: "option", options } };
    const table = [{ from: "2000-01", value: { "o0/o0/o0": 1 }, assumed: "试验" }];
    const lookup = { shape: "lookup", title: "查表", by: ["post", "post", "post"], table };
    const parsed = policy.safeParse({ ...base, inputs, score: { ...base.score, of: [lookup] } });
    expect(parsed.error!.issues[0]!.message).toBe("查表的组合有68921种,最多65536种");
  });
});
