import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Policy, policy, type SubjectFacts } from "../../schema/policy/policy.ts";
import { compile, judge } from "../../worker/core/judge.ts";
import { splitByWeight } from "../../worker/core/split.ts";

const library = (id: string) => policy.parse(JSON.parse(readFileSync(`schema/policies/${id}.json`, "utf8")));
const golden = (id: string) => policy.parse(JSON.parse(readFileSync(`test/golden/${id}.json`, "utf8")));
function calculate(document: Policy, period: string, subjects: SubjectFacts[]) {
  const compiled = compile(document, period);
  if ("faults" in compiled) throw new Error(JSON.stringify(compiled.faults));
  return judge(compiled.plan, subjects).judgement;
}
const yuan = (document: Policy, period: string, ...inputs: SubjectFacts["inputs"][]) =>
  calculate(
    document,
    period,
    inputs.map((one, i) => ({ id: `s${i}`, inputs: one })),
  ).outcomes.map(({ amountFen }) => amountFen! / 100);

describe("基础补贴 (S4 楚雄州)", () => {
  const allowance = library("chuxiong-base-allowance");
  const secretary = { post: "secretary" };
  const deputy = { post: "deputy" };

  test("书记 2008-12 / 2009-01: 460.00 / 560.00; 副主任 440.00 / 540.00", () => {
    expect(yuan(allowance, "2008-12", secretary, deputy)).toEqual([460, 440]);
    expect(yuan(allowance, "2009-01", secretary, deputy)).toEqual([560, 540]);
  });
  test("with 省部级 award, 2009-01: 672.00 (副主任 648.00)", () => {
    expect(yuan(allowance, "2009-01", { ...secretary, commended: true }, { ...deputy, commended: true })).toEqual([
      672, 648,
    ]);
  });
  test("书记 2009 full year, no award: 6720.00 (副主任 6480.00)", () => {
    expect(yuan(allowance, "2009", { ...secretary, months: 12 }, { ...deputy, months: 12 })).toEqual([6720, 6480]);
  });
  test("the trace adds the months and names the value with its quote", () => {
    const { explain } = calculate(allowance, "2009", [
      { id: "a", inputs: { ...secretary, months: "3-9", commended: true } },
    ]);
    const [total] = explain("a");
    expect(total!.text).toBe("各项合计4704元");
    const [base, uplift] = total!.steps!;
    expect(base!.text).toBe("每月560元,2009-03至2009-09共7个月,计3920元");
    expect(uplift!.text).toBe("每月112元,2009-03至2009-09共7个月,计784元");
    expect(base!.steps![0]!.parameters![0]!.source!.quote).toContain("每人每月560元");
  });
  test("without months a year is not calculated; a period before the values is an error that names the parameter", () => {
    expect(calculate(allowance, "2009", [{ id: "a", inputs: secretary }]).unscored).toMatchObject([
      { code: "missingData" },
    ]);
    const early = compile({ ...allowance, effective: { from: "2000-01" } }, "2007-05");
    expect(early).toMatchObject({
      faults: [
        { pointer: "/items/0/amount/table", code: "valueMissing", params: { title: "基础补贴标准", month: "2007-05" } },
      ],
    });
  });
  test("two posts in a month count once, at the higher; one after the other they add up", () => {
    const compiled = compile(allowance, "2009");
    if ("faults" in compiled) throw new Error("unsound");
    const person = (id: string, parts: object[]) => ({ id, inputs: {}, parts: parts as SubjectFacts["inputs"][] });
    const { outcomes } = judge(compiled.plan, [
      person("both", [
        { post: "deputy", months: "1-12" },
        { post: "secretary", months: "4-12" },
      ]),
      person("after", [
        { post: "deputy", months: "1-3" },
        { post: "secretary", months: "4-12" },
      ]),
    ]).judgement;
    const expected = (3 * 540 + 9 * 560) * 100;
    expect(outcomes.map(({ amountFen }) => amountFen)).toEqual([expected, expected]);
  });
  test("a year in which the rate changes adds its months; a mere count of months is then not enough", () => {
    const changing = policy.parse({
      ...allowance,
      items: [
        {
          ...(allowance.kind === "subsidy" ? allowance.items[0] : {}),
          amount: {
            shape: "fixed",
            title: "标准",
            amount: [
              { from: "2008-01", to: "2009-06", value: 100, assumed: "试验" },
              { from: "2009-07", value: 200, assumed: "试验" },
            ],
          },
        },
      ],
    });
    expect(yuan(changing, "2009", { ...secretary, months: 12 }, { ...secretary, months: "5-8" })).toEqual([1800, 600]);
    expect(calculate(changing, "2009", [{ id: "a", inputs: { ...secretary, months: 4 } }]).unscored).toMatchObject([
      { code: "whichMonths" },
    ]);
  });
});

describe("绩效补贴与优秀书记 (S4, assumed readings)", () => {
  const pay = (rule: "replace" | "add") => golden(`outstanding-secretary-${rule}`);
  test("书记 2009-12 vs 2010-01, assumed that the pool's average floor of 150 is paid flat: 560.00 vs 710.00", () => {
    const inputs = { post: "secretary", years: 0 };
    expect([yuan(pay("replace"), "2009-12", inputs)[0], yuan(pay("replace"), "2010-01", inputs)[0]]).toEqual([
      560, 710,
    ]);
  });
  test("award, 3-year streak, flat 150 (assumed), month; streak switch replace / add: 1022.00; 1122.00", () => {
    const inputs = { post: "secretary", years: 3, commended: true };
    expect([yuan(pay("replace"), "2010-01", inputs)[0], yuan(pay("add"), "2010-01", inputs)[0]]).toEqual([1022, 1122]);
  });
  test("award, 2-year streak, flat 150: 922.00", () => {
    expect(yuan(pay("replace"), "2010-01", { post: "secretary", years: 2, commended: true })).toEqual([922]);
  });
  test("100 优秀 × 3000 = 300000; 100 先锋 × 1500 = 150000", () => {
    const sum = (kind: string) =>
      yuan(golden("once-only-awards"), "2012", ...Array.from({ length: 100 }, () => ({ kind }))).reduce(
        (all, one) => all + one,
        0,
      );
    expect([sum("secretary"), sum("pioneer")]).toEqual([300000, 150000]);
  });
});

describe("分级负担 2:2:1 (S3 本溪市)", () => {
  const funds = library("benxi-village-funds");
  test("50000.00 → 20000 / 20000 / 10000", () => {
    const [outcome] = calculate(funds, "2016", [{ id: "a", inputs: {} }]).outcomes;
    expect(outcome!.payers).toEqual([
      { code: "city", title: "市级", amountFen: 2000000 },
      { code: "county", title: "县(区)级", amountFen: 2000000 },
      { code: "township", title: "乡镇(街道)级", amountFen: 1000000 },
    ]);
  });
  test("50000.01, .02, .03, .04 by largest remainder, ties to the earlier payer: extra fen (1,0,0) (1,1,0) (1,1,1) (2,1,1)", () => {
    const extra = (fen: number) =>
      splitByWeight(5000000 + fen, [2, 2, 1]).map((part, i) => part - [2000000, 2000000, 1000000][i]!);
    expect([1, 2, 3, 4].map(extra)).toEqual([
      [1, 0, 0],
      [1, 1, 0],
      [1, 1, 1],
      [2, 1, 1],
    ]);
  });
  test("287 villages × 5万: 5740000 / 5740000 / 2870000 元", () => {
    const { outcomes } = calculate(
      funds,
      "2016",
      Array.from({ length: 287 }, (_, i) => ({ id: String(i), inputs: {} })),
    );
    const sum = (payer: number) => outcomes.reduce((all, { payers }) => all + payers![payer]!.amountFen, 0) / 100;
    expect([sum(0), sum(1), sum(2)]).toEqual([5740000, 5740000, 2870000]);
  });
  test("25 seats on 1500/1500/900/500/500/200: 7,7,4,3,3,1 (26 seats: 8,8,5,2,2,1)", () => {
    const votes = [1500, 1500, 900, 500, 500, 200];
    expect([splitByWeight(25, votes), splitByWeight(26, votes)]).toEqual([
      [7, 7, 4, 3, 3, 1],
      [8, 8, 5, 2, 2, 1],
    ]);
  });
  test("parts add to the whole, lie within one fen of their exact share, and zero weights get nothing", () => {
    const weights = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        fc.integer({ min: -1e13, max: 1e13 }),
        weights,
        fc.constantFrom("earlier", "later" as const),
        (total, list, ties) => {
          const parts = splitByWeight(total, list, ties as "earlier");
          const sum = list.reduce((all, weight) => all + weight, 0);
          expect(parts.reduce((all, part) => all + part, 0)).toBe(sum === 0 ? 0 : total);
          parts.forEach((part, i) => {
            const off = BigInt(part) * BigInt(sum) - BigInt(total) * BigInt(list[i]!);
            expect(off < BigInt(sum || 1) && off > -BigInt(sum || 1)).toBe(true);
            if (list[i] === 0) expect(part).toBe(0);
          });
        },
      ),
    );
  });
});

describe("场所以奖代补 (S2 东阳市)", () => {
  const reward = library("dongyang-venue-reward");
  test("3 新建/购买, 2 改建, 1 修建: 12+4+1 = 17万", () => {
    const works = ["newBuild", "newBuild", "purchase", "convert", "convert", "repair"];
    const amounts = yuan(reward, "2011", ...works.map((work) => ({ work, accepted: true })));
    expect(amounts.reduce((all, one) => all + one, 0)).toBe(170000);
  });
  test("merged village (融合村 3万), newly built; switch add / instead / the higher: 7万; 3万; 4万", () => {
    const merged = { work: "newBuild", accepted: true, merged: true };
    expect(
      ["add", "instead", "higher"].map((rule) => yuan(golden(`merged-village-${rule}`), "2011", merged)[0]),
    ).toEqual([70000, 30000, 40000]);
  });
  test("budget 200万, 51 new builds: 204万 > 200万 → over budget by 4万, said and not cut", () => {
    const built = Array.from({ length: 51 }, (_, i) => ({ id: `v${i}`, inputs: { work: "newBuild", accepted: true } }));
    const { funds, warnings, outcomes } = calculate(reward, "2011", built);
    expect(funds).toMatchObject([{ budgetFen: 200000000, dueFen: 204000000, usedFen: 204000000, overFen: 4000000 }]);
    expect(warnings).toMatchObject([{ code: "overBudget", message: expect.stringContaining("超出4万元") }]);
    expect(outcomes.every(({ amountFen }) => amountFen === 4000000)).toBe(true);
  });
  test("pro rata, first come and by priority pay out exactly the budget", () => {
    const built = Array.from({ length: 51 }, (_, i) => ({
      id: `v${String(i).padStart(2, "0")}`,
      inputs: { work: "newBuild", accepted: true, sequence: 51 - i },
    }));
    for (const over of ["proRata", "firstCome", "priority"]) {
      const document = policy.parse({
        ...reward,
        inputs: { ...(reward.kind === "subsidy" ? reward.inputs : {}), sequence: { title: "次序", type: "integer" } },
        fund: {
          ...(reward.kind === "subsidy" ? reward.fund : {}),
          over,
          ...(over !== "proRata" && { order: "sequence" }),
        },
      });
      const { outcomes, funds } = calculate(document, "2011", built);
      expect(funds[0]!.usedFen).toBe(200000000);
      expect(outcomes.reduce((all, { amountFen }) => all + amountFen!, 0)).toBe(200000000);
      if (over !== "proRata")
        expect(outcomes.filter(({ bound }) => bound === "budget").map(({ subjectId }) => subjectId)).toEqual(["v00"]);
    }
  });
});

describe("published methods, as whole documents", () => {
  test("S4: 2万 a village, 1,098 units: 2196万", () => {
    const amounts = yuan(golden("work-funds"), "2012", ...Array.from({ length: 1098 }, () => ({})));
    expect(amounts.reduce((all, one) => all + one, 0)).toBe(21960000);
  });
  test("丹凤: deputy = 85 % of the post holder's 300/280/260: 255 / 238 / 221", () => {
    expect(
      yuan(
        golden("share-of-post"),
        "2012-05",
        ...["large", "middle", "small"].map((size) => ({ size, post: "deputy" })),
      ),
    ).toEqual([255, 238, 221]);
  });
  test("城固: net income ≥ 5万 → reward ≤ 10 % and ≤ 10万; 优秀 100 %, 基本合格 50 %, 不合格 0; the ceilings taken as the amount, cap before the grade's share: 10万; 1.5万; 5万; 0", () => {
    const rows = [
      [1200000, "excellent"],
      [300000, "basic"],
      [1200000, "basic"],
      [40000, "excellent"],
    ] as const;
    expect(yuan(golden("income-reward"), "2012", ...rows.map(([net, grade]) => ({ net, grade })))).toEqual([
      100000, 15000, 50000, 0,
    ]);
  });
  test("离职 (县办法): 20/15/10 yuan a full 3-year term by post; 书记 7 years 2 months: 2 full terms → 40.00 a month; concurrent posts count once", () => {
    const spells = [
      "secretary 2003-01/2010-02",
      "secretary 2003-01/2010-02; deputy 2004-01/2009-12",
      "deputy 2000-01/2002-12; secretary 2003-01/2010-02",
    ];
    expect(yuan(golden("leaving-allowance"), "2012-01", ...spells.map((served) => ({ served })))).toEqual([40, 40, 55]);
  });
  test("a share of the growth, half up to a fen; no growth gives nothing; slices each at their own rate", () => {
    const amounts = yuan(
      golden("growth-reward"),
      "2012",
      { now: "100000.10", before: 0 },
      { now: 5, before: 9 },
      { now: 900000, before: 0 },
    );
    expect(amounts).toEqual([5000.01, 0, 20000]);
    expect(yuan(golden("marginal-reward"), "2012", { net: 50000 }, { net: 150000 })).toEqual([500, 2000]);
  });
  test("a pool is shared out to the last fen, equally or by a coefficient, and not to those without one", () => {
    const { outcomes, unscored } = calculate(
      golden("pool"),
      "2012",
      [1, 1, 1, null].map((weight, i) => ({ id: String(i), inputs: { weight } })),
    );
    expect(outcomes.map(({ amountFen }) => amountFen)).toEqual([3334, 3333, 3333]);
    expect(unscored).toHaveLength(1);
  });
});

test("seniority by bands of full years; a pool with an average floor is filled up to it", () => {
  const amount = (shape: object, inputs: object, subjects: SubjectFacts[]) => {
    const document = policy.parse({
      ...golden("work-funds"),
      inputs,
      items: [{ code: "x", title: "x", per: "period", round: { to: 0.01, mode: "halfUp" }, amount: shape }],
      tests: golden("work-funds").tests,
    });
    return calculate(document, "2012", subjects).outcomes.map(({ amountFen }) => amountFen! / 100);
  };
  const dated = (value: unknown) => [{ from: "2000-01", value, assumed: "试验" }];
  const bands = {
    shape: "seniority",
    title: "年限",
    input: "served",
    posts: ["secretary", "deputy"],
    bands: dated([
      [3, 1000],
      [10, 5000],
    ]),
  };
  const served = [
    "secretary 2000-01/2002-11",
    "secretary 2000-01/2002-12; deputy 2001-01/2002-12",
    "deputy 1990-01/1996-12; secretary 1997-01/2000-12",
    "teacher 1980-01/2000-12",
  ];
  expect(
    amount(
      bands,
      { served: { title: "任职", type: "spells" } },
      served.map((text, i) => ({ id: String(i), inputs: { served: text } })),
    ),
  ).toEqual([0, 1000, 5000, 0]);
  const pool = (floor: number) => ({
    shape: "poolSplit",
    title: "绩效",
    peers: "round",
    pool: dated(300),
    averageFloor: dated(floor),
  });
  const heads = Array.from({ length: 3 }, (_, i) => ({ id: String(i), inputs: {} }));
  expect(amount(pool(90), {}, heads)).toEqual([100, 100, 100]);
  expect(amount(pool(150), {}, heads)).toEqual([150, 150, 150]);
});

test("any subsidy over any facts: whole fen, items that add up to the amount, payers that add up to it, never a throw", () => {
  const dated = (value: fc.Arbitrary<unknown>) =>
    value.map((one) => [{ from: "2000-01", value: one, assumed: "试验" }]);
  const number = fc.integer({ min: -50_000, max: 5_000_000 }).map((cents) => cents / 100);
  const positive = fc.integer({ min: 1, max: 5_000_000 }).map((cents) => cents / 100);
  const title = fc.constant("项");
  const leaf = fc.oneof(
    fc.record({ shape: fc.constant("fixed"), title, amount: dated(number) }),
    fc.record({
      shape: fc.constant("lookup"),
      title,
      by: fc.constant(["post"]),
      table: dated(
        fc.record({ a: number, b: number }, { requiredKeys: [] }).filter((table) => Object.keys(table).length > 0),
      ),
    }),
    fc.record({ shape: fc.constant("perUnit"), title, input: fc.constant("count"), each: dated(number) }),
    fc.record({
      shape: fc.constant("growthShare"),
      title,
      now: fc.constant("now"),
      before: fc.constant("before"),
      percent: dated(fc.integer({ min: 1, max: 100 })),
      most: dated(positive),
    }),
    fc.record({
      shape: fc.constant("marginal"),
      title,
      input: fc.constant("now"),
      slices: dated(
        fc.constant([
          [0, 1],
          [100.5, 2.5],
        ]),
      ),
    }),
    fc.record({
      shape: fc.constant("streakExtra"),
      title,
      input: fc.constant("count"),
      rule: fc.constantFrom("replace", "add"),
      steps: dated(
        fc.constant([
          [2, 100.1],
          [3, 200],
        ]),
      ),
    }),
    fc.record({
      shape: fc.constant("poolSplit"),
      title,
      peers: fc.constant("round"),
      by: fc.constant("count"),
      pool: dated(positive),
    }),
  );
  const branch = fc.oneof(
    leaf,
    fc.record({
      shape: fc.constant("pick"),
      title,
      which: fc.constantFrom("greatest", "least", "first"),
      of: fc.tuple(leaf, leaf),
    }),
    fc.record({ shape: fc.constant("percentOf"), title, of: leaf, percent: dated(fc.constantFrom(20, 33.3, 85)) }),
    fc.record({ shape: fc.constant("difference"), title, of: leaf, minus: leaf, least: fc.constant(0) }),
    fc.record({
      shape: fc.constant("rounded"),
      title,
      of: leaf,
      to: fc.constantFrom(0.01, 0.1, 1, 10),
      mode: fc.constantFrom("halfUp", "down", "up", "halfEven"),
    }),
  );
  const facts = fc.array(
    fc.record({
      post: fc.constantFrom("a", "b", null),
      count: fc.option(fc.integer({ min: 0, max: 50 })),
      now: fc.option(positive),
      before: fc.option(positive),
    }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(
      fc.array(branch, { minLength: 1, maxLength: 3 }),
      facts,
      fc.constantFrom("halfUp", "down"),
      (amounts, rows, mode) => {
        const document = policy.parse({
          ...golden("work-funds"),
          inputs: {
            post: {
              title: "职务",
              type: "option",
              options: [
                ["a", "甲"],
                ["b", "乙"],
              ],
            },
            count: { title: "数", type: "integer", max: 50 },
            now: { title: "今年", type: "money", max: 100000 },
            before: { title: "去年", type: "money", max: 100000 },
          },
          items: amounts.map((amount, i) => ({
            code: `i${i}`,
            title: "项",
            per: "period",
            round: { to: 0.01, mode },
            amount,
          })),
          payers: {
            ties: "earlier",
            shares: [
              {
                from: "2000-01",
                value: [
                  { code: "a", title: "甲", share: 2 },
                  { code: "b", title: "乙", share: 1 },
                ],
                assumed: "试验",
              },
            ],
          },
        });
        const { outcomes, unscored, explain } = calculate(
          document,
          "2012",
          rows.map((inputs, i) => ({ id: String(i), inputs })),
        );
        expect(outcomes.length + unscored.length).toBe(rows.length);
        for (const { subjectId, amountFen, items, payers } of outcomes) {
          expect(Number.isSafeInteger(amountFen)).toBe(true);
          expect(items!.reduce((sum, one) => sum + one.amountFen, 0)).toBe(amountFen);
          expect(payers!.reduce((sum, one) => sum + one.amountFen, 0)).toBe(amountFen);
          expect(explain(subjectId)[0]!.value).toBe(amountFen! / 100);
        }
        for (const { subjectId } of unscored) explain(subjectId);
      },
    ),
    { numRuns: 200 },
  );
});

describe("months, shares and pools, where it is easy to be wrong", () => {
  const base = library("chuxiong-base-allowance");
  const dated = (value: unknown, from = "2000-01") => [{ from, value, assumed: "试验" }];
  const rate = { shape: "fixed", title: "标准", amount: dated(100) };
  const item = (amount: object, per = "month") => ({
    code: "x",
    title: "x",
    per,
    amount,
    round: { to: 0.01, mode: "halfUp" },
  });
  const make = (change: object) =>
    policy.parse({
      ...golden("work-funds"),
      period: ["year", "half-year", "month"],
      inputs: {
        months: { title: "月数", type: "months" },
        weight: { title: "系数", type: "integer", min: 0 },
        due: { title: "应得", type: "flag" },
      },
      months: { input: "months", missing: "all" },
      items: [item(rate)],
      ...change,
    });
  const paid = (document: Policy, period: string, ...inputs: SubjectFacts["inputs"][]) =>
    calculate(
      document,
      period,
      inputs.map((one, i) => ({ id: String.fromCharCode(97 + i), inputs: one })),
    ).outcomes.map(({ amountFen }) => amountFen! / 100);

  test("a count of months is of the period's own months; none is none", () => {
    expect(paid(make({}), "2014-H2", { months: 3 }, { months: 6 }, { months: "7-8" }, {})).toEqual([
      300, 600, 200, 600,
    ]);
    expect(paid(base, "2009-01", { post: "secretary", months: 0 }, { post: "secretary", months: 1 })).toEqual([0, 560]);
  });
  test("months typed in full-width figures are the same months; spells that nobody wrote are the policy's default", () => {
    expect(paid(make({}), "2014", { months: "７" }, { months: " 1－3" }, { months: "1，3" })).toEqual([700, 300, 200]);
    const terms = { years: 3, each: dated({ secretary: 20 }) };
    const served = { shape: "seniority", title: "届数", input: "served", posts: ["secretary"], terms };
    const spells = (more: object) =>
      make({
        months: undefined,
        inputs: { served: { title: "任职", type: "spells", ...more } },
        items: [item(served, "period")],
      });
    const written = { served: "secretary 2001-01/2006-12" };
    expect(paid(spells({ default: "secretary 2001-01/2003-12" }), "2014", {}, written)).toEqual([20, 40]);
    expect(paid(spells({}), "2014", {}, written)).toEqual([40]);
  });
  test("what is paid once to someone with two posts is explained by the post that gives it", () => {
    const once = { shape: "lookup", title: "一次性", by: ["post"], table: dated({ a: 600, b: 1000 }) };
    const options = [
      ["a", "甲"],
      ["b", "乙"],
    ];
    const document = make({
      months: undefined,
      inputs: { post: { title: "职务", type: "option", options } },
      items: [item(once, "period")],
    });
    const person = { id: "x", inputs: {}, parts: [{ post: "a" }, { post: "b" }] };
    const { outcomes, explain } = calculate(document, "2014", [person]);
    expect(outcomes[0]!.amountFen).toBe(100000);
    expect(explain("x")[0]).toMatchObject({ value: 1000, steps: [{ text: "1000元", value: 1000 }] });
  });
  test("months before the policy or after it pay nothing", () => {
    expect(paid(make({ effective: { from: "2014-07" } }), "2014", {})).toEqual([600]);
    expect(paid(make({ effective: { from: "2000-01", to: "2014-03" } }), "2014", {})).toEqual([300]);
  });
  test("when the payers' shares change in the year, each month is paid by its own", () => {
    const shares = (from: string, a: number) => ({
      from,
      value: [
        { code: "a", title: "甲", share: a },
        { code: "b", title: "乙", share: 1 },
      ],
      assumed: "试验",
    });
    const document = make({ payers: { ties: "earlier", shares: [shares("2000-01", 1), shares("2014-07", 3)] } });
    const { outcomes, explain } = calculate(document, "2014", [{ id: "a", inputs: {} }]);
    expect(outcomes[0]!.payers!.map(({ amountFen }) => amountFen)).toEqual([30000 + 45000, 30000 + 15000]);
    const step = explain("a").find(({ shape }) => shape === "payers")!;
    expect(step.text).toBe("600元按1:1、600元按3:1分担,最大余数法分到分:甲750元、乙450元");
    expect(step.parameters!.map(({ from }) => from)).toEqual(["2000-01", "2014-07"]);
  });
  test("a fund that only reports cuts nobody, whatever order it names; a cut fund cuts the items too", () => {
    const fund = (over: string) => ({
      code: "f",
      title: "资金",
      budget: dated(150),
      sources: dated([{ code: "s", title: "来源", amount: 150 }]),
      over,
      order: "weight",
      assumed: "试验",
    });
    const document = (over: string) => make({ items: [item(rate, "period")], fund: fund(over) });
    expect(paid(document("refuse"), "2014", { weight: 1 }, { weight: 2 })).toEqual([100, 100]);
    const { outcomes } = calculate(document("firstCome"), "2014", [
      { id: "a", inputs: { weight: 2 } },
      { id: "b", inputs: { weight: 1 } },
    ]);
    expect(outcomes.map(({ amountFen, items }) => [amountFen, items![0]!.amountFen])).toEqual([
      [5000, 5000],
      [10000, 10000],
    ]);
  });
  test("a pool goes to those who are due only, and its odd fen by id, not by order", () => {
    const pool = (more: object) =>
      make({
        items: [item({ shape: "poolSplit", title: "总额", peers: "round", pool: dated(100), ...more }, "period")],
      });
    expect(paid(pool({ when: { input: "due", op: "=", value: true } }), "2014", { due: true }, { due: false })).toEqual(
      [100, 0],
    );
    const ids = ["c", "a", "b"].map((id) => ({ id, inputs: {} }));
    const amounts = Object.fromEntries(
      calculate(pool({}), "2014", ids).outcomes.map(({ subjectId, amountFen }) => [subjectId, amountFen]),
    );
    expect(amounts).toEqual({ a: 3334, b: 3333, c: 3333 });
  });
  test("what is not known to be due is missing, not zero; a wrong value is never paid", () => {
    const document = make({ items: [item({ ...rate, when: { input: "due", op: "=", value: true } }, "period")] });
    const { outcomes, unscored } = calculate(document, "2014", [
      { id: "a", inputs: {} },
      { id: "b", inputs: { due: "maybe" } },
      { id: "c", inputs: { due: false } },
    ]);
    expect(outcomes.map(({ subjectId, amountFen }) => [subjectId, amountFen])).toEqual([["c", 0]]);
    expect(unscored.map(({ code }) => code)).toEqual(["missingData", "badInput"]);
  });
  test("an odd number of months at a lower post and more at a higher one together fill a term; nothing after the period counts", () => {
    const amounts = yuan(
      golden("leaving-allowance"),
      "2012-01",
      { served: "deputy 2003-01/2004-12; secretary 2005-01/2005-12" },
      { served: "secretary 2009-02/2099-12" },
    );
    expect(amounts).toEqual([15, 20]);
  });
  test("a multiple of an index: twice last year's income a head, or so many times a dated standard", () => {
    const inputs = {
      months: { title: "月数", type: "months" },
      income: { title: "人均收入", type: "money", min: 0, max: 100000 },
    };
    const times = make({
      inputs,
      items: [item({ shape: "perUnit", title: "两倍", input: "income", each: dated(2) }, "period")],
    });
    expect(paid(times, "2014", { income: 4321.5 })).toEqual([8643]);
    const standard = make({
      items: [item({ shape: "percentOf", title: "1.5倍", of: rate, percent: dated(150) }, "period")],
    });
    expect(paid(standard, "2014", {})).toEqual([150]);
  });
  test("a later payer may get the odd fen; what was carried over widens the budget", () => {
    const payers = (ties: string) =>
      make({
        items: [item({ ...rate, amount: dated(0.01) }, "period")],
        payers: {
          ties,
          shares: dated([
            { code: "a", title: "甲", share: 1 },
            { code: "b", title: "乙", share: 1 },
          ]),
        },
      });
    const parts = (ties: string) =>
      calculate(payers(ties), "2014", [{ id: "a", inputs: {} }]).outcomes[0]!.payers!.map(({ amountFen }) => amountFen);
    expect([parts("earlier"), parts("later")]).toEqual([
      [1, 0],
      [0, 1],
    ]);
    const fund = {
      code: "f",
      title: "资金",
      budget: dated(150),
      carryOver: dated(30),
      sources: dated([{ code: "s", title: "来源", amount: 150 }]),
      over: "proRata",
      assumed: "试验",
    };
    const { funds } = calculate(
      make({ items: [item(rate, "period")], fund }),
      "2014",
      ["a", "b"].map((id) => ({ id, inputs: {} })),
    );
    expect(funds[0]).toMatchObject({ budgetFen: 18000, dueFen: 20000, usedFen: 18000, overFen: 2000 });
  });
  test("a year whose months are not together says so", () => {
    const [total] = calculate(make({}), "2014", [{ id: "a", inputs: { months: "1-3,9" } }]).explain("a");
    expect(total!.steps![0]!.text).toBe("每月100元,2014-01至2014-03、2014-09共4个月,计400元");
  });
});

describe("a subsidy that contradicts itself is refused with the place", () => {
  const allowance = library("chuxiong-base-allowance");
  const places = (change: object) =>
    policy.safeParse({ ...allowance, ...change }).error?.issues.map(({ path }) => path.join("/")) ?? [];
  const [base, uplift] = allowance.kind === "subsidy" ? allowance.items : [];
  test.each<[string, object, string]>([
    [
      "items in a circle",
      { items: [{ ...base, amount: { shape: "sameAs", title: "x", item: "uplift" } }, uplift] },
      "items/0/amount",
    ],
    [
      "an item that is not there",
      { items: [{ ...base, amount: { shape: "sameAs", title: "x", item: "nothing" } }] },
      "items/0/amount",
    ],
    [
      "a table with a code that is no option",
      {
        items: [
          {
            ...base,
            amount: { ...base!.amount, table: [{ from: "2008-01", value: { secretery: 1 }, assumed: "试验" }] },
          },
        ],
      },
      "items/0/amount",
    ],
    ["rounding finer than a fen", { items: [{ ...base, round: { to: 0.001, mode: "halfUp" } }] }, "items/0/round/to"],
    [
      "items that write each other out without end",
      {
        items: [
          base,
          ...Array.from({ length: 12 }, (_, i) => ({
            ...base,
            code: `i${i}`,
            amount: {
              shape: "pick",
              title: "x",
              which: "greatest",
              of: [0, 1].map(() => ({ shape: "sameAs", title: "x", item: i === 0 ? "base" : `i${i - 1}` })),
            },
          })),
        ],
      },
      "items/12/amount",
    ],
    ["months that come from nowhere", { months: undefined, appointments: undefined }, "months"],
    [
      "a table over something that is no option",
      { items: [{ ...base, amount: { ...base!.amount, by: ["commended"] } }] },
      "items/0/amount/by/0",
    ],
  ])("%s", (_, change, place) => {
    expect(places(change)).toContain(place);
  });
});
