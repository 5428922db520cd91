/** A whole year of a prefecture, played through HTTP and the ticks of the clock as its offices would; every state is read back. */
import { createHash } from "node:crypto";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../schema/roles.ts";
import { type Installation, install } from "./installation.ts";

const prefecture = "990100000000";
const township = "990101001000";
const otherTownship = "990101002000";
const star = "xinhui-star-organization";
const ballots = "xinhui-three-ballots";
const backward = "chuxiong-backward";
const reward = "dongyang-venue-reward";
const idOf = (policyId: string, period: string) => `${policyId}.${period}.${prefecture}`;
const [first, second] = [idOf(star, "2014-H1"), idOf(star, "2014-H2")];
const [appraisal, list, money] = [idOf(ballots, "2014"), idOf(backward, "2014"), idOf(reward, "2014")];
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

let office: Installation;
beforeAll(async () => {
  office = await install({
    ...{ counties: 1, townships: 2, villages: 30, communities: 0 },
    ...{ householdsPerVillage: 1, personsPerVillage: 2 },
  });
});
afterAll(() => office.end());

/** A request that is answered as it should be; its body. */
async function ask(role: Role, method: string, path: string, body?: unknown, status = method === "POST" ? 0 : 200) {
  const answer = await office.call(role, method, path, body);
  const good = status === 0 ? answer.status === 200 || answer.status === 201 : answer.status === status;
  expect(good, `${role} ${method} ${path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 500)}`).toBe(true);
  return answer.body;
}
const refused = async (role: Role, path: string, body?: object) => {
  const answer = await office.call(role, "POST", path, body);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  return [answer.body.code, ...(answer.body.errors ?? []).map(({ code }: { code: string }) => code)];
};
const at = (round: string, path = "") => `/v1/rounds/${round}${path && `/${path}`}`;
const stateOf = async (round: string) => (await ask("viewer", "GET", at(round))).state;
const opened = (policyId: string, period: string, more: object = {}) =>
  ask("prefecture", "POST", "/v1/rounds", { policyId, period, regionCode: prefecture, ...more });
const compute = (round: string) => ask("prefecture", "POST", at(round, "compute"));

/** The rows of a sheet by id, as objects by column. */
async function rowsOf(role: Role, sheet: string, period: string) {
  const { definition, rows } = await ask(role, "GET", `/v1/sheets/${sheet}?period=${period}`);
  const keys: string[] = definition.columns.map(({ key }: { key: string }) => key);
  return new Map<string, { id: string; version: number; [key: string]: unknown }>(
    rows.map(({ id, version, cells }: { id: string; version: number; cells: unknown[] }) => [
      id,
      { ...Object.fromEntries(keys.map((key, i) => [key, cells[i]])), id, version },
    ]),
  );
}
/** Changes cells of rows as they stand; all are saved. */
async function change(role: Role, sheet: string, period: string, cells: Record<string, object>) {
  const standing = await rowsOf(role, sheet, period);
  const rows = Object.entries(cells).map(([id, one]) => ({
    ...{ id, baseVersion: standing.get(id)!.version, cells: one },
  }));
  const { results } = await ask(role, "PATCH", `/v1/sheets/${sheet}`, { period, rows });
  expect(results.map(({ status }: { status: string }) => status)).toEqual(rows.map(() => "saved"));
}
/** Adds rows to a ledger; all are saved. */
async function add(role: Role, sheet: string, period: string, cells: object[]) {
  const rows = cells.map((one, i) => ({ newKey: `n${i}`, cells: one }));
  const { results } = await ask(role, "PATCH", `/v1/sheets/${sheet}`, { period, rows });
  expect(results, JSON.stringify(results)).toMatchObject(rows.map(() => ({ status: "saved" })));
}

const publishing = (more: object = {}) => ({
  ...{ audience: ["villageBoard", "intranet"], opensOn: day(0), closesOn: day(7), telephone: "0879-12380" },
  ...{ acknowledgeAssumed: true, ...more },
});

/** Publishes a round, lets its notice run out by the clock, makes it final by another person. */
async function settle(round: string, audience = ["villageBoard"]) {
  await ask("prefecture", "POST", at(round, "publish"), publishing({ audience }));
  expect(await stateOf(round)).toBe("published");
  expect(await refused("approver", at(round, "finalise"))).toContain("noticeRunning");
  await office.tick("5 * * * *", Date.now() + 9 * 86_400_000);
  expect((await ask("viewer", "GET", at(round, "notices"))).notices[0].closedAt).not.toBeNull();
}
const finalise = async (round: string) => {
  expect((await ask("approver", "POST", at(round, "finalise"))).state).toBe("final");
  expect(await stateOf(round)).toBe("final");
};

describe("the first half-year's stars", () => {
  const indicators = `indicators.${star}`;
  const submission = (region: string) => at(first, `submissions/${region}`);
  const village = "990101001001";

  test("begin as a draft, and are opened", async () => {
    expect((await opened(star, "2014-H1", { draft: true, deadline: day(10) })).state).toBe("draft");
    expect(await refused("prefecture", at(first, "compute"))).toContain("roundState");
    expect((await ask("prefecture", "POST", at(first, "steps"), { action: "open" })).state).toBe("open");
  });

  test("are filled in and submitted, returned with a reason, corrected and accepted", async () => {
    await change("township", indicators, "2014-H1", { [village]: { serviceTeam: 20 } });
    expect((await ask("township", "POST", submission(township), { action: "submit" })).state).toBe("submitted");
    const reason = "服务班子得分没有依据";
    expect((await ask("county", "POST", submission(township), { action: "return", reason })).state).toBe("returned");
    expect((await ask("township", "GET", submission(township))).steps.at(-1)).toMatchObject({ reason });
    const progress = await ask("county", "GET", at(first, "submissions"));
    expect(progress.townships.map(({ state }: { state: string }) => state)).toEqual(["pending", "returned"]);
    expect(progress.townships[0].remind).toContain("请");
    await change("township", indicators, "2014-H1", { [village]: { serviceTeam: 15.5 } });
    await ask("township", "POST", submission(township), { action: "submit" });
    expect(await refused("prefecture", at(first, "publish"), publishing())).toContain("roundState");
    await ask("admin", "POST", submission(otherTownship), { action: "submit" });
    for (const region of [township, otherTownship])
      expect((await ask("county", "POST", submission(region), { action: "accept" })).state).toBe("accepted");
    const { version } = (await rowsOf("township", indicators, "2014-H1")).get(village)!;
    const late = { period: "2014-H1", rows: [{ id: village, baseVersion: version, cells: { serviceTeam: 1 } }] };
    const { results } = await ask("township", "PATCH", `/v1/sheets/${indicators}`, late);
    expect(results[0].status).toBe("forbidden");
  });

  test("are computed once; on unchanged data the job writes nothing, after one changed entry what changed", async () => {
    expect(await compute(first)).toMatchObject({ scored: expect.any(Number), unchanged: 0 });
    expect(await stateOf(first)).toBe("computed");
    const job = () => ask("admin", "POST", "/v1/jobs/recompute/run");
    expect(await job()).toMatchObject({ outcomesWritten: 0 });
    await change("prefecture", indicators, "2014-H1", { [village]: { serviceTeam: 16 } });
    expect((await job()).outcomesWritten).toBeGreaterThan(0);
    expect(await job()).toMatchObject({ outcomesWritten: 0 });
  });

  test("are published with the last seal, objected to, answered, and made final by another person", async () => {
    await office.tick("*/10 * * * *", Date.now());
    expect(await refused("prefecture", at(first, "publish"), publishing({ acknowledgeAssumed: false }))).toContain(
      "assumedOpen",
    );
    const { notice, number, seal } = await ask("prefecture", "POST", at(first, "publish"), publishing());
    expect([number, seal.line]).toEqual([`公示〔${day(0).slice(0, 4)}〕1号`, expect.any(Number)]);
    const { objection } = await ask("county", "POST", `/v1/notices/${notice}/objections`, {
      ...{ subjectId: village, text: "服务班子得分偏高", objector: "某村民", receivedOn: day(1) },
    });
    await office.tick("5 * * * *", Date.now() + 9 * 86_400_000);
    expect(await refused("approver", at(first, "finalise"))).toEqual(["notReady", "objectionsOpen"]);
    const answer = { answer: "经查,得分有记录为证", effect: "dismissed" };
    expect((await ask("county", "POST", `/v1/objections/${objection}/answer`, answer)).effect).toBe("dismissed");
    expect(await refused("prefecture", at(first, "finalise"))).toContain("forbidden");
    await finalise(first);
    expect((await ask("approver", "GET", `/v1/notices/${notice}/clearance`)).text).toContain("没有一件成立");
  });
});

test("the second half-year's stars are computed by the night, go by the first's, and are made final", async () => {
  await opened(star, "2014-H2");
  const worst = "990101001002";
  await change("prefecture", `indicators.${star}`, "2014-H2", {
    [worst]: { serviceTeam: 0, servicePersonnel: 0, serviceCapability: 0 },
  });
  await office.tick("30 18 * * *", Date.now());
  expect(await stateOf(second)).toBe("computed");
  const { outcomes } = await ask("viewer", "GET", at(second, "outcomes"));
  expect(outcomes.length).toBeGreaterThan(20);
  // Stars fall by two a round at most, and the explanation says from where.
  const { trace, stars } = await ask("viewer", "GET", at(second, `outcomes/${worst}`));
  const before = (await ask("viewer", "GET", at(first, `outcomes/${worst}`))).stars;
  expect(before - stars).toBe(2);
  const movement = trace.find(({ shape }: { shape: string }) => shape === "movement");
  expect(movement.inputs[0].from[0]).toMatchObject({ sheet: `outcomes.${star}`, period: "2014-H1", id: worst });
  await settle(second);
  await finalise(second);
});

test("the appraisal is not published before its tallies add up, and is published, final and explained", async () => {
  await opened(ballots, "2014");
  await compute(appraisal);
  const open = (await ask("viewer", "GET", at(appraisal, "outcomes"))).unscored.filter(
    ({ code }: { code: string }) => code === "unreconciled",
  );
  expect(open.length).toBeGreaterThan(0);
  expect(await refused("prefecture", at(appraisal, "publish"), publishing())).toContain("talliesOpen");
  const rows = await rowsOf("prefecture", `tallies.${ballots}`, "2014");
  const corrected = Object.fromEntries(
    open.map(({ subjectId }: { subjectId: string }) => [
      subjectId,
      { "masses.returned": Number(rows.get(subjectId)!["masses.returned"]) + 5 },
    ]),
  );
  await change("prefecture", `tallies.${ballots}`, "2014", corrected);
  await compute(appraisal);
  await settle(appraisal);
  await finalise(appraisal);
  const [{ subjectId, grade }] = (await ask("viewer", "GET", at(appraisal, "outcomes"))).outcomes;
  const explained = await ask("viewer", "GET", at(appraisal, `outcomes/${subjectId}`));
  expect([explained.equal, explained.grade]).toEqual([true, grade]);
});

describe("the backward list", () => {
  test("is a tenth, is not shown on the internet without a reason, and is final", async () => {
    await opened(backward, "2014");
    await compute(list);
    expect(await refused("prefecture", at(list, "publish"), publishing({ audience: ["internet"] }))).toContain(
      "reasonMissing",
    );
    await settle(list, ["intranet"]);
    await finalise(list);
    const { outcomes } = await ask("viewer", "GET", `${at(list, "outcomes")}?selected=true`);
    expect(outcomes).toHaveLength(3);
  });

  test("puts every organization under rectification, followed until it is struck off", async () => {
    const { cases } = await ask("county", "POST", at(list, "cases"), { deadline: day(180) });
    expect(cases).toHaveLength(3);
    const mine = cases.find(({ subjectId }: { subjectId: string }) => subjectId === "990101001002");
    const subject = mine.subjectId;
    const step = (role: Role, action: string, more: object = {}) =>
      ask(role, "POST", `/v1/cases/${mine.id}`, { action, ...more });
    expect(await refused("township", `/v1/cases/${mine.id}`, { action: "plan" })).toContain("planMissing");
    await add("township", "register.rectification-plan", "2014", [
      {
        ...{
          subject,
          problem: "班子不团结",
          cause: "群众意见大",
          measure: "重新分工,每周碰头",
          responsible: "镇党委书记",
        },
        dueOn: day(90),
      },
    ]);
    expect((await step("township", "plan")).state).toBe("rectifying");
    const plan = await rowsOf("township", "register.rectification-plan", "2014");
    const [measure] = [...plan.values()].filter((row) => row.subject === subject);
    expect(await refused("township", `/v1/cases/${mine.id}`, { action: "accept" })).toContain("measureUnfinished");
    await change("township", "register.rectification-plan", "2014", {
      [measure!.id]: { finishedOn: day(0), result: "已分工并公布" },
    });
    expect((await step("township", "accept")).state).toBe("accepted");
    expect((await step("county", "review")).state).toBe("reviewed");
    expect(await refused("county", `/v1/cases/${mine.id}`, { action: "close" })).toContain("secondPerson");
    expect((await step("approver", "close")).state).toBe("closed");
    const { steps } = await ask("viewer", "GET", `/v1/cases/${mine.id}`);
    expect(steps.map(({ action }: { action: string }) => action)).toEqual(["plan", "accept", "review", "close"]);
    const open = (await ask("county", "GET", "/v1/cases")).cases.map(({ id }: { id: string }) => id);
    expect(open).toHaveLength(2);
    expect(open).not.toContain(mine.id);
  });
});

describe("the rewards for venues", () => {
  const sheet = `indicators.${reward}`;
  const batch = (n: number) => `/v1/payments/${money}.${n}`;
  const step = (role: Role, n: number, action: string, more: object = {}) =>
    ask(role, "POST", `${batch(n)}/steps`, { action, ...more });
  const voucher = (reference: string) => ({ reference, paidOn: day(0) });

  test("are computed, made final, prepared, approved by another and paid by a third", async () => {
    await opened(reward, "2014");
    await change("prefecture", sheet, "2014", {
      V990101001001: { work: "newBuild", accepted: true, merged: false },
      V990101002001: { work: "convert", accepted: true, merged: false },
    });
    await compute(money);
    await finalise(money);
    const prepared = await ask("prefecture", "POST", at(money, "payments"));
    expect(prepared).toMatchObject({ batch: `${money}.1`, counts: { backpay: 0, clawback: 0 } });
    expect(await refused("prefecture", `${batch(1)}/steps`, { action: "approve" })).toContain("forbidden");
    expect((await step("approver", 1, "approve")).state).toBe("approved");
    expect((await step("finance", 1, "pay", voucher("2014-0001"))).state).toBe("paid");
    const { total } = await ask("finance", "GET", at(money, "payments"));
    expect(total).toMatchObject({ paidFen: prepared.amountFen, outstandingFen: 0 });
  });

  test("are opened again with a reason, and what was paid too much is taken back by a line that says so", async () => {
    const before = await ask("finance", "GET", at(money, "payments"));
    expect(await refused("approver", at(money, "steps"), { action: "reopen" })).toContain("reasonMissing");
    const reason = "城关镇01村实为修建,误录为新建";
    await ask("approver", "POST", at(money, "steps"), { action: "reopen", reason });
    expect(await stateOf(money)).toBe("computed");
    await change("prefecture", sheet, "2014", { V990101001001: { work: "repair" } });
    await compute(money);
    await finalise(money);
    const prepared = await ask("prefecture", "POST", at(money, "payments"));
    expect(prepared).toMatchObject({ batch: `${money}.2`, lines: 1, counts: { clawback: 1 }, amountFen: -3_000_000 });
    await step("approver", 2, "approve");
    const { lines } = await step("finance", 2, "pay", voucher("2014-0002"));
    expect(lines[0]).toMatchObject({
      ...{ subjectId: "V990101001001", kind: "clawback", amountFen: -3_000_000, state: "paid" },
      corrects: expect.stringContaining(`${money}.1`),
    });
    const after = await ask("finance", "GET", at(money, "payments"));
    expect(after.total).toMatchObject({ paidFen: before.total.paidFen - 3_000_000, outstandingFen: 0 });
    const { steps } = await ask("viewer", "GET", at(money, "steps"));
    expect(steps.at(-1)).toMatchObject({ action: "reopen", reason, detail: { finalRun: expect.any(Number) } });
    const { funds } = await ask("finance", "GET", "/v1/funds?period=2014");
    expect(funds[0]).toMatchObject({ leftFen: 200_000_000 - after.total.paidFen });
  });
});

describe("the year's end", () => {
  test.each([first, second, appraisal, list, money])("archives %s in one file that can be checked", async (round) => {
    const made = await ask("prefecture", "POST", at(round, "archive"));
    expect(await stateOf(round)).toBe("archived");
    const answer = await office.send("approver", "GET", at(round, "archive/file"));
    const zip = new Uint8Array(await answer.arrayBuffer());
    const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
    expect(hashOf(zip)).toBe(made.sha256);
    const files = unzipSync(zip);
    const index = JSON.parse(new TextDecoder().decode(files["index.json"]));
    expect(index).toMatchObject({ round, seal: { line: expect.any(Number) }, label: "演示数据" });
    for (const { path, sha256 } of index.files) expect(hashOf(files[path]!), path).toBe(sha256);
    const named = index.files.map(({ path }: { path: string }) => path);
    expect(named).toEqual(expect.arrayContaining(["policy.json", "round.json", "outcomes.csv"]));
    const own = { [first]: "submissions.json", [list]: "cases.json", [money]: "payments.json" }[round];
    expect(named).toContain(own ?? "notices.json");
    expect(new TextDecoder().decode(files["notices.json"] ?? new Uint8Array())).not.toContain("某村民");
    expect(await refused("approver", at(round, "steps"), { action: "reopen", reason: "更正" })).toContain("roundState");
  });

  test("carries policies, subjects, open cases and what is left of the fund into the next year", async () => {
    const next = (round: string) => ask("prefecture", "POST", at(round, "next"));
    expect(await next(second)).toMatchObject({
      ...{ round: { id: idOf(star, "2015-H1"), state: "draft" }, subjects: { judged: 30, before: 30 } },
    });
    expect(await next(list)).toMatchObject({ round: { id: idOf(backward, "2015") }, cases: { open: 2, closed: 1 } });
    expect((await next(appraisal)).round.state).toBe("draft");
    const { fund, policy, round } = await next(money);
    expect(policy).toMatchObject({ draft: 2 });
    await ask("approver", "POST", `/v1/policies/${reward}/versions/2/activate`);
    for (const id of [idOf(star, "2015-H1"), idOf(backward, "2015"), idOf(ballots, "2015"), round.id]) {
      expect(await stateOf(id)).toBe("draft");
      expect((await ask("prefecture", "POST", at(id, "steps"), { action: "open" })).state).toBe("open");
    }
    const { funds } = await ask("finance", "GET", "/v1/funds?period=2015");
    expect(funds[0]).toMatchObject({ carryOverFen: fund.leftFen, computedCarryOverFen: fund.leftFen });
    // What is not struck off is followed on; the months that are missing are told.
    const open = (await ask("county", "GET", "/v1/cases")).cases;
    expect(open.map(({ period }: { period: string }) => period)).toEqual(["2014", "2014"]);
    expect(open[0].remind).toContain("请");
  });

  test("leaves an audit in which every step stands, sealed to its end", async () => {
    await office.tick("*/10 * * * *", Date.now());
    const actions = new Set<string>();
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: { lines: { action: string }[]; next: string | null } = await ask(
        "auditor",
        "GET",
        `/v1/audit?limit=1000${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      for (const { action } of page.lines) actions.add(action);
      cursor = page.next;
    }
    for (const action of [
      ...["round.draft", "round.open", "round.compute", "round.publish", "round.finalise", "round.reopen"],
      ...["round.archive", "submission.submit", "submission.return", "submission.accept", "objection.create"],
      ...["objection.answer", "notice.close", "case.open", "case.plan", "case.accept", "case.review", "case.close"],
      ...["payment.prepare", "payment.approve", "payment.pay", "policy.draft", "policy.activate", "sheet.push"],
    ])
      expect(actions).toContain(action);
  });
});
