/** Money: subsidies, pools, funds and their ledgers, pulled, edited, pushed and computed over HTTP, each with its reason. */
import { beforeAll, describe, expect, test } from "vitest";
import { type Client, finalSubsidy, type Office, openOffice, wholeLibrary } from "../worker/office.ts";
import { add, community, edit, judge, oneTownship, pull, v1, v2, v3, v4 } from "./system.ts";

let office: Office;
let clerk: Client;
beforeAll(async () => {
  office = await openOffice(oneTownship, wholeLibrary);
  clerk = office.as.prefecture;
});

const calculate = async (policyId: string, period: string, subjects: object[]) => {
  const answer = await clerk("POST", "/v1/calculate", { policyId, period, subjects });
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};
const funds = async (period: string, code: string) =>
  (await clerk("GET", `/v1/funds?period=${period}`)).body.funds.find((one: { code: string }) => one.code === code);
const [g1, g2, g3] = ["G000001", "G000002", "G000003"] as const;

describe("D1 场所以奖代补", () => {
  test("4, 2 and 1 万 and 3 万 for a merged village, within 200 万 of two sources", async () => {
    await edit(clerk, "indicators.dongyang-venue-reward", "2016", {
      [`V${v1}`]: { work: "newBuild", accepted: true, merged: true },
      [`V${v2}`]: { work: "convert", accepted: true },
      [`V${v3}`]: { work: "repair", accepted: true },
      [`V${v4}`]: { work: "purchase", accepted: false },
    });
    const judged = await judge(clerk, "dongyang-venue-reward", "2016");
    expect([v1, v2, v3, v4].map((id) => judged.of(`V${id}`)!.amountFen)).toEqual([7000000, 2000000, 1000000, 0]);
    expect(await judged.why(`V${v1}`)).toContain("融合村补助");
    expect(judged.computed.funds[0]).toMatchObject({ budgetFen: 200000000, dueFen: 10000000, overFen: 0 });
    const built = Array.from({ length: 51 }, (_, i) => ({ id: `n${i}`, inputs: { work: "newBuild", accepted: true } }));
    const { warnings } = await calculate("dongyang-venue-reward", "2016", built);
    expect(warnings[0].message).toContain("应付204万元,预算200万元,超出4万元");
  });

  test("is committed, approved by another, paid by finance; what is left is told, and carried over", async () => {
    const round = await finalSubsidy(office, "dongyang-venue-reward", "2016");
    expect(await funds("2016", "venueFund")).toMatchObject({ dueFen: 10000000, approvedFen: 0, freeFen: 200000000 });
    expect((await clerk("POST", `/v1/rounds/${round}/payments`)).status).toBe(201);
    const step = (who: Client, action: string, more = {}) =>
      who("POST", `/v1/payments/${round}.1/steps`, { action, ...more });
    expect((await step(office.as.approver, "approve")).status).toBe(200);
    expect(await funds("2016", "venueFund")).toMatchObject({ approvedFen: 10000000, freeFen: 190000000, paidFen: 0 });
    const paid = await step(office.as.finance, "pay", { reference: "2016-1", paidOn: "2016-12-20" });
    expect(paid.status, paid.text).toBe(200);
    expect(await funds("2016", "venueFund")).toMatchObject({ paidFen: 10000000, leftFen: 190000000 });
    const next = await clerk("POST", `/v1/rounds/${round}/next`);
    expect([200, 201], next.text).toContain(next.status);
    expect(next.body.fund).toMatchObject({ code: "venueFund", leftFen: 190000000 });
  });
});

test("D2 村级党建工作经费: 5 万 a village, 2:2:1 by three payers", async () => {
  const judged = await judge(clerk, "benxi-village-funds", "2016");
  expect(judged.of(v1)!.payers!.map(({ amountFen }) => amountFen)).toEqual([2000000, 2000000, 1000000]);
  expect(await judged.why(v1)).toContain("2:2:1");
});

test("D3 社区专项: 10 万 a community, each county by its own fund; at the low end seven funds cannot meet 224", async () => {
  const judged = await judge(clerk, "benxi-community-funds", "2016");
  expect(judged.size).toBe(1);
  expect(judged.of(community)).toMatchObject({ amountFen: 10000000 });
  expect(judged.computed.funds).toMatchObject([{ regionCode: "990101000000", budgetFen: 200000000, overFen: 0 }]);
  const communities = Array.from({ length: 224 }, (_, i) => ({
    ...{ id: `s${i}`, regionCode: `99010${(i % 7) + 1}001201`, inputs: {} },
  }));
  const all = await calculate("benxi-community-funds", "2016", communities);
  expect(all.funds).toHaveLength(7);
  const over = all.funds.reduce((sum: number, one: { overFen: number }) => sum + one.overFen, 0);
  expect(over).toBe(840_0000_00);
  expect(all.warnings[0].message).toContain("缺840");
  expect(all.warnings[1].message).toContain("(990101000000)应付320万元,预算200万元,超出120万元");
});

test("D4 阵地管理以奖代补: the year-end score gives the reward; what is badly kept gets none", async () => {
  await edit(clerk, "indicators.benxi-venue-upkeep", "2016", {
    [`V${v1}`]: { upkeep: 36, usage: 36, records: 18 },
    [`V${v2}`]: { upkeep: 24, usage: 23.99, records: 12 },
  });
  const kept = await judge(clerk, "benxi-venue-upkeep", "2016");
  expect([v1, v2].map((id) => kept.of(`V${id}`)!.level)).toEqual(["优秀", "管理不善"]);
  const judged = await judge(clerk, "benxi-venue-upkeep-reward", "2016");
  expect([v1, v2].map((id) => judged.of(`V${id}`)!.amountFen)).toEqual([1000000, 0]);
  expect(judged.of(`V${v3}`)).toMatchObject({ code: "missingData" });
  expect(await judged.why(`V${v1}`)).toContain("年终考核等次3");
  const many = Array.from({ length: 31 }, (_, i) => ({
    id: `v${i}`,
    regionCode: "990101001001",
    inputs: { level: 3 },
  }));
  const cut = await calculate("benxi-venue-upkeep-reward", "2016", many);
  expect(cut.funds[0]).toMatchObject({ dueFen: 31000000, usedFen: 30000000, overFen: 1000000 });
  expect(cut.outcomes[0]).toMatchObject({ bound: "budget" });
});

describe("D5, D6, D8 what a cadre gets", () => {
  const amount = async (policyId: string, period: string, inputs: object) => {
    const subjects = [{ id: "a", regionCode: "990101001001", inputs }];
    return (await calculate(policyId, period, subjects)).outcomes[0].amountFen as number;
  };

  test("D5: by post and date, a fifth more for a commendation: 460, 560, 672; 440, 540, 648", async () => {
    const base = (period: string, inputs: object) => amount("chuxiong-base-allowance", period, inputs);
    expect(await base("2008-12", { post: "secretary" })).toBe(46000);
    expect(await base("2009-01", { post: "secretary" })).toBe(56000);
    expect(await base("2009-01", { post: "secretary", commended: true })).toBe(67200);
    expect(await base("2009-01", { post: "deputy", commended: true })).toBe(64800);
    await edit(clerk, "indicators.chuxiong-base-allowance", "2016", { [g1]: { commended: true } });
    const judged = await judge(clerk, "chuxiong-base-allowance", "2016");
    expect(judged.of(g1)).toMatchObject({ amountFen: 12 * 67200 });
    expect(judged.of(g2)).toMatchObject({ amountFen: 12 * 56000 });
    expect(await judged.why(g1)).toContain("的20%");
  });

  test("D6: 300 万 are shared out by the score; the county's 150 a head are a floor of the pool, not a wage", async () => {
    const [pool, match] = ["chuxiong-performance-pool", "chuxiong-performance-match"];
    for (const policyId of [pool, match])
      await edit(clerk, `indicators.${policyId}`, "2016", {
        [g1]: { score: 90 },
        [g2]: { score: 60 },
        [g3]: { score: 30 },
      });
    const shared = await judge(clerk, pool, "2016");
    expect([g1, g2, g3].map((id) => shared.of(id)!.amountFen)).toEqual([150000000, 100000000, 50000000]);
    expect(shared.computed.funds[0]).toMatchObject({ budgetFen: 300000000, usedFen: 300000000, overFen: 0 });
    const matched = await judge(clerk, match, "2016");
    expect([g1, g2, g3].map((id) => matched.of(id)!.amountFen)).toEqual([12 * 22500, 12 * 15000, 12 * 7500]);
    expect(matched.of(g1)!.payers).toMatchObject([{ code: "county" }]);
    expect(await matched.why(g1)).toContain("150");
  });

  test("D6: paid flat, a secretary has 560.00 in 2009-12 and 710.00 in 2010-01", async () => {
    const before = await clerk("POST", "/v1/calculate", {
      ...{ policyId: "chuxiong-performance-match", period: "2009-12", subjects: [{ id: "a", inputs: { score: 80 } }] },
    });
    expect(before.status).toBe(422);
    const base = await amount("chuxiong-base-allowance", "2010-01", { post: "secretary" });
    expect(base + (await amount("chuxiong-performance-match", "2010-01", { score: 80 }))).toBe(71000);
  });

  test("D8: three years honoured are 200 a month instead of 100; with base and performance 1022.00, two years 922.00", async () => {
    const streak = (years: number) => amount("chuxiong-outstanding-reward", "2013-05", { years });
    const rest =
      (await amount("chuxiong-base-allowance", "2013-05", { post: "secretary", commended: true })) +
      (await amount("chuxiong-performance-match", "2013-05", { score: 80 }));
    expect(rest + (await streak(3))).toBe(102200);
    expect(rest + (await streak(2))).toBe(92200);
    const honoured = Array.from({ length: 100 }, (_, i) => ({ id: `p${i}`, inputs: { honoured: 1, years: 0 } }));
    const { outcomes } = await calculate("chuxiong-outstanding-reward", "2013", honoured);
    expect(outcomes.reduce((sum: number, one: { amountFen: number }) => sum + one.amountFen, 0)).toBe(300000_00);
  });

  test("D8: the years in a row come from the elections themselves, a year missed begins anew", async () => {
    const policyId = "chuxiong-outstanding-secretaries";
    for (const [year, merits] of Object.entries({
      "2012": { [g1]: 90, [g3]: 90 },
      "2013": { [g1]: 90, [g3]: 40 },
      "2014": { [g1]: 90, [g3]: 90 },
      "2015": { [g1]: 90, [g3]: 90 },
    })) {
      const cells = Object.fromEntries(Object.entries(merits).map(([id, merit]) => [id, { merit }]));
      await edit(clerk, `indicators.${policyId}`, year, cells);
      await judge(clerk, policyId, year);
    }
    const month = await judge(clerk, "chuxiong-outstanding-reward", "2014-03");
    expect([g1, g3].map((id) => month.of(id)!.amountFen)).toEqual([10000, 0]);
    const year = await judge(clerk, "chuxiong-outstanding-reward", "2015");
    expect([g1, g3].map((id) => year.of(id)!.amountFen)).toEqual([300000 + 12 * 20000, 300000]);
    expect(await year.why(g1)).toContain("满2计100、满3计200,只计最高一档");
  });

  test("D8 致富先锋: a hundred at 1500 are 150,000; who was not elected gets none", async () => {
    await edit(clerk, "indicators.chuxiong-wealth-pioneers", "2016", { [g1]: { merit: 70 }, [g2]: { merit: 50 } });
    await judge(clerk, "chuxiong-wealth-pioneers", "2016");
    const judged = await judge(clerk, "chuxiong-pioneer-reward", "2016");
    expect([g1, g2].map((id) => judged.of(id)!.amountFen)).toEqual([150000, 0]);
    const hundred = Array.from({ length: 100 }, (_, i) => ({ id: `p${i}`, inputs: { honoured: 1 } }));
    expect((await calculate("chuxiong-pioneer-reward", "2016", hundred)).funds[0]).toMatchObject({
      ...{ dueFen: 150000_00, overFen: 0 },
    });
  });
});

test("D7 创收奖励: a share of the growth of the village's operating income, to those who contributed", async () => {
  await edit(clerk, "register.village-income", "2016", {
    [v1]: { income: 400000, operating: 300000, operatingBefore: 100000 },
    [v2]: { income: 80000, operating: 80000, operatingBefore: 100000 },
  });
  await edit(clerk, "indicators.chuxiong-growth-reward", "2016", {
    [g1]: { contribution: 1 },
    [g2]: { contribution: 0.5 },
    [g3]: { contribution: 1 },
  });
  const judged = await judge(clerk, "chuxiong-growth-reward", "2016");
  expect([g1, g2, g3].map((id) => judged.of(id)!.amountFen)).toEqual([666667, 333333, 0]);
  expect(await judged.why(g1)).toContain("增长部分的5%");
});

test("D9 离任补助: by the full years of the roster of appointments, and by contribution; who serves gets none", async () => {
  const appointments = await pull(clerk, "appointments");
  const own = appointments.find(({ person }) => person === g1)!;
  const dates = { post: "secretary", from: "2009-01-01", to: "2016-02-28" };
  await edit(clerk, "appointments", "", { [own.id]: dates });
  await add(clerk, "appointments", "", [
    { code: "N1", person: g1, post: "clerk", from: "2006-01-01", to: "2008-12-31" },
  ]);
  await edit(clerk, "indicators.chuxiong-leaving-allowance", "2016", { [g1]: { left: true, contribution: "great" } });
  const judged = await judge(clerk, "chuxiong-leaving-allowance", "2016");
  expect(judged.of(g1)).toMatchObject({ amountFen: 3240_00, payers: [{ code: "county", amountFen: 3240_00 }] });
  expect(judged.of(g2)).toMatchObject({ amountFen: 0 });
  expect(await judged.why(g1)).toContain("secretary7年2个月");
  const { body } = await clerk("GET", `/v1/rounds/${judged.round}/outcomes/${g1}`);
  expect(JSON.stringify(body.trace)).toContain("取自任职名册2条");
});

describe("D10 扶持资金和工作经费", () => {
  test("100 万 go in equal parts to the fit among those without income and to those below 1 万", async () => {
    await edit(clerk, "register.village-income", "2015", {
      [v1]: { income: 0, fit: true },
      [v2]: { income: 9999.99 },
      [v3]: { income: 0 },
      [v4]: { income: 50000, fit: true },
    });
    await judge(clerk, "chuxiong-collective-economy", "2015");
    const judged = await judge(clerk, "chuxiong-economy-support", "2015");
    expect([v1, v2, v3, v4].map((id) => judged.of(id)!.amountFen)).toEqual([50000000, 50000000, 0, 0]);
    expect(judged.computed.funds[0]).toMatchObject({ budgetFen: 100000000, usedFen: 100000000, overFen: 0 });
    const weak = Array.from({ length: 113 }, (_, i) => ({ id: `w${String(i).padStart(3, "0")}`, inputs: { band: 1 } }));
    const { outcomes } = await calculate("chuxiong-economy-support", "2015", weak);
    const amounts: number[] = outcomes.map(({ amountFen }: { amountFen: number }) => amountFen);
    expect([Math.max(...amounts), Math.min(...amounts)]).toEqual([884956, 884955]);
    expect(amounts.reduce((sum, one) => sum + one, 0)).toBe(100000000);
  });

  test("2 万 of work funds for each village, by the county: 1098 are 2196 万", async () => {
    const judged = await judge(clerk, "chuxiong-work-funds", "2016");
    expect(judged.of(v1)).toMatchObject({ amountFen: 2000000, payers: [{ code: "county" }] });
    expect(1098 * judged.of(v1)!.amountFen!).toBe(2196_0000_00);
  });
});

test("D11 资金台账: four sources make 1769.0 万元 exactly; more than the whole is refused, less is warned of", async () => {
  const parts = { superior: 270, county: 860, township: 493.7, other: 145.3 };
  const rows = Object.entries(parts).map(([source, amount]) => ({ subject: v1, source, amount, total: 1769 }));
  const saved = await add(clerk, "register.venue-funds", "2016", rows);
  expect(saved.results.flatMap(({ warnings = [] }: { warnings?: unknown[] }) => warnings)).toEqual([]);
  const more = await clerk("PATCH", "/v1/sheets/register.venue-funds", {
    ...{ period: "2016", rows: [{ newKey: "x", cells: { subject: v1, source: "other", amount: 0.01 } }] },
  });
  expect(more.body.results[0]).toMatchObject({ status: "invalid" });
  // Six channels are another scope than four categories, and have a ledger of their own.
  await add(clerk, "register.venue-fitting-funds", "2016", [
    { subject: v1, channel: "countyBudget", amount: 5 },
    { subject: v1, channel: "donors", amount: "20000元" },
  ]);
  expect((await pull(clerk, "register.venue-fitting-funds", "2016"))[0]).toMatchObject({ channels: 2 });
});
