import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePeriod } from "../../schema/period.ts";
import { contradictionsOf } from "../../schema/policy/contradictions.ts";
import { policy, type SubsidyPolicy } from "../../schema/policy/policy.ts";
import { formatMonths, parseMonths } from "../../schema/sheet/months.ts";
import { compile, judge } from "../../worker/core/judge.ts";
import { serviceByPerson } from "../../worker/core/subsidy/appointments.ts";
import { danglingReferences } from "../../worker/usecases/references.ts";

const allowance = policy.parse(
  JSON.parse(readFileSync("schema/policies/chuxiong-base-allowance.json", "utf8")),
) as SubsidyPolicy;
type Rule = NonNullable<SubsidyPolicy["appointments"]>;
/** The library's rule without what it says of changes and places. */
const plain: Rule = { ...allowance.appointments!, change: undefined, place: undefined };
type Recorded = ReturnType<typeof entry>;
const entry = (id: string, cells: Record<string, string>) => ({
  id,
  regionCode: "990101001001",
  subjectId: id,
  period: "",
  cells,
  version: 1,
  push: 1,
  deleted: false,
});

test.each([
  ["current", "current", "3-5"],
  ["next", "current", "4-5"],
  ["current", "previous", "3-4"],
  ["next", "previous", "4-4"],
] as const)("appointed 15 March, left 2 May: from the %s month to the %s one are months %s", (start, end, months) => {
  const rule = { ...plain, start, end };
  const rows = [entry("R1", { person: "G1", post: "clerk", from: "2014-03-15", to: "2014-05-02" })];
  expect(serviceByPerson(allowance, rule, rows, parsePeriod("2014")!).served.get("G1")!.parts).toEqual([
    { post: "clerk", months },
  ]);
});

test("who left before the year, or holds a post that the policy does not pay, has no part in it", () => {
  const rows = [
    entry("R1", { person: "G1", post: "clerk", from: "2010-01-01", to: "2013-12-31" }),
    entry("R2", { person: "G2", post: "member", from: "2010-01-01" }),
    entry("R3", { person: "G3", post: "clerk", from: "2010-01-01" }),
  ];
  const { served } = serviceByPerson(allowance, allowance.appointments!, rows, parsePeriod("2014")!);
  expect([...served].map(([id, { parts }]) => [id, parts])).toEqual([["G3", [{ post: "clerk", months: "1-12" }]]]);
});

const year = parsePeriod("2014")!;
const serviceOf = (rule: Partial<Rule>, rows: Recorded[], placeOf?: (person: string) => string | null) =>
  serviceByPerson(allowance, { ...plain, ...rule }, rows, year, placeOf);
const partsOf = (rule: Partial<Rule>, ...rows: Recorded[]) => serviceOf(rule, rows).served.get("G1")?.parts ?? [];
const post = (id: string, what: string, from: string, to?: string, organization?: string) =>
  entry(id, { person: "G1", post: what, from, ...(to && { to }), ...(organization && { organization }) });

/** What a person is paid in 2014, in yuan: secretary and director 560 a month, deputy and clerk 540. */
function paid(rule: Partial<Rule>, rows: Recorded[], code = "2014"): number {
  const policyWith = { ...allowance, appointments: { ...plain, ...rule } };
  const compiled = compile(policyWith, code);
  if (!("plan" in compiled)) throw new Error(JSON.stringify(compiled.faults));
  const found = serviceByPerson(policyWith, policyWith.appointments, rows, parsePeriod(code)!).served.get("G1");
  if (!found) return 0;
  const { parts, handovers } = found;
  const { outcomes } = judge(compiled.plan, [{ id: "G1", inputs: {}, parts, handovers }]).judgement;
  return outcomes[0]!.amountFen! / 100;
}

describe("two posts at once", () => {
  const both = [post("R1", "secretary", "2010-01-01"), post("R2", "clerk", "2014-04-01", "2014-06-30")];
  test("in one village: the better paid one only, or both, as the policy says", () => {
    expect(paid({ concurrent: "highest" }, both)).toBe(12 * 560);
    expect(paid({ concurrent: "all", change: "later" }, both)).toBe(12 * 560 + 3 * 540);
  });

  test("in two villages: the same, and the same post twice is two posts where the roster names the villages", () => {
    const two = [
      post("R1", "secretary", "2010-01-01", undefined, "990101001001"),
      post("R2", "secretary", "2014-07-01", undefined, "990101001002"),
    ];
    const all = { concurrent: "all", change: "later" } as const;
    expect(paid({ ...all, place: "organization" }, two)).toBe(18 * 560);
    expect(paid({ concurrent: "highest", place: "organization" }, two)).toBe(12 * 560);
    expect(serviceOf({ ...all, place: "organization" }, two).warnings).toEqual([]);
    expect(serviceOf(all, two).warnings).toMatchObject([{ code: "samePostTwice" }]);
  });

  test("the same post twice in one village counts once, and is warned of", () => {
    const twice = [post("R1", "clerk", "2014-01-01", "2014-08-15"), post("R2", "clerk", "2014-06-01", "2014-12-31")];
    const { served, warnings } = serviceOf({ concurrent: "all", change: "later" }, twice);
    expect(served.get("G1")!.parts).toEqual([
      { post: "clerk", months: "1-8" },
      { post: "clerk", months: "9-12" },
    ]);
    expect(warnings).toEqual([{ code: "samePostTwice", message: "同一职务同时登记了两次,重复的月份只计一次:R2" }]);
    // Whoever names no village serves where the roster of persons says.
    const home = [post("R1", "clerk", "2014-01-01"), post("R2", "clerk", "2014-01-01", undefined, "990101001001")];
    const rule = { concurrent: "all", change: "later", place: "organization" } as const;
    expect(serviceOf(rule, home, () => "990101001001").warnings).toMatchObject([{ code: "samePostTwice" }]);
    expect(serviceOf(rule, home, () => "990101001009").warnings).toEqual([]);
  });
});

test("one that ends before it begins is paid nothing, also within a month, and is warned of; one without an end lasts", () => {
  const rows = [
    post("R1", "clerk", "2014-05-20", "2014-05-10"),
    entry("R2", { person: "G2", post: "clerk", from: "2014-05-20" }),
  ];
  const { served, warnings } = serviceOf({}, rows);
  expect([...served].map(([id, { parts }]) => [id, parts])).toEqual([["G2", [{ post: "clerk", months: "5-12" }]]]);
  expect(warnings).toEqual([{ code: "appointmentBackwards", message: "免职日期早于任职日期,不计:R1" }]);
});

describe("a change of post in mid-month", () => {
  const rows = [post("R1", "clerk", "2010-01-01", "2014-05-15"), post("R2", "secretary", "2014-05-16")];
  const ends = [
    { start: "current", end: "current" },
    { start: "current", end: "previous" },
    { start: "next", end: "current" },
    { start: "next", end: "previous" },
  ] as const;
  test.each(ends)(
    "from the $start month, to the $end one: the month of change is paid once, to whom the policy says",
    (end) => {
      for (const concurrent of ["all", "highest"] as const) {
        const months = (change: Rule["change"]) => partsOf({ ...end, concurrent, change }, ...rows);
        expect(months("earlier")).toEqual([
          { post: "clerk", months: "1-5" },
          { post: "secretary", months: "6-12" },
        ]);
        expect(months("later")).toEqual([
          { post: "clerk", months: "1-4" },
          { post: "secretary", months: "5-12" },
        ]);
        expect(paid({ ...end, concurrent, change: "earlier" }, rows)).toBe(5 * 540 + 7 * 560);
        expect(paid({ ...end, concurrent, change: "later" }, rows)).toBe(4 * 540 + 8 * 560);
        expect(paid({ ...end, concurrent, change: "highest" }, rows)).toBe(4 * 540 + 8 * 560);
        const down = [post("R1", "secretary", "2010-01-01", "2014-05-15"), post("R2", "clerk", "2014-05-15")];
        expect(paid({ ...end, concurrent, change: "highest" }, down)).toBe(5 * 560 + 7 * 540);
        expect(paid({ ...end, concurrent, change: "highest" }, rows, "2014-05")).toBe(560);
      }
    },
  );

  test("another post that is held meanwhile counts as ever", () => {
    const more = [...rows, post("R3", "deputy", "2014-01-01", "2014-12-31")];
    expect(paid({ concurrent: "all", change: "highest" }, more)).toBe(4 * 540 + 8 * 560 + 12 * 540);
  });

  test("the trace says which post the month went to", () => {
    expect(serviceOf({ change: "later" }, rows).served.get("G1")!.origin.text).toBe("5月换任,当月计新职");
  });

  test("a policy whose rules would pay the month of change twice, or not at all, has to say who gets it", () => {
    const say = (rule: Partial<Rule>) =>
      contradictionsOf({ ...allowance, appointments: { ...plain, ...rule } }).map(({ path }) => path);
    const path = ["appointments", "change"];
    expect(say({ start: "next", end: "previous" })).toEqual([path]);
    expect(say({ start: "current", end: "current", concurrent: "all" })).toEqual([path]);
    expect(say({ start: "next", end: "previous", change: "later" })).toEqual([]);
    expect(say({ start: "current", end: "previous", concurrent: "all" })).toEqual([]);
  });
});

const dayIn = fc
  .integer({ min: 0, max: 1460 })
  .map((day) => new Date(Date.UTC(2012, 0, 1 + day)).toISOString().slice(0, 10));
const anyPost = fc.constantFrom("secretary", "director", "deputy", "clerk");
const anyRule = fc.record({
  start: fc.constantFrom("current", "next"),
  end: fc.constantFrom("current", "previous"),
  change: fc.constantFrom("earlier", "later", "highest"),
} as const);
const months2014 = Array.from({ length: 12 }, (_, i) => `2014-${String(i + 1).padStart(2, "0")}`);
/** Everybody is paid the same, so that an amount is a number of months. */
const flat = {
  ...allowance,
  items: [
    {
      ...allowance.items[0]!,
      amount: { shape: "fixed" as const, title: "每月", amount: [{ from: "2000-01", value: 100, assumed: "试验" }] },
    },
  ],
};
const flatly = (["all", "highest"] as const).map((concurrent) => {
  const document = { ...flat, appointments: { ...flat.appointments!, concurrent, change: "later" as const } };
  const plans = months2014.map((month) => {
    const compiled = compile(document, month);
    if (!("plan" in compiled)) throw new Error(JSON.stringify(compiled.faults));
    return { month: parsePeriod(month)!, plan: compiled.plan };
  });
  return [concurrent, { document, plans }] as const;
});
const monthsPaid = (rule: Partial<Rule> & Pick<Rule, "concurrent">, rows: Recorded[]) => {
  const { document, plans } = new Map(flatly).get(rule.concurrent)!;
  return plans.map(({ month, plan }) => {
    const found = serviceByPerson(document, { ...document.appointments, ...rule }, rows, month).served.get("G1");
    if (!found) return 0;
    const { parts, handovers } = found;
    return judge(plan, [{ id: "G1", inputs: {}, parts, handovers }]).judgement.outcomes[0]!.amountFen! / 10_000;
  });
};

test("any spells, only the best post paid: no month is paid twice, and each in which somebody serves by the rule is paid", () => {
  const spell = fc.record({ what: anyPost, from: dayIn, days: fc.option(fc.integer({ min: 0, max: 400 })) });
  fc.assert(
    fc.property(fc.array(spell, { minLength: 1, maxLength: 5 }), anyRule, (spells, { start, end }) => {
      const rows = spells.map(({ what, from, days }, i) => {
        const last = new Date(new Date(`${from}T00:00:00Z`).getTime() + (days ?? 0) * 86_400_000);
        return post(`R${i}`, what, from, days === null ? undefined : last.toISOString().slice(0, 10));
      });
      const found = monthsPaid({ start, end, concurrent: "highest", change: undefined }, rows);
      const served = months2014.map((month) => {
        const [first, last] = [`${month}-01`, `${month}-31`];
        return rows.some(({ cells: { from, to = "9999-12-31" } }) => {
          const begun = start === "current" ? from! <= last : from! < first;
          return begun && (end === "current" ? to >= first : to > last);
        });
      });
      expect(found).toEqual(served.map(Number));
    }),
    { numRuns: 60 },
  );
});

test("one post after another: every month between the first and the last is paid once, whatever the rules", () => {
  const turns = fc.array(
    fc.record({ what: anyPost, days: fc.integer({ min: 1, max: 200 }), gap: fc.constantFrom(0, 1) }),
    {
      minLength: 2,
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(dayIn, turns, anyRule, fc.constantFrom("all", "highest"), (first, list, rule, concurrent) => {
      const at = (days: number) =>
        new Date(Date.parse(`${first}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
      let day = 0;
      const rows = list.map(({ what, days, gap }, i) => {
        const row = post(`R${i}`, what, at(day), at(day + days));
        // A gap of a day at the turn of a month is no change within a month.
        day += days + (at(day + days).slice(0, 7) === at(day + days + gap).slice(0, 7) ? gap : 0);
        return row;
      });
      const [begin, end] = [rows[0]!.cells.from!.slice(0, 7), rows.at(-1)!.cells.to!.slice(0, 7)];
      const found = monthsPaid({ ...rule, concurrent }, rows);
      months2014.forEach((month, i) => {
        if (month > begin && month < end) expect(found[i]).toBe(1);
        else expect(found[i]).toBeLessThanOrEqual(month < begin || month > end ? 0 : 1);
      });
    }),
    { numRuns: 100 },
  );
});

test("months are read as a count or by name, and written so that they read back", () => {
  expect(parseMonths("1-3,9")).toEqual({ served: [1, 2, 3, 9], countOnly: false });
  expect(parseMonths(7)).toMatchObject({ countOnly: true });
  for (const wrong of ["13", "0-3", "5-2", "a", 1.5, -1]) expect(parseMonths(wrong)).toBeUndefined();
  expect(parseMonths(formatMonths([2, 3, 11]))!.served).toEqual([2, 3, 11]);
});

test("two policies that take results from each other, and a roster that is not there, are found before they are loaded", () => {
  const backward = policy.parse(JSON.parse(readFileSync("schema/policies/chuxiong-backward.json", "utf8")));
  const star = policy.parse(JSON.parse(readFileSync("schema/policies/xinhui-star-organization.json", "utf8")));
  if (star.kind !== "rating") throw new Error("no rating");
  const place = {
    title: "名次",
    type: "integer" as const,
    from: {
      shape: "outcomeOf" as const,
      policy: "chuxiong-backward",
      field: "rank" as const,
      unscored: "missing" as const,
    },
  };
  const circle = danglingReferences({
    policies: [backward, { ...star, inputs: { ...star.inputs, place } }],
    registers: [],
  });
  expect(circle.filter((line) => line.includes("绕了一圈"))).toHaveLength(2);
  expect(danglingReferences({ policies: [allowance], registers: [] })).toContain(
    "chuxiong-base-allowance: 没有任职名册 appointments",
  );
});
