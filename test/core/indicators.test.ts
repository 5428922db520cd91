import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePeriod, periodsFor } from "../../schema/period.ts";
import { type Indicator, type IndicatorOf, indicator } from "../../schema/policy/indicators.ts";
import type { Cell, Cells } from "../../schema/sheet/definition.ts";
import { meets } from "../../schema/sheet/meets.ts";
import { readFacts } from "../../worker/core/facts.ts";
import { indicate, type OwnIndicator } from "../../worker/core/indicators/indicate.ts";
import { entriesOnly, type Recorded, type Records } from "../../worker/core/indicators/records.ts";
import { sharesOfPeers } from "../../worker/core/indicators/shareOfPeers.ts";
import { indicatorText } from "../../worker/core/indicators/text.ts";
import { worth } from "../../worker/core/indicators/worth.ts";

const assumed = "试验";
const rounding = "halfAwayFromZero" as const;
/** Entries of a ledger, each with its month, of the year 2014. */
function recordsOf(...rows: [period: string, cells: Cells][]): Records {
  const entries = rows.map(([period, cells], i): Recorded => ({ id: `e${i}`, period, cells, version: i + 1, push: 7 }));
  const period = parsePeriod("2014")!;
  const of = (sheet: string) => (sheet === "register.book" ? entries : []);
  return {
    of,
    own: of,
    ...entriesOnly,
    periodsOf: () => periodsFor(period, "month"),
    period,
  };
}
/** Takes an indicator as a document would write it. */
const take = (document: object, records: Records, places = 2) =>
  indicate(indicator.parse({ register: "book", ...document }) as OwnIndicator, "code", places, records);
const onDays = (...days: string[]) => recordsOf(...days.map((on): [string, Cells] => [on.slice(0, 7), { on }]));

describe("sums and counts", () => {
  const book = recordsOf(
    ["2014-01", { yuan: 0.1, kind: "road", village: "a" }],
    ["2014-02", { yuan: 0.2, kind: "road", village: "b" }],
    ["2014-03", { yuan: 5, kind: "water", village: "a" }],
    ["2014-04", { kind: "water" }],
  );
  const where = { column: "kind", op: "=", value: "road" };

  test("sum: 0.1 and 0.2 are exactly 0.3; entries without the cell add nothing and are not named", () => {
    const found = take({ shape: "sum", column: "yuan", where, empty: "zero", rounding }, book);
    expect(found.value).toBe(0.3);
    expect(found.from).toEqual([
      { sheet: "register.book", period: "2014-01", id: "e0", version: 1, push: 7, cells: { yuan: 0.1, kind: "road" } },
      { sheet: "register.book", period: "2014-02", id: "e1", version: 2, push: 7, cells: { yuan: 0.2, kind: "road" } },
    ]);
    expect(take({ shape: "sum", column: "yuan", empty: "zero", rounding: "up" }, book, 0).value).toBe(6);
    expect(take({ shape: "sum", column: "yuan", empty: "zero", rounding: "down" }, book, 0).value).toBe(5);
  });

  test("without any entry the value is zero or missing, as the indicator says", () => {
    const sum = (empty: string) => take({ shape: "sum", column: "yuan", empty, rounding }, recordsOf()).value;
    expect([sum("zero"), sum("missing")]).toEqual([0, null]);
  });

  test("countWhere: entries whose own cells meet a condition; an empty cell meets none, nor its opposite", () => {
    const count = (condition: object) => take({ shape: "countWhere", where: condition, empty: "zero" }, book).value;
    expect(count(where)).toBe(2);
    expect(count({ not: where })).toBe(2);
    expect(count({ column: "yuan", op: ">=", value: 0.2 })).toBe(2);
    expect(count({ not: { column: "yuan", op: ">=", value: 0.2 } })).toBe(1);
    expect(
      count({
        all: [
          { column: "kind", op: "=", value: "water" },
          { column: "yuan", op: ">", value: 1 },
        ],
      }),
    ).toBe(1);
    expect(count({ any: [where, { column: "yuan", op: ">", value: 1 }] })).toBe(3);
  });

  test("distinct: different values, each once", () => {
    expect(take({ shape: "distinct", column: "village", empty: "zero" }, book).value).toBe(2);
    expect(take({ shape: "distinct", column: "village", empty: "missing" }, recordsOf()).value).toBeNull();
  });

  test("ratio: 101 of 1,098 is 9.20 %; of nothing it is missing (golden.md)", () => {
    const ratio = (records: Records) => take({ shape: "ratio", of: "part", to: "whole", rounding }, records).value;
    expect(ratio(recordsOf(["2014-01", { part: 101, whole: 1098 }]))).toBe(9.2);
    expect(ratio(recordsOf(["2014-01", { part: 0, whole: 0 }]))).toBeNull();
  });

  test("a sum does not depend on the order of the entries, nor on how they are parted", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 30 }), (cents) => {
        const rows = cents.map((cent): [string, Cells] => ["2014-01", { yuan: cent / 100 }]);
        const sum = (list: typeof rows) =>
          take({ shape: "sum", column: "yuan", empty: "zero", rounding }, recordsOf(...list)).value;
        expect(sum(rows)).toBe(cents.reduce((all, cent) => all + cent, 0) / 100);
        expect(sum([...rows].reverse())).toBe(sum(rows));
      }),
    );
  });
});

describe("numbers of which only a lower bound is known", () => {
  const book = recordsOf(["2014-01", { people: "30+", all: 60 }], ["2014-02", { people: 20, all: "40+" }]);
  const count = (condition: object) => take({ shape: "countWhere", where: condition, empty: "zero" }, book).value;
  const compare = (op: string, value: number) => meets({ column: "people", op, value } as never, { people: "30+" });

  test("a sum is worth its bounds, and a ratio is taken by them", () => {
    expect(take({ shape: "sum", column: "people", empty: "zero", rounding }, book)).toMatchObject({
      value: 50,
      from: [{ cells: { people: "30+" } }, { cells: { people: 20 } }],
    });
    expect(take({ shape: "ratio", of: "people", to: "all", rounding }, book).value).toBe(50);
  });

  test("the trace says 至少, and which numbers are bounds", () => {
    const columnOf = (title: string) => ({ title, lowerBound: true });
    const text = (document: object) => {
      const one = indicator.parse({ register: "book", ...document }) as OwnIndicator;
      return indicatorText(one, "code", indicate(one, "code", 2, book).from, columnOf);
    };
    expect(text({ shape: "sum", column: "people", empty: "zero", rounding })).toBe(
      "2条记录的people相加:30余+20,至少50",
    );
    expect(text({ shape: "ratio", of: "people", to: "all", rounding })).toBe(
      "people(30余+20) ÷ all(60+40余),只知下限的按下限算",
    );
  });

  test("a condition holds, or fails, only where the bound decides it", () => {
    expect([compare(">=", 20), compare(">", 29), compare("!=", 29)]).toEqual([true, true, true]);
    expect([compare("<", 20), compare("<=", 29), compare("=", 29), compare("<", 30)]).toEqual(Array(4).fill(false));
    expect([compare("=", 30), compare("<", 50), compare(">", 30), compare("!=", 30)]).toEqual(Array(4).fill(undefined));
    expect(count({ column: "people", op: ">=", value: 20 })).toBe(2);
    expect(count({ not: { column: "people", op: "<", value: 50 } })).toBe(0);
  });

  test("what a condition says of a bound is what it says of every number that it could be, or nothing", () => {
    const ops = ["=", "!=", "<", "<=", ">", ">="] as const;
    fc.assert(
      fc.property(fc.constantFrom(...ops), fc.nat(50), fc.nat(50), (op, bound, value) => {
        const condition = { column: "x", op, value };
        const told = meets(condition, { x: `${bound}+` });
        const truths = new Set(Array.from({ length: 60 }, (_, i) => meets(condition, { x: bound + i })));
        expect(told).toBe(truths.size === 1 ? [...truths][0] : undefined);
      }),
    );
  });

  test("an input that takes them is judged by the bound; another refuses them", () => {
    const inputs = (lowerBound: boolean) => ({ people: { title: "人数", type: "integer" as const, lowerBound } });
    const subjects = [{ id: "a", inputs: { people: "30+" } }];
    const { facts, faults } = readFacts(inputs(true), subjects);
    expect([facts.columns.get("people")![0], faults]).toEqual([30, []]);
    expect(readFacts(inputs(false), subjects).faults).toMatchObject([{ code: "lowerBound", row: 0 }]);
  });

  test("a value is worth yuan where its column is in 万元 and the input is money, its bound where the column has bounds", () => {
    const of = (value: Cell, type: "money" | "decimal", column: object) =>
      worth(value, { title: "投入", type }, { key: "amount", title: "金额", type: "money", ...column });
    const wan = { unit: "wanYuan" };
    expect([of(0.000001, "money", wan), of(493.7, "money", wan), of(493.7, "decimal", wan)]).toEqual([
      0.01, 4_937_000, 493.7,
    ]);
    expect([of(493.7, "money", {}), of(null, "money", wan)]).toEqual([493.7, null]);
    expect([of("700+", "money", { ...wan, lowerBound: true }), of("60+", "money", {})]).toEqual([7_000_000, "60+"]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e11 }), (fen) => {
        expect(of(fen / 1e6, "money", wan)).toBe(fen / 100);
      }),
    );
  });
});

describe("a column beside another one", () => {
  const ops = ["=", "!=", "<", "<=", ">", ">="] as const;

  test("a share of it is met exactly, at its edge too", () => {
    const met = (op: ">" | ">=", present: number, share: [number, number]) =>
      meets({ column: "present", op, of: "entitled", share }, { present, entitled: 90 });
    expect([met(">=", 60, [2, 3]), met(">", 60, [2, 3]), met(">=", 59, [2, 3]), met(">", 45, [1, 2])]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    const hundredths = { a: 0.1, b: 0.3 };
    expect(meets({ column: "a", op: "=", of: "b", share: [1, 3] }, hundredths)).toBe(true);
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.integer({ min: 1, max: 20 }), fc.nat(20), (a, b, d, part) => {
        const n = Math.min(part, d);
        const order = Math.sign(a * d - b * n);
        const holds = ops.filter((op) => meets({ column: "a", op, of: "b", share: [n, d] }, { a, b }));
        expect(holds).toEqual({ "-1": ["!=", "<", "<="], "0": ["=", "<=", ">="], "1": ["!=", ">", ">="] }[order]);
      }),
    );
  });

  test("dates are compared as dates; of a blank cell, a bound or another type nothing is known", () => {
    const met = (a: Cell, b: Cell) => meets({ column: "a", op: "<=", of: "b" }, { a, b });
    expect([met("2014-05-01", "2014-05-31"), met("2014-06-01", "2014-05-31")]).toEqual([true, false]);
    expect([met(null, 5), met(5, null), met("30+", 5), met(5, "30+"), met(5, "x")]).toEqual(Array(5).fill(undefined));
  });
});

describe("dates of which only the month is known", () => {
  test("are compared with days as months", () => {
    const met = (op: "<" | "<=" | ">", value: string) => meets({ column: "on", op, value }, { on: "2014-09" });
    expect([met("<=", "2014-09-15"), met("<", "2014-09-15"), met(">", "2014-08-31")]).toEqual([true, false, true]);
  });

  test("steps of one month are in order, unless both days are known and say otherwise", () => {
    const columns = ["proposed", "voted"];
    const done = (...dates: string[]) =>
      take(
        { shape: "steps", columns, sameDay: false, result: "complete", empty: "zero" },
        recordsOf(["2014-09", { proposed: dates[0]!, voted: dates[1]! }]),
      ).value;
    expect([done("2014-09-20", "2014-09"), done("2014-09", "2014-09"), done("2014-09", "2014-10-01")]).toEqual(
      Array(3).fill(true),
    );
    expect([done("2014-09", "2014-08-31"), done("2014-09-02", "2014-09-01")]).toEqual([false, false]);
  });

  test("a due date is met by its month, and each entry meets one of them", () => {
    const by = { column: "on", dates: ["03-15", "03-31", "06-30"] };
    const due = (...days: string[]) => take({ shape: "due", by, rounding }, onDays(...days)).value;
    expect([due("2014-03"), due("2014-04"), due("2014-03", "2014-03-20", "2014-06")]).toEqual([33.33, 33.33, 100]);
  });
});

describe("share of peers", () => {
  const of = (indicatorOf: object, ...yuan: (number | null)[]) =>
    sharesOfPeers(
      indicator.parse({
        ...{ shape: "shareOfPeers", register: "book", column: "yuan", empty: "missing", peers: "county", rounding },
        ...indicatorOf,
      }) as IndicatorOf<"shareOfPeers">,
      2,
      yuan.map((amount, i) => ({
        id: String(i),
        regionCode: i < 3 ? "990101001001" : "990102001001",
        records: amount === null ? recordsOf() : recordsOf(["2014-01", { yuan: amount }]),
      })),
    ).map(({ value }) => value);

  test("a subject's own sum over its county's, in percent; another county is no peer", () => {
    expect(of({}, 1, 2, 3, 50)).toEqual([16.67, 33.33, 50, 100]);
    expect(of({ peers: "round" }, 1, 1, 1, 1)).toEqual([25, 25, 25, 25]);
  });
  test("who has no entry is zero or missing; where nobody has anything all are missing", () => {
    expect(of({}, 1, null, 1)).toEqual([50, null, 50]);
    expect(of({ empty: "zero" }, 1, null, 1)).toEqual([50, 0, 50]);
    expect(of({}, 0, 0)).toEqual([null, null]);
  });
});

describe("steps", () => {
  const columns = ["proposed", "agreed", "voted"];
  const done = (result: string, sameDay: boolean, ...dates: (string | null)[]) =>
    take(
      { shape: "steps", columns, sameDay, result, empty: "zero" },
      recordsOf(["2014-01", Object.fromEntries(columns.map((column, i) => [column, dates[i] ?? null]))]),
    ).value;

  test("dates done in order are counted up to the first that is missing or too early", () => {
    expect(done("count", false, "2014-01-05", "2014-01-06", "2014-01-09")).toBe(3);
    expect(done("count", false, "2014-01-05", null, "2014-01-09")).toBe(1);
    expect(done("count", false, "2014-01-05", "2014-01-04", "2014-01-09")).toBe(1);
    expect(done("count", false, null, "2014-01-04", "2014-01-09")).toBe(0);
  });
  test("of several entries in a period the one begun last is looked at, however they are listed", () => {
    const [first, second] = [
      ["2014-01", { proposed: "2014-01-02", agreed: "2014-01-03", voted: "2014-01-04" }],
      ["2014-01", { proposed: "2014-01-05", agreed: "2014-01-06" }],
    ] as [string, Cells][];
    const count = (...rows: [string, Cells][]) =>
      take({ shape: "steps", columns, sameDay: false, result: "count", empty: "zero" }, recordsOf(...rows)).value;
    expect([count(first!, second!), count(second!, first!)]).toEqual([2, 2]);
  });
  test("two steps on one day, as the indicator says; complete only when all are done in order", () => {
    expect(done("count", false, "2014-01-05", "2014-01-05", "2014-01-09")).toBe(1);
    expect(done("complete", true, "2014-01-05", "2014-01-05", "2014-01-09")).toBe(true);
    expect(done("complete", true, "2014-01-05", "2014-01-05")).toBe(false);
  });
});

describe("due", () => {
  test("the share of months with at least so many entries", () => {
    const due = (atLeast: number) =>
      take({ shape: "due", by: { atLeast }, rounding }, onDays("2014-01-03", "2014-01-20", "2014-02-01")).value;
    expect([due(1), due(2)]).toEqual([16.67, 8.33]);
  });
  test("due dates: an entry after the one before and no later than the date itself", () => {
    const by = { column: "on", dates: ["03-31", "06-30", "09-30", "12-31"] };
    const due = (...days: string[]) => take({ shape: "due", by, rounding }, onDays(...days)).value;
    expect(due("2014-03-31", "2014-04-01", "2014-12-31")).toBe(75);
    expect(due("2014-04-01")).toBe(25);
    expect(due()).toBe(0);
  });

  describe("by the calendar", () => {
    const due = (by: object, ...days: string[]) =>
      take({ shape: "due", by: { column: "on", ...by }, rounding }, onDays(...days)).value;
    const reception = (grace: number, ...days: string[]) => due({ on: { monthDay: 10 }, grace }, ...days);

    test("每月10日: each month's tenth, or so many days later", () => {
      expect(reception(0, "2014-01-10", "2014-02-10", "2014-03-11")).toBe(16.67);
      expect(reception(3, "2014-01-10", "2014-02-10", "2014-03-11", "2014-04-09")).toBe(25);
      expect(reception(0, "2014-05")).toBe(0);
    });
    test("a day that a month does not have is its last", () => {
      const last = { on: { monthDay: 31 }, grace: 0 };
      expect(due(last, "2014-02-28", "2014-04-30", "2014-01-31", "2014-03-30")).toBe(25);
    });
    test("周三服务日: 2014 has 53 Wednesdays, of which the first is New Year's Day", () => {
      const wednesdays = { on: { weekday: 3 }, grace: 0 };
      expect(due(wednesdays, "2014-01-01", "2014-12-31", "2014-12-30")).toBe(3.77);
    });
    test("每周半天: a week is from Monday to Sunday and counts where most of its days are", () => {
      const weekly = { each: "week", atLeast: 1 };
      // 52 weeks have their Thursday in 2014; 30 December 2013 to 5 January 2014 is the first of them.
      expect(due(weekly, "2014-01-01", "2014-01-05")).toBe(1.92);
      expect(due(weekly, "2014-01-05", "2014-01-06")).toBe(3.85);
      expect(due(weekly, "2014-12-29")).toBe(0);
    });
    test("每月不少于2次: both within the month", () => {
      const twice = { each: "month", atLeast: 2 };
      expect(due(twice, "2014-01-31", "2014-02-01", "2014-02-28")).toBe(8.33);
    });
  });
});

describe("coverage", () => {
  const coverage = (over: string, records: Records) =>
    take(
      {
        shape: "coverage",
        column: "village",
        target: [{ from: "2014-01", value: 21, assumed }],
        ...{ over, empty: "zero", rounding },
      },
      records,
    ).value;
  const links = (members: number, step = 3) =>
    recordsOf(
      ...Array.from({ length: members }, (_, m) =>
        [0, 1, 2].map((v): [string, Cells] => ["2014-01", { member: `m${m}`, village: `v${m * step + v}` }]),
      ).flat(),
    );

  test("S1: members who each link 3 villages, to cover 21: 7 without overlap (golden.md)", () => {
    const covers = [5, 6, 7, 8].map((members) => coverage("capped", links(members)));
    expect(covers).toEqual([71.43, 85.71, 100, 100]);
    expect(coverage("capped", links(7, 2))).toBe(71.43); // overlapping links count once: 15 of 21
    expect(coverage("counted", links(8))).toBe(114.29);
  });

  test("against a list, what is not on it covers nothing", () => {
    const listed = { among: ["v0", "v1", "v2", "v99"], target: [{ from: "2014-01", value: 4, assumed }] };
    const shape = { shape: "coverage", column: "village", over: "capped", empty: "zero", rounding, ...listed };
    expect(take(shape, links(2)).value).toBe(75);
  });
});

describe("streak", () => {
  const months = (...ok: (boolean | null)[]) =>
    recordsOf(
      ...ok.flatMap((value, i): [string, Cells][] =>
        value === null ? [] : [[`2014-${String(i + 1).padStart(2, "0")}`, { ok: value }]],
      ),
    );
  const streak = (run: string, records: Records, each = "any") =>
    take({ shape: "streak", where: { column: "ok", op: "=", value: true }, each, run }, records).value;

  test("the longest run of months, or the one that lasts to the end; a month without an entry breaks it", () => {
    const year = months(true, true, true, false, true, null, true, true, null, null, true, true);
    expect([streak("longest", year), streak("current", year)]).toEqual([3, 2]);
    expect([streak("longest", recordsOf()), streak("current", recordsOf())]).toEqual([0, 0]);
  });
  test("of several entries of a month one is enough, or all must be so", () => {
    const mixed = recordsOf(["2014-01", { ok: true }], ["2014-01", { ok: false }]);
    expect([streak("longest", mixed, "any"), streak("longest", mixed, "all")]).toEqual([1, 0]);
  });
});

test("an indicator that says nothing about rounding, emptiness or the end of a run is refused: there are no defaults", () => {
  const bare: Partial<Indicator>[] = [
    { shape: "sum", register: "book", column: "yuan" },
    { shape: "countWhere", register: "book" },
    { shape: "streak", register: "book" },
    { shape: "due", register: "book" },
  ];
  for (const document of bare) expect(indicator.safeParse(document).success).toBe(false);
});
