/** Properties of every indicator over any ledger, and the two indicators that read other than ledgers. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePeriod, periodsFor } from "../../schema/period.ts";
import { type Indicator, indicator } from "../../schema/policy/indicators.ts";
import { parseSpells } from "../../schema/sheet/spells.ts";
import { indicate, type OwnIndicator } from "../../worker/core/indicators/indicate.ts";
import { entriesOnly, type Recorded, type Records, type Result } from "../../worker/core/indicators/records.ts";
import { indicatorText } from "../../worker/core/indicators/text.ts";

const period = parsePeriod("2014")!;
const recordsOf = (entries: Recorded[], results: Result[] = []): Records => ({
  of: () => entries,
  own: () => entries,
  ...entriesOnly,
  resultsOf: () => results,
  periodsOf: () => periodsFor(period, "month"),
  period,
});
const assumed = "试验";
const rounding = "halfAwayFromZero";
const where = { column: "kind", op: "=", value: "a" };
const book = { register: "book", empty: "zero", rounding };
const shapes: Record<string, object> = {
  sum: { ...book, column: "x" },
  countWhere: { register: "book", empty: "zero", where },
  distinct: { register: "book", empty: "missing", column: "kind" },
  ratio: { register: "book", of: "x", to: "y", rounding },
  steps: { register: "book", columns: ["one", "two"], sameDay: true, result: "count", empty: "missing" },
  due: { register: "book", by: { atLeast: 2 }, rounding },
  coverage: { ...book, column: "kind", target: [{ from: "2014-01", value: 3, assumed }], over: "capped" },
  streak: { register: "book", where, each: "any", run: "longest" },
  latest: { sheet: "register.book", column: "x" },
  staged: {
    ...{ shape: "latest", sheet: "indicators.test" },
    stages: { through: ["self", "preliminary", "review"], countsFrom: "preliminary" },
  },
};
const parsed = (name: string) => indicator.parse({ shape: name, ...shapes[name] }) as OwnIndicator;

const cells = fc.record(
  {
    x: fc.integer({ min: 0, max: 10_000 }).map((n) => n / 100),
    y: fc.integer({ min: 0, max: 10_000 }).map((n) => n / 100),
    kind: fc.constantFrom("a", "b", "c"),
    one: fc.constantFrom("2014-01-01", "2014-02-01"),
    two: fc.constantFrom("2014-01-15", "2014-03-01"),
    "code.self": fc.integer({ min: 0, max: 20 }),
    "code.preliminary": fc.integer({ min: 0, max: 20 }),
    "code.preliminaryReason": fc.constant("缺台账"),
    "code.review": fc.integer({ min: 0, max: 20 }),
  },
  { requiredKeys: [] },
);
const ledger = fc.array(fc.record({ month: fc.integer({ min: 1, max: 12 }), cells }), { maxLength: 20 }).map((rows) =>
  rows
    .map(({ month, cells: one }, i) => ({
      id: `e${i}`,
      period: `2014-${String(month).padStart(2, "0")}`,
      cells: one,
      version: i + 1,
      push: 1,
    }))
    .sort((a, b) => (a.period < b.period ? -1 : 1)),
);

test.each(Object.keys(shapes))(
  "%s: never throws, names only entries of the ledger, and says how in Chinese",
  (name) => {
    const one = parsed(name);
    fc.assert(
      fc.property(ledger, (rows) => {
        const { value, from } = indicate(one, "code", 2, recordsOf(rows));
        expect(value === null || typeof value === "number" || typeof value === "boolean").toBe(true);
        if (typeof value === "number") expect(Number.isFinite(value) && value >= 0).toBe(true);
        const ids = new Set(rows.map(({ id }) => id));
        expect(from.every(({ id }) => ids.has(id))).toBe(true);
        expect(indicatorText(one, "code", from, (column) => ({ title: `列${column}` }))).toMatch(/\p{Script=Han}/u);
      }),
    );
  },
);

test.each(["sum", "countWhere", "distinct", "ratio", "due", "coverage", "streak"])(
  "%s: the order of entries within their months decides nothing",
  (name) => {
    fc.assert(
      fc.property(ledger, (rows) => {
        const turned = [...rows].reverse().sort((a, b) => (a.period < b.period ? -1 : 1));
        expect(indicate(parsed(name), "code", 2, recordsOf(turned)).value).toBe(
          indicate(parsed(name), "code", 2, recordsOf(rows)).value,
        );
      }),
    );
  },
);

test("one more entry never lowers a sum, a count, a number of different values, a coverage or a duty that is met", () => {
  fc.assert(
    fc.property(
      ledger,
      cells,
      fc.constantFrom("sum", "countWhere", "distinct", "coverage", "due"),
      (rows, more, name) => {
        const value = (list: Recorded[]) => Number(indicate(parsed(name), "code", 2, recordsOf(list)).value ?? 0);
        const added = [...rows, { id: "new", period: "2014-12", cells: more, version: 1, push: 2 }];
        expect(value(added)).toBeGreaterThanOrEqual(value(rows));
      },
    ),
  );
});

describe("a score in stages", () => {
  const stagesInOrder = ["self", "preliminary", "review"] as const;
  /** Some of the stages, from one of which on they count. */
  const staged = fc
    .subarray([...stagesInOrder], { minLength: 1 })
    .chain((through) =>
      fc.integer({ min: 0, max: through.length - 1 }).map((at) => ({ through, at, countsFrom: through[at]! })),
    );
  const take = (stages: object, rows: Recorded[]) =>
    indicate(indicator.parse({ shape: "latest", sheet: "indicators.test", stages }) as OwnIndicator, "code", 2, {
      ...recordsOf(rows),
      of: () => [],
    });
  const row = (month: number, cells: Recorded["cells"]): Recorded => ({
    ...{ id: `e${month}`, period: `2014-${String(month).padStart(2, "0")}`, version: 1, push: 1 },
    cells,
  });
  const score = fc.integer({ min: 0, max: 2000 }).map((n) => n / 100);

  test("with one counting stage filled gives what the indicator gives without stages", () => {
    const months = fc.array(fc.record({ value: fc.option(score), place: fc.nat() }), { maxLength: 6 });
    fc.assert(
      fc.property(staged, months, ({ at, ...stages }, filled) => {
        const counting = stages.through.slice(at);
        const rows = (keyOf: (place: number) => string) =>
          filled.map(({ value, place }, i) => row(i + 1, { [keyOf(place)]: value }));
        const plain = indicate(
          indicator.parse({ shape: "latest", sheet: "indicators.test" }) as OwnIndicator,
          "code",
          2,
          recordsOf(rows(() => "code")),
        );
        const { value, from } = take(
          stages,
          rows((place) => `code.${counting[place % counting.length]}`),
        );
        expect([value, from[0]?.id]).toEqual([plain.value, plain.from[0]?.id]);
      }),
    );
  });

  test("takes the last stage filled, whatever the stages before it say; one before those that count never counts", () => {
    const scores = fc.record({ self: score, preliminary: score, review: score }, { requiredKeys: [] });
    fc.assert(
      fc.property(staged, scores, ({ at, ...stages }, given) => {
        const told = take(stages, [
          row(1, Object.fromEntries(Object.entries(given).map(([stage, value]) => [`code.${stage}`, value]))),
        ]);
        const last = stages.through
          .slice(at)
          .reverse()
          .find((stage) => given[stage] !== undefined);
        expect(told.value).toBe(last === undefined ? null : given[last]);
        expect(Object.keys(told.from[0]!.cells!)).toEqual(
          stages.through.flatMap((one) => (one === "self" ? ["code.self"] : [`code.${one}`, `code.${one}Reason`])),
        );
      }),
    );
  });

  test("is told of stage by stage, with the reasons and which of them is the final score", () => {
    const stages = { through: [...stagesInOrder], countsFrom: "preliminary" };
    const text = (cells: Recorded["cells"]) => {
      const one = indicator.parse({ shape: "latest", sheet: "indicators.test", stages }) as OwnIndicator;
      return indicatorText(one, "code", indicate(one, "code", 2, recordsOf([row(6, cells)])).from, () => undefined);
    };
    expect(text({ "code.self": 18 })).toBe("取自2014年6月的填报:自评18,未初评,未复核;须评到初评才作数");
    expect(text({ "code.self": 18, "code.preliminary": 16, "code.preliminaryReason": "台账不全" })).toBe(
      "取自2014年6月的填报:自评18,初评16(台账不全),未复核;审定以初评为准",
    );
    expect(text({ "code.self": 18, "code.preliminary": 18, "code.review": "15+" })).toBe(
      "取自2014年6月的填报:自评18,初评18,复核15余;审定以复核为准",
    );
  });
});

describe("latest and outcomeOf", () => {
  const entry = (month: string, x: number | null): Recorded => ({
    id: month,
    period: month,
    cells: { x },
    version: 3,
    push: 9,
  });

  test("latest: the last month that is filled in; where none is, the last one that was looked at", () => {
    expect(
      indicate(
        parsed("latest"),
        "code",
        2,
        recordsOf([entry("2014-01", 1), entry("2014-02", 2), entry("2014-03", null)]),
      ),
    ).toMatchObject({
      value: 2,
      from: [{ id: "2014-02", version: 3, push: 9 }],
    });
    expect(indicate(parsed("latest"), "code", 2, recordsOf([entry("2014-03", null)]))).toMatchObject({
      value: null,
      from: [{ id: "2014-03" }],
    });
  });

  test("outcomeOf: an unscored latest result is missing, or an earlier one stands in, as the policy says", () => {
    const results: Result[] = [
      { period: "2014-H2", run: 4, unscored: "missingData" },
      { period: "2014-H1", run: 3, score: 81.5, stars: 4, grade: "good", selected: false, rank: 2, amount: 1200.5 },
    ];
    const take = (unscored: string, field: string) =>
      indicate(
        indicator.parse({ shape: "outcomeOf", policy: "other", field, unscored }) as OwnIndicator,
        "code",
        2,
        recordsOf([], results),
      );
    expect(take("missing", "score").value).toBeNull();
    expect(take("earlier", "score")).toMatchObject({
      value: 81.5,
      from: [{ sheet: "outcomes.other", period: "2014-H1", run: 3 }],
    });
    expect(["stars", "grade", "selected", "rank", "amount"].map((field) => take("earlier", field).value)).toEqual([
      4,
      "good",
      false,
      2,
      1200.5,
    ]);
  });

  test("every indicator of the language is told of in one line", () => {
    const told: Indicator[] = Object.keys(shapes).map(parsed);
    expect(
      told.map((one) => indicatorText(one, "code", [], (title) => ({ title }))).every((text) => text.length > 0),
    ).toBe(true);
  });
});

test("a streak of results counts back year by year until one that is not so, or is not there", () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.integer({ min: 0, max: 3 })), { maxLength: 8 }),
      fc.constantFrom("within" as const, "before" as const),
      (years, until) => {
        // From 2014 back; what was not scored has no level.
        const results = years.map((stars, i): Result => {
          const about = { period: String(2014 - i), run: 1 };
          return stars === null ? { ...about, unscored: "missingData" } : { ...about, stars };
        });
        const counted = until === "within" ? years : years.slice(1);
        const broken = counted.findIndex((stars) => stars === null || stars < 2);
        const records = { ...recordsOf([]), resultsUpTo: () => results, periodsUnder: () => ["2014"] };
        const streak = indicator.parse({ shape: "outcomeStreak", policy: "other", stars: 2, until }) as OwnIndicator;
        const { value, from } = indicate(streak, "code", 0, records);
        expect(value).toBe(broken < 0 ? counted.length : broken);
        expect(from).toHaveLength(value as number);
        expect(indicatorText(streak, "code", from, () => undefined)).toContain(value === 0 ? "没有" : "都如此");
      },
    ),
  );
});

test("spells tell of every appointment up to the end of the period, whatever stands after it", () => {
  const month = fc
    .record({ year: fc.integer({ min: 2005, max: 2017 }), month: fc.integer({ min: 1, max: 12 }) })
    .map((one) => `${one.year}-${String(one.month).padStart(2, "0")}`);
  const spells = indicator.parse({
    ...{ shape: "spells", sheet: "appointments", person: "person", post: "post", from: "from", to: "to" },
  }) as OwnIndicator;
  fc.assert(
    fc.property(fc.array(fc.tuple(month, fc.option(month)), { maxLength: 5 }), (list) => {
      const rows = list.map(([from, to], i): Recorded => {
        const ends = to !== null && to >= from ? `${to}-28` : null;
        const cells = { person: "a", post: "clerk", from: `${from}-01`, to: ends };
        return { id: `r${i}`, period: "", cells, version: 1, push: 1 };
      });
      const { value, from } = indicate(spells, "code", 0, { ...recordsOf([]), naming: () => rows });
      const begun = list.filter(([first]) => first <= "2014-12");
      expect(from).toHaveLength(begun.length);
      if (begun.length === 0) expect(value).toBeNull();
      else {
        const served = parseSpells(String(value))!;
        expect(served.map(({ from: first }) => first)).toEqual(begun.map(([first]) => first).sort());
        expect(served.every(({ to }) => to <= "2014-12")).toBe(true);
      }
    }),
  );
});
