/** The money after a subsidy round: prepared, approved by another, paid by finance, returned, corrected; nothing is lost. */
import { beforeAll, describe, expect, test } from "vitest";
import { policy } from "../../schema/policy/policy.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import { rowOf, statuses } from "./desk.ts";
import {
  type Client,
  finalSubsidy,
  type Office,
  openOffice,
  policies,
  prefecture,
  registers,
  rowsOf,
  village,
} from "./office.ts";

let office: Office;
let round: string;
const pay = (batch: number, of = round) => `/v1/payments/${of}.${batch}`;
const step = (who: Client, batch: number, action: string, more: object = {}, headers = {}, of = round) =>
  who("POST", `${pay(batch, of)}/steps`, { action, ...more }, headers);
const prepare = (headers = {}, of = round) =>
  office.as.prefecture("POST", `/v1/rounds/${of}/payments`, undefined, headers);
/** The sheet of payments: its rows, and what a column of money comes to in fen. */
const sheetOf = async (who: Client, of = round) =>
  rowsOf(await who("GET", `/v1/sheets/payments.${of.split(".")[0]}?round=${of}`));
const fen = (rows: Awaited<ReturnType<typeof sheetOf>>, ...columns: string[]) =>
  columns.map((column) => rows.reduce((sum, row) => sum + Math.round(Number(row[column] ?? 0) * 100), 0));
const voucher = { reference: "2016-0001", paidOn: "2016-12-20" };

/** Another final run: one village gets another amount, one is gone. */
async function recompute(changed: string, amountFen: number, gone: string) {
  const { d1 } = office;
  const one = (sql: string, ...values: unknown[]) =>
    d1
      .prepare(sql)
      .bind(...values)
      .first<Record<string, unknown>>();
  await d1
    .prepare(
      `insert into run select null, round, policyVersion, engine, push, basedOn, facts, id, principal, at, scored,
       unscored, written, unchanged, guard from run where round = ?`,
    )
    .bind(round)
    .run();
  const { id: run } = (await one("select max(id) as id from run"))!;
  const was = (await one("select * from outcome where round = ? and subjectId = ?", round, changed))!;
  const body = JSON.parse(String(was.body));
  const parts = [0.4, 0.4, 0.2].map((share) => Math.round(amountFen * share));
  body.amountFen = amountFen;
  body.payers = body.payers.map((payer: object, i: number) => ({ ...payer, amountFen: parts[i] }));
  const add =
    "insert into outcome (round, regionCode, subjectId, run, scored, gone, body) values (?, ?, ?, ?, 1, ?, ?)";
  await d1.batch([
    d1.prepare(add).bind(round, was.regionCode, changed, run, 0, JSON.stringify(body)),
    d1
      .prepare(
        `insert into outcome select round, regionCode, subjectId, ?, scored, 1, body from outcome
         where round = ? and subjectId = ? limit 1`,
      )
      .bind(run, round, gone),
    d1.prepare("update round set finalRun = ? where id = ?").bind(run, round),
  ]);
}

beforeAll(async () => {
  office = await openOffice();
  const { body } = await office.as.prefecture("POST", "/v1/rounds", {
    ...{ policyId: "benxi-village-funds", period: "2015", regionCode: prefecture },
  });
  expect(await prepare({}, body.id)).toMatchObject({ status: 409, body: { code: "roundNotFinal" } });
  round = await finalSubsidy(office);
});

describe("a batch", () => {
  test("stands on the sheet of payments as what is due, before it is prepared", async () => {
    const rows = await sheetOf(office.as.finance);
    expect(rows).toHaveLength(48);
    expect(rows[0]).toMatchObject({
      ...{ id: village, name: "城关镇01村党总支", township: "城关镇", kind: "due", state: "unprepared" },
      ...{ due: 50_000, paid: 0, owed: 50_000, "payer.city": 20_000, "payer.township": 10_000, corrects: null },
    });
  });

  test("is prepared once from what is due, with its totals per payer, and answered again under its key", async () => {
    const headers = { "idempotency-key": "prepare-1" };
    const first = await prepare(headers);
    expect(first).toMatchObject({
      status: 201,
      body: {
        batch: `${round}.1`,
        lines: 48,
        counts: { due: 48, backpay: 0, clawback: 0, reshare: 0 },
        amountFen: 240_000_000,
      },
    });
    expect(first.body.payers.map(({ amountFen }: { amountFen: number }) => amountFen)).toEqual([
      96_000_000, 96_000_000, 48_000_000,
    ]);
    expect((await prepare(headers)).body).toEqual(first.body);
    expect(await prepare()).toMatchObject({ status: 200, body: { batch: null, lines: 0 } });
    for (const who of [office.as.finance, office.as.approver, office.as.township])
      expect((await who("POST", `/v1/rounds/${round}/payments`)).status).toBe(403);
    expect((await office.as.county("POST", `/v1/rounds/${round}/payments`)).body.errors[0].code).toBe("beyondRegion");
  });

  test("is rejected with a reason only; then its lines count no more and are prepared anew", async () => {
    expect((await step(office.as.approver, 1, "reject")).body.errors[0]).toMatchObject({
      ...{ pointer: "/reason", code: "paymentNeeds", message: "否决须写明原因" },
    });
    expect((await step(office.as.approver, 1, "reject", { reason: "账号待核" })).body.state).toBe("rejected");
    expect((await prepare()).body).toMatchObject({ batch: `${round}.2`, lines: 48 });
  });

  test("is approved by another person than who prepared it, whatever the account", async () => {
    await office.d1.prepare("update principal set person = 'P1' where account in ('prefecture', 'admin')").run();
    expect(await step(office.as.admin, 2, "approve")).toMatchObject({ status: 403, body: { code: "secondPerson" } });
    await office.d1.prepare("update principal set person = null").run();
    expect((await step(office.as.finance, 2, "approve")).status).toBe(403);
  });

  test("is approved by one of two who act at once", async () => {
    const both = await Promise.all([step(office.as.approver, 2, "approve"), step(office.as.admin, 2, "approve")]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)!.body).toMatchObject({
      ...{ code: "paymentState", errors: [{ message: "该批发放为“已批准”,不能批准", fix: "现在可以:否决、发放" }] },
    });
    const { steps } = (await office.as.finance("GET", pay(2))).body;
    expect(steps.map(({ state }: { state: string }) => state)).toEqual(["prepared", "approved"]);
  });

  test("is paid by finance with voucher and date, once under its key", async () => {
    expect((await step(office.as.approver, 2, "pay", voucher)).status).toBe(403);
    expect((await step(office.as.finance, 2, "pay", { reference: "x" })).body.errors[0].pointer).toBe("/paidOn");
    const headers = { "idempotency-key": "pay-1" };
    const paid = await step(office.as.finance, 2, "pay", voucher, headers);
    expect(paid.body.state).toBe("paid");
    expect(paid.body.lines[47]).toMatchObject({ state: "paid", ...voucher });
    expect((await step(office.as.finance, 2, "pay", voucher, headers)).body).toEqual(paid.body);
  });

  test("has lines that the bank returns, and that are paid again", async () => {
    const { lines } = (await office.as.finance("GET", pay(2))).body;
    const named = [lines[0].id, lines[1].id];
    expect(await step(office.as.finance, 2, "return", { lines: ["nothing"], reason: "x" })).toMatchObject({
      status: 404,
    });
    const returned = await step(office.as.finance, 2, "return", { lines: named, reason: "户名不符" });
    expect(returned.body.lines.slice(0, 3).map(({ state }: { state: string }) => state)).toEqual([
      ...["returned", "returned", "paid"],
    ]);
    const { total } = (await office.as.viewer("GET", `/v1/rounds/${round}/payments`)).body;
    const rows = await sheetOf(office.as.finance);
    expect(rows.slice(0, 2)).toMatchObject([{ state: "returned", paid: 0, owed: 50_000 }, { state: "returned" }]);
    expect(fen(rows, "due", "paid", "owed")).toEqual([total.dueFen, total.paidFen, total.outstandingFen]);
    expect(total).toMatchObject({ returnedFen: 10_000_000, paidFen: 230_000_000, outstandingFen: 10_000_000 });
    const again = { lines: named, reference: "2016-0002", paidOn: "2016-12-28" };
    expect((await step(office.as.finance, 2, "repay", again)).body.lines[0]).toMatchObject({ reference: "2016-0002" });
    expect((await sheetOf(office.as.finance)).slice(0, 2)).toMatchObject([
      { state: "paid", reference: "2016-0002", paidOn: "2016-12-28", owed: 0 },
      { state: "paid", reference: "2016-0002" },
    ]);
    expect((await step(office.as.finance, 2, "repay", again)).body.code).toBe("paymentState");
  });
});

describe("a round that is final by another run", () => {
  test("is paid by what differs: the lines name what they correct, and why", async () => {
    await recompute("990101001001", 5_600_000, "990101001002");
    const { body } = await prepare();
    expect(body).toMatchObject({
      lines: 2,
      counts: { due: 0, backpay: 1, clawback: 1, reshare: 0 },
      amountFen: -4_400_000,
    });
    const { lines } = (await office.as.finance("GET", pay(3))).body;
    const before = (await office.as.finance("GET", pay(2))).body.lines;
    const back = lines.find(({ kind }: { kind: string }) => kind === "backpay");
    expect(back).toMatchObject({ amountFen: 600_000, reason: expect.stringMatching(/应付由50000元改为56000元/) });
    expect(back.corrects).toBe(before.find((one: { subjectId: string }) => one.subjectId === village).id);
    expect(back.parts.map(({ amountFen }: { amountFen: number }) => amountFen)).toEqual([240_000, 240_000, 120_000]);
    expect(lines.find(({ kind }: { kind: string }) => kind === "clawback")).toMatchObject({ amountFen: -5_000_000 });
    expect((await prepare()).body).toMatchObject({ batch: null });
  });

  test("comes to what is due when all is paid, and each region sees its own", async () => {
    await step(office.as.approver, 3, "approve");
    expect((await step(office.as.finance, 3, "pay", voucher)).status).toBe(200);
    const { total, subjects, payers } = (await office.as.finance("GET", `/v1/rounds/${round}/payments`)).body;
    expect(total).toMatchObject({ dueFen: 235_600_000, paidFen: 235_600_000, outstandingFen: 0 });
    expect(subjects).toHaveLength(48);
    expect(payers.reduce((sum: number, one: { paidFen: number }) => sum + one.paidFen, 0)).toBe(total.paidFen);
    const own = (await office.as.village("GET", `/v1/rounds/${round}/payments`)).body;
    expect(own.subjects).toMatchObject([{ subjectId: village, paidFen: 5_600_000 }]);
    expect((await office.as.village("GET", pay(3))).body.lines).toHaveLength(1);
    const rows = await sheetOf(office.as.finance);
    expect(fen(rows, "due", "paid", "owed")).toEqual([total.dueFen, total.paidFen, 0]);
    expect(fen(rows, "payer.city", "payer.county", "payer.township")).toEqual(
      payers.map((one: { dueFen: number }) => one.dueFen),
    );
    const [first, correction] = await sheetOf(office.as.village);
    expect(correction).toMatchObject({
      kind: "backpay",
      due: 6_000,
      corrects: first!.id,
      reason: expect.stringContaining("56000元"),
    });
    expect(rows.filter(({ id }) => id.startsWith(`${round}.1.`))).toEqual([]);
  });

  test("keeps every line and step: the database refuses to change or remove any", async () => {
    for (const sql of ["delete from payment", "update payment set amountFen = 1", "delete from paymentStep"])
      await expect(office.d1.prepare(sql).run(), sql).rejects.toThrow("append-only");
    await expect(office.d1.prepare("update paymentStep set state = 'paid'").run()).rejects.toThrow("append-only");
    const { lines } = (await office.as.auditor("GET", `/v1/audit?target=${round}.2`)).body;
    expect(lines.map(({ action }: { action: string }) => action).sort()).toEqual([
      ...["payment.approve", "payment.pay", "payment.prepare", "payment.repay", "payment.return"],
    ]);
  });
});

/** Monthly funds, borne by other shares from July on, out of a fund that holds little more than is due. */
const monthly = "monthly-funds";
const year = "2013";
const assumed = "试验";
const dated = (value: unknown, from = "2013-01", to?: string) => ({ from, ...(to && { to }), value, assumed });
const shares = (city: number, county: number) => [
  { code: "city", title: "市级", share: city },
  { code: "county", title: "县级", share: county },
];
const monthlyFunds = () =>
  policy.parse({
    ...policies.find(({ id }) => id === "benxi-village-funds"),
    ...{ id: monthly, title: "按月的工作经费", effective: { from: "2013-01" }, checks: undefined },
    inputs: { months: { title: "月份", type: "months", from: { shape: "latest", sheet: `indicators.${monthly}` } } },
    months: { input: "months", missing: "unscored" },
    items: [
      {
        ...{ code: "funds", title: "工作经费", per: "month", round: { to: 0.01, mode: "halfUp" } },
        amount: { shape: "fixed", title: "每月", amount: [dated(300)] },
      },
    ],
    payers: { ties: "earlier", shares: [dated(shares(2, 1), "2013-01", "2013-06"), dated(shares(1, 2), "2013-07")] },
    fund: {
      ...{ code: "purse", title: "专项", over: "refuse", assumed, budget: [dated(6000)] },
      sources: [dated([{ code: "city", title: "市级", amount: 6000 }])],
    },
    tests: [
      {
        ...{ name: "跨半年", period: year, subjects: [{ id: "a", inputs: { months: "6-7" } }] },
        expect: [{ id: "a", amountFen: 60_000, payersFen: [30_000, 30_000] }],
      },
    ],
  });

const fill = async (months: Record<string, string>, period = year) => {
  const sheet = `/v1/sheets/indicators.${monthly}`;
  const rows = [];
  for (const [id, value] of Object.entries(months)) {
    const { version } = (await rowOf(office.as.prefecture, sheet, id, `period=${period}`))!;
    rows.push({ id, baseVersion: version, cells: { months: value } });
  }
  expect(statuses(await office.as.prefecture("PATCH", sheet, { period, rows }))).toEqual(rows.map(() => "saved"));
};

describe("a round that was paid and is opened again", () => {
  const [less, more, moved] = ["990101001001", "990101001002", "990101001003"];
  const of = `${monthly}.${year}.${prefecture}`;
  const fundNow = async () => (await office.as.finance("GET", `/v1/funds?period=${year}`)).body.funds[0];

  beforeAll(async () => {
    const documents = { policies: [...policies, monthlyFunds()], registers };
    await loadLibrary(office.db, documents, "2014-01-02T00:00:00.000Z");
    await fill({ [less]: "1-6", [more]: "1-3", [moved]: "1-3" });
    expect(await finalSubsidy(office, monthly, year)).toBe(of);
  });

  test("was approved by who made it final, for both times that was what others did", async () => {
    expect((await prepare({}, of)).body).toMatchObject({ lines: 3, amountFen: 360_000 });
    expect((await step(office.as.approver, 1, "approve", {}, {}, of)).body.state).toBe("approved");
    expect((await step(office.as.finance, 1, "pay", voucher, {}, of)).body.state).toBe("paid");
    expect(await fundNow()).toMatchObject({ dueFen: 360_000, paidFen: 360_000, leftFen: 240_000, outstandingFen: 0 });
  });

  test("stays due as it was until it is final anew, and nothing more of it is prepared", async () => {
    const reopened = await office.as.approver("POST", `/v1/rounds/${of}/steps`, {
      action: "reopen",
      reason: "月份有误",
    });
    expect(reopened.body.state).toBe("computed");
    await fill({ [less]: "1-2", [more]: "1-5", [moved]: "10-12" });
    await office.as.prefecture("POST", `/v1/rounds/${of}/compute`);
    expect((await prepare({}, of)).body.code).toBe("roundNotFinal");
    expect(await fundNow()).toMatchObject({ dueFen: 360_000, outstandingFen: 0 });
    expect((await sheetOf(office.as.finance, of)).map(({ state }) => state)).toEqual(["paid", "paid", "paid"]);
  });

  test("claws back, pays back, and moves between payers what comes to the same; each line names what it corrects", async () => {
    expect((await office.as.approver("POST", `/v1/rounds/${of}/finalise`)).body.state).toBe("final");
    const open = (await sheetOf(office.as.finance, of)).filter(({ state }) => state === "unprepared");
    expect(open.map(({ kind, due }) => [kind, due])).toEqual([
      ...[
        ["clawback", -1_200],
        ["backpay", 600],
        ["reshare", 0],
      ],
    ]);
    expect((await prepare({}, of)).body).toMatchObject({
      ...{ lines: 3, counts: { due: 0, backpay: 1, clawback: 1, reshare: 1 }, amountFen: -60_000 },
    });
    const first = (await office.as.finance("GET", pay(1, of))).body.lines;
    const { lines } = (await office.as.finance("GET", pay(2, of))).body;
    expect(lines.map((line: { corrects: string }) => line.corrects)).toEqual(first.map(({ id }: { id: string }) => id));
    const parts = lines.map((line: { parts: { amountFen: number }[] }) => line.parts.map(({ amountFen }) => amountFen));
    expect(parts).toEqual([
      [-80_000, -40_000],
      [40_000, 20_000],
      [-30_000, 30_000],
    ]);
    expect(lines.map(({ reason }: { reason: string }) => reason.split(":")[1])).toEqual([
      ...["应付由1800元改为600元", "应付由900元改为1500元", "应付900元不变,各方分担调整"],
    ]);
  });

  test("leaves the fund with what went out and came back, and each payer with its own", async () => {
    expect((await step(office.as.approver, 2, "approve", {}, {}, of)).status).toBe(200);
    expect(await fundNow()).toMatchObject({ paidFen: 360_000, approvedFen: 300_000, freeFen: 300_000 });
    expect((await step(office.as.finance, 2, "pay", voucher, {}, of)).status).toBe(200);
    const told = await fundNow();
    expect(told).toMatchObject({ dueFen: 300_000, paidFen: 300_000, leftFen: 300_000, outstandingFen: 0, overFen: 0 });
    expect(told.payers).toMatchObject([
      { paidFen: 170_000, dueFen: 170_000 },
      { paidFen: 130_000, dueFen: 130_000 },
    ]);
    expect((await prepare({}, of)).body.batch).toBeNull();
    expect((await step(office.as.approver, 1, "reject", { reason: "x" }, {}, of)).body.code).toBe("paymentState");
  });
});

describe("a batch that was prepared before the round was final anew", () => {
  const of = `${monthly}.2014.${prefecture}`;
  const finalAnew = async (months: string) => {
    await office.as.approver("POST", `/v1/rounds/${of}/steps`, { action: "reopen", reason: "月份有误" });
    await fill({ [village]: months }, "2014");
    await office.as.prefecture("POST", `/v1/rounds/${of}/compute`);
    expect((await office.as.approver("POST", `/v1/rounds/${of}/finalise`)).body.state).toBe("final");
  };
  const approve = (batch: number) => step(office.as.approver, batch, "approve", {}, {}, of);

  test("is rejected though it was approved, as long as it is not paid", async () => {
    await fill({ [village]: "1-6" }, "2014");
    expect(await finalSubsidy(office, monthly, "2014")).toBe(of);
    expect((await prepare({}, of)).body).toMatchObject({ batch: `${of}.1`, amountFen: 180_000 });
    expect((await approve(1)).status).toBe(200);
    await finalAnew("1-2");
    expect((await step(office.as.approver, 1, "reject", { reason: "多算四个月" }, {}, of)).body.state).toBe("rejected");
    expect((await step(office.as.finance, 1, "pay", voucher, {}, of)).body.code).toBe("paymentState");
    expect((await prepare({}, of)).body).toMatchObject({ batch: `${of}.2`, amountFen: 60_000 });
  });

  test("is not approved as it is: with the difference, or not at all", async () => {
    await finalAnew("1");
    expect(await approve(2)).toMatchObject({
      status: 409,
      body: { errors: [{ code: "paymentOutdated", message: expect.stringContaining("1个对象") }] },
    });
    expect((await prepare({}, of)).body).toMatchObject({ batch: `${of}.3`, amountFen: -30_000 });
    for (const batch of [2, 3]) {
      expect((await approve(batch)).status).toBe(200);
      expect((await step(office.as.finance, batch, "pay", voucher, {}, of)).status).toBe(200);
    }
  });

  test("says of what the bank sent back that it is not to be taken back once more", async () => {
    const lines = [`${of}.2.1`];
    expect((await step(office.as.finance, 2, "return", { lines, reason: "户名不符" }, {}, of)).status).toBe(200);
    await finalAnew("");
    expect((await prepare({}, of)).body).toMatchObject({ batch: `${of}.4`, amountFen: -30_000 });
    const [line] = (await office.as.finance("GET", pay(4, of))).body.lines;
    expect(line.reason).toMatch(/应付由300元改为0元;银行退回的600元没有到账,与重发冲抵,不另扣$/);
  });
});

describe("two rounds of a policy over the same people and time", () => {
  const later = "2017";
  const county = "990101000000";
  const final = async (regionCode: string) => {
    const asked = { policyId: "benxi-village-funds", period: later, regionCode };
    const { id } = (await office.as.prefecture("POST", "/v1/rounds", asked)).body;
    await office.as.prefecture("POST", `/v1/rounds/${id}/compute`);
    expect((await office.as.approver("POST", `/v1/rounds/${id}/finalise`)).status).toBe(200);
    return id as string;
  };

  test("are not both paid: of two that are prepared at once one is refused and names the other", async () => {
    const [wide, narrow] = [await final(prefecture), await final(county)];
    const both = await Promise.all([prepare({}, wide), prepare({}, narrow)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const [paid, refused] = both[0]!.status === 201 ? [wide, narrow] : [narrow, wide];
    expect(both.find(({ status }) => status === 409)!.body).toMatchObject({
      ...{ code: "paymentState", errors: [{ code: "paidElsewhere", message: expect.stringContaining(paid!) }] },
    });
    expect((await step(office.as.approver, 1, "reject", { reason: "改由另一批次发放" }, {}, paid)).status).toBe(200);
    expect((await prepare({}, refused)).status).toBe(201);
    expect((await prepare({}, paid)).body.errors[0].code).toBe("paidElsewhere");
  });
});

test("a fund that refuses is told of, and nothing beyond it is approved", async () => {
  const of = await finalSubsidy(office, "dongyang-venue-reward", "2014");
  const made = await prepare({}, of);
  expect(made.status).toBe(201);
  const fund = async () => (await office.as.finance("GET", "/v1/funds?period=2014")).body.funds[0];
  expect(await fund()).toMatchObject({
    ...{ round: of, over: "refuse", budgetFen: 200_000_000, carryOverFen: 0, computedCarryOverFen: null },
    ...{ dueFen: made.body.amountFen, approvedFen: 0, leftFen: 200_000_000 },
  });
  expect((await office.as.county("GET", "/v1/funds?period=2014")).body.funds).toEqual([]);
});

test("a fund that refuses has nothing approved beyond it", async () => {
  const sheet = "/v1/sheets/indicators.dongyang-venue-reward";
  const venues = rowsOf(await office.as.prefecture("GET", `${sheet}?period=2015`));
  const cells = { work: "newBuild", accepted: true, merged: true };
  const rows = venues.map(({ id, version }) => ({ id, baseVersion: version, cells }));
  await office.as.prefecture("PATCH", sheet, { period: "2015", rows });
  const of = await finalSubsidy(office, "dongyang-venue-reward", "2015");
  const { amountFen } = (await prepare({}, of)).body;
  expect(amountFen).toBeGreaterThan(200_000_000);
  const refused = await step(office.as.approver, 1, "approve", {}, {}, of);
  expect(refused).toMatchObject({ status: 409, body: { code: "overBudget" } });
  expect(refused.body.errors[0].message).toContain(`超出${amountFen / 100 - 2_000_000}元`);
});

test("nobody who has moved is paid by the rounds of both counties", async () => {
  const [from, to] = ["990101000000", "990102000000"];
  const roundOf = async (regionCode: string) => {
    const asked = { policyId: "benxi-village-funds", period: "2018", regionCode };
    const { id } = (await office.as.prefecture("POST", "/v1/rounds", asked)).body;
    await office.as.prefecture("POST", `/v1/rounds/${id}/compute`);
    expect((await office.as.approver("POST", `/v1/rounds/${id}/finalise`)).status).toBe(200);
    return id as string;
  };
  const first = await roundOf(from);
  expect((await prepare({}, first)).status).toBe(201);
  const move = (id: string, regionCode: string) =>
    office.d1
      .prepare("update entry set regionCode = ? where sheet = 'organizations' and id = ?")
      .bind(regionCode, id)
      .run();
  await move("990101001004", "990102001001");
  const refused = await prepare({}, await roundOf(to));
  expect(refused.body.errors[0]).toMatchObject({ code: "paidElsewhere", message: expect.stringContaining(first) });
});
