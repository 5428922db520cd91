/** What a successor takes over: past results as the policy allows, and its predecessors' ledgers up to the day. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parsePeriod, periodsFor } from "../../schema/period.ts";
import { contradictionsOf } from "../../schema/policy/contradictions.ts";
import { indicator } from "../../schema/policy/indicators.ts";
import { type PastOutcome, type Policy, policy as policySchema } from "../../schema/policy/policy.ts";
import type { Successors } from "../../schema/policy/successors.ts";
import { register } from "../../schema/register.ts";
import { type SuccessionKind, type SuccessionRow, successionMap } from "../../schema/succession.ts";
import { indicate, type OwnIndicator } from "../../worker/core/indicators/indicate.ts";
import { entriesOnly, type Recorded, type Result } from "../../worker/core/indicators/records.ts";
import { successionText } from "../../worker/core/succession/explain.ts";
import { heritageOf } from "../../worker/core/succession/heritage.ts";
import { compareResults } from "../../worker/core/succession/inherit.ts";
import { unjudgedEntries } from "../../worker/core/succession/unjudged.ts";
import { danglingReferences } from "../../worker/usecases/references.ts";
import { libraryPolicy } from "./policies.ts";

const star = libraryPolicy("xinhui-star-organization");
type Line = [kind: SuccessionKind, on: string, predecessor: string, successor?: string | undefined];
const mapOf = (lines: readonly Line[]) =>
  successionMap(
    lines.map(
      ([kind, on, predecessor, successor], i): SuccessionRow => ({
        ...{ id: `Y${i}`, regionCode: "990101001001", version: 1, push: 1, kind, on, predecessor },
        ...(successor !== undefined && { successor }),
      }),
    ),
  );
const withRules = (rules: Partial<Successors>): Policy => ({
  ...star,
  successors: { asOf: "end", assumed: "试验", ...rules },
});
const heritage = (lines: readonly Line[], document: Policy, period = "2015-H1") =>
  heritageOf(mapOf(lines), document, parsePeriod(period)!);
const merger: Line[] = [
  ["merge", "2014-01-01", "a", "n"],
  ["merge", "2014-01-01", "b", "n"],
];

const results: Record<string, PastOutcome[]> = {
  a: [
    { period: "2013-H2", stars: 4 },
    { period: "2013-H1", stars: 2 },
  ],
  b: [
    { period: "2013-H2", stars: 3 },
    { period: "2013-H1", stars: 5 },
  ],
};
const inherited = (
  lines: readonly Line[],
  inherits: Successors["inherits"],
  {
    of = "n",
    own = results,
    ...more
  }: { of?: string; own?: typeof results; asOf?: "start" | "end"; period?: string } = {},
) => {
  const found = new Map(Object.entries(own).map(([id, list]) => [id, list.map((one): Result => ({ ...one, run: 1 }))]));
  const { asOf = "end", period } = more;
  const document = withRules({ asOf, inherits });
  return heritage(lines, document, period)
    .results(
      document,
      found,
    )(of)
    .map((one) => `${one.period} ${one.stars ?? one.unscored} ${one.of ?? "own"}`);
};
const last = (several: "highest" | "lowest") => ({ what: "last", several }) as const;
const all = (several: "highest" | "lowest") => ({ what: "all", several }) as const;

describe("past results", () => {
  test("of two that merged: the higher or the lower, of the last round or of all, and whose each is", () => {
    expect(inherited(merger, last("highest"))).toEqual(["2013-H2 4 a"]);
    expect(inherited(merger, last("lowest"))).toEqual(["2013-H2 3 b"]);
    expect(inherited(merger, all("highest"))).toEqual(["2013-H2 4 a", "2013-H1 5 b"]);
    expect(inherited(merger, undefined)).toEqual([]);
  });

  test("the successor's own come first, and what the predecessors had as of days from the succession on is nobody's", () => {
    const own = { ...results, n: [{ period: "2014-H1", stars: 1 }] };
    expect(inherited(merger, last("highest"), { own })).toEqual(["2014-H1 1 own", "2013-H2 4 a"]);
    const early: Line[] = merger.map(([kind, , a, n]) => [kind, "2013-07-15", a, n]);
    expect(inherited(early, last("highest"))).toEqual(["2013-H1 5 b"]);
    // Judged as of the first day, they were still there for the second half-year.
    expect(inherited(early, last("highest"), { asOf: "start" })).toEqual(["2013-H2 4 a"]);
  });

  test("one that goes on after a merger is one of several; one that takes over what was abolished keeps its own", () => {
    const into: Line[] = [
      ["merge", "2014-01-01", "b", "b"],
      ["merge", "2014-01-01", "a", "b"],
    ];
    expect(inherited(into, last("highest"), { of: "b" })).toEqual(["2013-H2 4 a", "2013-H1 5 own"]);
    expect(inherited(into, last("lowest"), { of: "b" })).toEqual(["2013-H2 3 own", "2013-H1 5 own"]);
    const over: Line[] = [["abolish", "2014-01-01", "a", "b"]];
    expect(inherited(over, all("highest"), { of: "b" })).toEqual(["2013-H2 3 own", "2013-H1 5 own"]);
  });

  test("a village of its own after a split has what the whole had; the rest keeps its own", () => {
    const off: Line[] = [
      ["split", "2014-01-01", "a", "a"],
      ["split", "2014-01-01", "a", "n"],
    ];
    expect(inherited(off, last("highest"))).toEqual(["2013-H2 4 a"]);
    expect(inherited(off, last("highest"), { of: "a" })).toEqual(["2013-H2 4 own", "2013-H1 2 own"]);
  });

  test("another code for the same village takes everything with it, whatever the policy says", () => {
    expect(inherited([["rename", "2014-01-01", "a", "n"]], undefined)).toEqual(["2013-H2 4 a", "2013-H1 2 a"]);
    expect(inherited([["rename", "2014-01-01", "n", "n"]], all("highest"))).toEqual([]);
  });

  test("along a chain, and a succession after the period changes nothing in it", () => {
    const chain: Line[] = [...merger, ["rename", "2014-07-01", "n", "m"]];
    const own = { ...results, n: [{ period: "2014-H1", stars: 1 }] };
    expect(inherited(chain, all("highest"), { of: "m", own })).toEqual(["2014-H1 1 n", "2013-H2 4 a", "2013-H1 5 b"]);
    const later: Line[] = [
      ["merge", "2014-07-01", "a", "a"],
      ["merge", "2014-07-01", "b", "a"],
    ];
    expect(inherited(later, all("highest"), { of: "a", period: "2014-H1" })).toEqual([
      "2013-H2 4 own",
      "2013-H1 2 own",
    ]);
  });

  test("disqualified is worse than unscored, and that worse than any stars", () => {
    const own: typeof results = {
      a: [{ period: "2013-H2", unscored: "disqualified" }],
      b: [{ period: "2013-H2", unscored: "missingData" }],
      c: [{ period: "2013-H2", stars: 0 }],
    };
    const three: Line[] = ["a", "b", "c"].map((code) => ["merge", "2014-01-01", code, "n"]);
    expect(inherited(three, last("highest"), { own })).toEqual(["2013-H2 0 c"]);
    expect(inherited(three, last("lowest"), { own })).toEqual(["2013-H2 disqualified a"]);
  });

  test("better is what the kind of policy calls better", () => {
    const better = (policyId: string, a: Omit<PastOutcome, "period">, b: Omit<PastOutcome, "period">) =>
      compareResults(libraryPolicy(policyId))({ period: "2013", ...a }, { period: "2013", ...b }) > 0;
    expect(better("xinhui-star-organization", { stars: 4, score: 80 }, { stars: 3, score: 89 })).toBe(true);
    expect(better("xinhui-star-organization", { stars: 4, score: 82 }, { stars: 4, score: 81 })).toBe(true);
    expect(better("xinhui-three-ballots", { grade: "competent", score: 70 }, { grade: "basic", score: 90 })).toBe(true);
    expect(better("chuxiong-backward", { selected: false, score: 50 }, { selected: true, score: 60 })).toBe(true);
    const upsideDown = policySchema.parse({
      ...libraryPolicy("chuxiong-backward"),
      measure: { input: "score", worst: "highest" },
    });
    expect(compareResults(upsideDown)({ period: "2013", score: 3 }, { period: "2013", score: 9 })).toBeGreaterThan(0);
  });
});

describe("ledgers", () => {
  const row = (id: string, period: string): Recorded => ({
    id: `${id}.${period}`,
    period,
    cells: {},
    version: 1,
    push: 1,
  });
  const months = ["2014-05", "2014-06", "2014-07", "2014-08"];
  const book = new Map(["a", "b", "c", "n"].map((id) => [id, months.map((month) => row(id, month))]));
  const counted = (lines: readonly Line[], of: string, rules: Partial<Successors>, period = "2014") =>
    heritage(lines, withRules(rules), period)
      .records(of, (id) => book.get(id) ?? [])
      .filter((one) => one.of !== undefined)
      .map(({ id, of: whose }) => `${id} ${whose}`);
  const withAll = { records: "withPredecessors" } as const;
  const midsummer: Line[] = merger.map(([kind, , a, n]) => [kind, "2014-07-01", a, n]);

  test("of the predecessors count up to the day, where the policy says so", () => {
    expect(counted(midsummer, "n", withAll)).toEqual(["a.2014-05 a", "b.2014-05 b", "a.2014-06 a", "b.2014-06 b"]);
    expect(counted(midsummer, "n", {})).toEqual([]);
    expect(counted(midsummer, "n", { records: "own" })).toEqual([]);
  });

  test("a month in the middle of which they merged counts; a period that they were not in has none of theirs", () => {
    const middle: Line[] = merger.map(([kind, , a, n]) => [kind, "2014-07-15", a, n]);
    expect(counted(middle, "n", withAll).filter((one) => one.startsWith("a"))).toEqual([
      ...["a.2014-05 a", "a.2014-06 a", "a.2014-07 a"],
    ]);
    expect(counted(midsummer, "n", withAll, "2014-H2")).toEqual([]);
    expect(counted(middle, "n", withAll, "2014-H1")).toEqual([]);
  });

  test("of a village that was split, or divided among several, are nobody's, so that nothing counts twice", () => {
    const split: Line[] = [
      ["split", "2014-07-01", "a", "n"],
      ["split", "2014-07-01", "a", "b"],
    ];
    expect([...counted(split, "n", withAll), ...counted(split, "b", withAll)]).toEqual([]);
    const divided: Line[] = [
      ["abolish", "2014-07-01", "a", "n"],
      ["abolish", "2014-07-01", "a", "b"],
    ];
    expect([...counted(divided, "n", withAll), ...counted(divided, "b", withAll)]).toEqual([]);
    expect(counted([["abolish", "2014-07-01", "a", "b"]], "b", withAll)).toEqual(["a.2014-05 a", "a.2014-06 a"]);
  });

  test("follow a rename to another code in any case, and a chain to its end", () => {
    expect(counted([["rename", "2014-07-01", "a", "n"]], "n", {})).toEqual(["a.2014-05 a", "a.2014-06 a"]);
    const chain: Line[] = [
      ["merge", "2014-06-01", "a", "c"],
      ["merge", "2014-06-01", "b", "c"],
      ["rename", "2014-08-01", "c", "n"],
    ];
    expect(counted(chain, "n", withAll)).toEqual([
      ...["a.2014-05 a", "b.2014-05 b", "c.2014-05 c", "c.2014-06 c", "c.2014-07 c"],
    ]);
    expect(counted(chain, "n", {})).toEqual(["c.2014-05 c", "c.2014-06 c", "c.2014-07 c"]);
  });
});

test("what was filled in for those who do not stand in the period is told of, unless it counts for another or for all time", () => {
  const judged = parsePeriod("2014-H2")!;
  const filled = (id: string, ...periods: string[]) => ({
    id,
    rows: periods.map((period): Recorded => ({ id, period, cells: {}, version: 1, push: 1 })),
  });
  const lines: Line[] = [["rename", "2014-10-01", "a", "n"]];
  const sources = heritage(lines, withRules({}), "2014-H2").sourcesOf("n");
  const told = (...absent: ReturnType<typeof filled>[]) =>
    unjudgedEntries(absent, sources, judged, (id) => id.toUpperCase()).map(({ message }) => message);
  expect(told(filled("a", "2014-07", "2014-09"), filled("b", "", "2014"))).toEqual([]);
  expect(told(filled("a", "2014-11"), filled("b", "2014-07", "2014-08"))).toEqual([
    expect.stringContaining("还有填报3条没有计入:A、B;"),
  ]);
  const many = Array.from({ length: 7 }, (_, i) => filled(`v${i}`, "2014-H2"));
  expect(told(...many)).toEqual([expect.stringContaining("7条没有计入:V0、V1、V2、V3、V4等7个;")]);
});

test("every indicator over a ledger counts what was taken over, but for the latest value, which is one's own", () => {
  const cells = (x: number, day: string) => ({ x, y: 10, kind: day, one: day, two: day });
  const entry = (id: string, x: number, period: string): Recorded => ({
    ...{ id, period, cells: cells(x, `${period}-0${x}`), version: 1, push: 1 },
    ...(id === "n" ? {} : { of: id }),
  });
  const own = [entry("n", 3, "2014-07")];
  const both = [entry("a", 1, "2014-05"), entry("b", 2, "2014-06"), ...own];
  const year = parsePeriod("2014")!;
  const rest = { ...entriesOnly, periodsOf: () => periodsFor(year, "month"), period: year };
  const take = (shape: object, of: Recorded[]) => {
    const parsed = indicator.parse(shape) as OwnIndicator;
    return indicate(parsed, "x", 2, { ...rest, of: () => of, own: () => own });
  };
  const rounding = "halfAwayFromZero";
  const due = { shape: "due", by: { atLeast: 1 }, rounding };
  const target = [{ from: "2014-01", value: 6, assumed: "试验" }];
  const cases: [shape: object, alone: unknown, together: unknown][] = [
    [{ shape: "sum", column: "x", empty: "zero", rounding }, 3, 6],
    [{ shape: "countWhere", where: { column: "x", op: ">", value: 1 }, empty: "zero" }, 1, 2],
    [{ shape: "distinct", column: "kind", empty: "zero" }, 1, 3],
    [{ shape: "ratio", of: "x", to: "y", rounding }, 30, 20],
    [{ shape: "steps", columns: ["one", "two"], sameDay: true, result: "count", empty: "zero" }, 2, 2],
    [due, 8.33, 25],
    [{ shape: "coverage", column: "kind", target, over: "capped", empty: "zero", rounding }, 16.67, 50],
    [{ shape: "streak", each: "any", run: "longest" }, 1, 3],
  ];
  for (const [shape, alone, together] of cases) {
    expect(take({ register: "book", ...shape }, own).value).toBe(alone);
    const found = take({ register: "book", ...shape }, both);
    expect(found.value).toBe(together);
    expect(found.from.every(({ id, of }) => of === (id === "n" ? undefined : id))).toBe(true);
  }
  const latest = { shape: "latest", sheet: "register.book" };
  expect(take(latest, [...own, entry("a", 9, "2014-12")]).value).toBe(3);
});

test("a succession is told from both sides", () => {
  const told = (lines: readonly Line[], code: string) =>
    successionText(mapOf(lines).naming(code)[0]!, code, (id) => id.toUpperCase());
  expect(told(merger, "n")).toBe("2014-01-01由A、B合并而成");
  expect(told(merger, "a")).toBe("2014-01-01并入N");
  const day = "2014-01-01";
  expect(
    told(
      [
        ["merge", day, "a", "a"],
        ["merge", day, "b", "a"],
      ],
      "a",
    ),
  ).toBe(`${day}由B并入`);
  expect(
    told(
      [
        ["split", day, "a", "n"],
        ["split", day, "a", "m"],
      ],
      "a",
    ),
  ).toBe(`${day}分设为N、M`);
  expect(
    told(
      [
        ["split", day, "a", "n"],
        ["split", day, "a", "m"],
      ],
      "n",
    ),
  ).toBe(`${day}由A分设`);
  expect(
    told(
      [
        ["split", day, "a", "a"],
        ["split", day, "a", "m"],
      ],
      "a",
    ),
  ).toBe(`${day}分出M`);
  expect(told([["rename", day, "a", "n"]], "a")).toBe(`${day}更名为N`);
  expect(told([["rename", day, "a", "n"]], "n")).toBe(`${day}由A更名而来`);
  expect(told([["rename", day, "a", "a"]], "a")).toBe(`${day}更名`);
  expect(told([["abolish", day, "a"]], "a")).toBe(`${day}撤销`);
  expect(told([["abolish", day, "a", "b"]], "a")).toBe(`${day}撤销,由B承接`);
  expect(told([["abolish", day, "a", "b"]], "b")).toBe(`${day}承接A`);
});

describe("what a policy says of successors and cannot work is refused", () => {
  const said = (id: string, successors: Partial<Successors>) =>
    contradictionsOf({
      ...libraryPolicy(id),
      successors: { asOf: "end", assumed: "试验", ...successors },
    } as Policy).map(({ path }) => path.join("."));

  test("results for a policy that never looks back, ledgers for one that takes from none, or that judges as of the first day", () => {
    expect(said("xinhui-star-organization", { inherits: last("highest"), records: "withPredecessors" })).toEqual([]);
    expect(said("chuxiong-backward", { inherits: last("highest") })).toEqual([]);
    expect(said("benxi-village-funds", { inherits: last("highest") })).toEqual(["successors.inherits"]);
    expect(said("xinhui-three-ballots", { inherits: last("highest") })).toEqual(["successors.inherits"]);
    expect(said("benxi-village-funds", { records: "own" })).toEqual(["successors.records"]);
    expect(said("xinhui-star-organization", { asOf: "start", records: "withPredecessors" })).toEqual([
      "successors.records",
    ]);
    expect(said("xinhui-star-organization", { asOf: "start", records: "own" })).toEqual([]);
  });

  test("a rule for subjects that no succession concerns, or that are no organizations themselves", () => {
    const registers = ["organizations", "households", "leadership-teams", "committee-members", "service-cases"].map(
      (id) => register.parse(JSON.parse(readFileSync(`schema/registers/${id}.json`, "utf8"))),
    );
    const lacks = (id: string, successors: Partial<Successors>) =>
      danglingReferences({
        policies: [{ ...libraryPolicy(id), successors: { asOf: "end", assumed: "试验", ...successors } } as Policy],
        registers,
      });
    expect(lacks("xinhui-star-organization", { inherits: last("highest") })).toEqual([]);
    expect(lacks("xinhui-three-ballots", {})).toEqual([]);
    expect(lacks("xinhui-three-ballots", { inherits: last("highest") })).toEqual([
      expect.stringContaining("评价对象不是沿革所记的组织"),
    ]);
    expect(lacks("xinhui-ten-star-household", {})).toEqual([expect.stringContaining("评价对象不随沿革变动")]);
  });
});
