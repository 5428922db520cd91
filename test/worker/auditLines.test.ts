/** Every write leaves one line of the audit in its batch: every route that writes is called, and its batches are looked at. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { layoutFor } from "../../schema/sheet/workbook/layout.ts";
import { contentOf, snapshotOf } from "../../schema/sheet/workbook/snapshot.ts";
import { makeApp } from "../../worker/app.ts";
import { demoPassword } from "../../worker/cli/demo/load.ts";
import { sheetBook } from "../../worker/files/sheetBook.ts";
import { writeBook } from "../../worker/files/writeBook.ts";
import { open } from "../../worker/store/database.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import {
  finalSubsidy,
  formOf,
  indicators,
  type Office,
  openOffice,
  policies,
  prefecture,
  registers,
} from "./office.ts";

const star = "xinhui-star-organization";
const round = `${star}.2014-H1.${prefecture}`;
const subsidy = `benxi-village-funds.2016.${prefecture}`;
const cuts = "/grade/cuts@2014-01";

/** The tables that a statement of SQL writes to. */
const writesTo = (sql: string) => {
  const table = /^\s*(?:insert into|update|delete from|replace into)\s+"?(\w+)"?/i.exec(sql)?.[1];
  return table && untold.has(table) ? undefined : table;
};

/** Wrong passwords are counted, and how far a job has come is noted: no write that anybody asked for. */
const untold = new Set(["throttle", "job", "jobShard"]);

/** What was written in each batch, by the tables of its statements; what was written outside of any batch. */
let batches: string[][] = [];
let alone: string[] = [];
const told = new WeakMap<object, string>();

/** The statement with its SQL beside it, also once its parameters are bound. */
function watched(statement: D1PreparedStatement, sql: string): D1PreparedStatement {
  const proxy = new Proxy(statement, {
    get(target, name) {
      if (name === "bind") return (...values: unknown[]) => watched(target.bind(...values), sql);
      const member = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...given: unknown[]) => {
        if (writesTo(sql)) alone.push(sql);
        return member.apply(target, given);
      };
    },
  });
  told.set(proxy, sql);
  inner.set(proxy, statement);
  return proxy;
}
const inner = new WeakMap<object, D1PreparedStatement>();

const recording = new Proxy(env.DB, {
  get(target, name) {
    if (name === "prepare") return (sql: string) => watched(target.prepare(sql), sql);
    if (name === "batch")
      return (statements: D1PreparedStatement[]) => {
        batches.push(statements.flatMap((one) => writesTo(told.get(one) ?? "") ?? []));
        return target.batch(statements.map((one) => inner.get(one)!));
      };
    return Reflect.get(target, name).bind?.(target);
  },
});

const app = makeApp();
const tokens = new Map<string, string>();
async function call(account: string | undefined, method: string, path: string, body?: unknown) {
  [batches, alone] = [[], []];
  const answer = await app.request(
    path,
    {
      method,
      headers: {
        "cf-connecting-ip": "10.1.2.3",
        ...(account && { authorization: `Bearer ${tokens.get(account)}` }),
        ...(body !== undefined &&
          !(body instanceof FormData) && {
            "content-type": body instanceof Uint8Array ? "application/octet-stream" : "application/json",
          }),
      },
      ...(body !== undefined && {
        body: body instanceof Uint8Array || body instanceof FormData ? (body as BodyInit) : JSON.stringify(body),
      }),
    },
    { DB: recording },
  );
  const text = await answer.text();
  // biome-ignore lint/suspicious/noExplicitAny: read as a tool in any language would read it
  return { status: answer.status, body: (text ? JSON.parse(text) : undefined) as any };
}

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  await finalSubsidy(office);
  for (const account of ["prefecture", "approver", "viewer", "admin"])
    tokens.set(
      account,
      (await call(undefined, "POST", "/v1/sessions", { account, password: demoPassword })).body.token,
    );
});

const mark = (serviceTeam: number, baseVersion: number) => ({
  period: "2014-H1",
  rows: [{ id: "990101001001", baseVersion, cells: { serviceTeam } }],
});

interface Sample {
  as?: string;
  path: string | (() => string);
  body?: unknown | (() => unknown);
  /** What the line says; nothing where the route only computes. */
  line?: { action: string; target: string; regionCode: string; principal?: string; push?: true };
}

/** Rounds of another county: one that is shown to the public, and one that asks for submissions. */
const otherCounty = "990102000000";
const shown = `${star}.2014-H1.${otherCounty}`;
const asking = `${star}.2014-H2.${otherCounty}`;
const backward = `chuxiong-backward.2014.${prefecture}`;
let filed = "";
let pushed = 0;
let code = "";
let credential = "";
const oldTable = "村名,服务班子强\n示范一县城关镇03村,13\n";
const intoMarks = { sheet: indicators, period: "2014-H1" };
/** One write of every route that is not a GET, in the order in which they are made. */
/** A workbook file in which a figure of a village is another one. */
async function filledIn() {
  const { body } = await call("prefecture", "GET", `/v1/sheets/${indicators}?period=2014-H1&region=990101001001`);
  const snapshot = snapshotOf(body, { period: "2014-H1" }, "nonce");
  const content = contentOf(snapshot);
  const column = layoutFor(snapshot.definition).cells.find(
    ({ key, readOnly }) =>
      !readOnly &&
      body.definition.columns.some((one: { key: string; type: string }) => one.key === key && one.type === "decimal"),
  )!;
  const at = content.columns.indexOf(column.title);
  content.rows[0]![at] = content.rows[0]![at] === 1 ? 2 : 1;
  const now = new Date().toISOString();
  return writeBook(sheetBook([{ snapshot, content }], now, "试验"), now);
}

const samples: Record<string, Sample> = {
  "POST /v1/sessions": {
    path: "/v1/sessions",
    body: { account: "county", password: demoPassword },
    line: { action: "session.create", target: "county", regionCode: "990101000000", principal: "demo-county" },
  },
  "POST /v1/jobs/{job}/run": {
    as: "prefecture",
    path: "/v1/jobs/recompute/run",
    line: { action: "job.run", target: "recompute", regionCode: prefecture },
  },
  "POST /v1/keys": {
    as: "admin",
    path: "/v1/keys",
    body: { name: "试验", expiresAt: new Date(Date.now() + 60_000).toISOString() },
    line: { action: "key.create", target: "admin", regionCode: prefecture, principal: "demo-admin" },
  },
  "POST /v1/principals/{account}/codes": {
    as: "admin",
    path: "/v1/principals/village/codes",
    line: { action: "code.create", target: "village", regionCode: prefecture, principal: "demo-admin" },
  },
  "POST /v1/password/reset": {
    path: "/v1/password/reset",
    body: () => ({ account: "village", code, password: "maple-river-kite" }),
    line: { action: "password.reset", target: "village", regionCode: "990101001001", principal: "demo-village" },
  },
  "PUT /v1/password": {
    as: "admin",
    path: "/v1/password",
    body: { current: demoPassword, password: "maple-river-kite" },
    line: { action: "password.change", target: "admin", regionCode: prefecture, principal: "demo-admin" },
  },
  "DELETE /v1/credentials/{credential}": {
    as: "admin",
    path: () => `/v1/credentials/${credential}`,
    line: { action: "credential.revoke", target: "village", regionCode: prefecture, principal: "demo-admin" },
  },
  "DELETE /v1/credentials": {
    as: "admin",
    path: "/v1/credentials?account=village",
    line: { action: "credential.revoke", target: "village", regionCode: prefecture, principal: "demo-admin" },
  },
  "PATCH /v1/sheets/{sheet}": {
    as: "prefecture",
    path: `/v1/sheets/${indicators}`,
    body: mark(17, 1),
    line: { action: "sheet.push", target: indicators, regionCode: "990101001001", push: true },
  },
  "POST /v1/sheets/{sheet}.xlsx": {
    as: "prefecture",
    path: `/v1/sheets/${indicators}.xlsx`,
    body: filledIn,
    line: { action: "sheet.push", target: indicators, regionCode: "990101001001", push: true },
  },
  "POST /v1/pushes/{push}/undo": {
    as: "prefecture",
    path: () => `/v1/pushes/${pushed}/undo`,
    body: {},
    line: { action: "push.undo", target: indicators, regionCode: "990101001001", push: true },
  },
  "POST /v1/imports": {
    as: "prefecture",
    path: "/v1/imports",
    body: () => formOf(oldTable, intoMarks),
  },
  "POST /v1/imports/push": {
    as: "prefecture",
    path: "/v1/imports/push",
    body: () => formOf(oldTable, { ...intoMarks, seen: "999999" }),
    line: { action: "sheet.push", target: indicators, regionCode: "990101001003", push: true },
  },
  "POST /v1/rounds": {
    as: "prefecture",
    path: "/v1/rounds",
    body: { policyId: star, period: "2014-H1", regionCode: prefecture },
    line: { action: "round.open", target: round, regionCode: prefecture },
  },
  "POST /v1/rounds/{round}/compute": {
    as: "prefecture",
    path: `/v1/rounds/${round}/compute`,
    line: { action: "round.compute", target: round, regionCode: prefecture },
  },
  "POST /v1/rounds/{round}/comparison": {
    as: "viewer",
    path: `/v1/rounds/${round}/comparison`,
    body: () => formOf("村名,得分\n示范一县城关镇03村,80\n"),
    line: { action: "round.check", target: round, regionCode: prefecture, principal: "demo-viewer" },
  },
  "POST /v1/rounds/{round}/submissions/{region}": {
    as: "admin",
    path: `/v1/rounds/${asking}/submissions/990102001000`,
    body: { action: "submit" },
    line: { action: "submission.submit", target: asking, regionCode: "990102001000", principal: "demo-admin" },
  },
  "POST /v1/policies/{policy}/simulate": {
    as: "prefecture",
    path: `/v1/policies/${star}/simulate`,
    body: { round, values: [{ name: "/grade/cuts", value: { "5": 95, "4": 85, "3": 75 } }] },
    line: { action: "policy.simulate", target: round, regionCode: prefecture },
  },
  "POST /v1/rounds/{round}/publish": {
    as: "prefecture",
    path: () => `/v1/rounds/${shown}/publish`,
    body: {
      ...{ audience: ["villageBoard"], opensOn: "2114-08-01", closesOn: "2114-08-07", telephone: "0000" },
      acknowledgeAssumed: true,
    },
    line: { action: "round.publish", target: shown, regionCode: otherCounty },
  },
  "POST /v1/notices/{notice}/objections": {
    as: "prefecture",
    path: "/v1/notices/1/objections",
    body: { subjectId: `${otherCounty.slice(0, 6)}001001`, text: "有误", receivedOn: "2014-08-02" },
    line: {
      ...{ action: "objection.create", target: `1/${otherCounty.slice(0, 6)}001001` },
      regionCode: `${otherCounty.slice(0, 6)}001001`,
    },
  },
  "POST /v1/objections/{objection}/answer": {
    as: "prefecture",
    path: "/v1/objections/1/answer",
    body: { answer: "经查属实", effect: "upheld" },
    line: { action: "objection.answer", target: "1", regionCode: `${otherCounty.slice(0, 6)}001001` },
  },
  "POST /v1/rounds/{round}/steps": {
    as: "approver",
    path: `/v1/rounds/${shown}/steps`,
    body: { action: "reopen", reason: "异议成立" },
    line: { action: "round.reopen", target: shown, regionCode: otherCounty, principal: "demo-approver" },
  },
  "POST /v1/rounds/{round}/finalise": {
    as: "approver",
    path: `/v1/rounds/${round}/finalise`,
    line: { action: "round.finalise", target: round, regionCode: prefecture, principal: "demo-approver" },
  },
  "POST /v1/rounds/{round}/cases": {
    as: "prefecture",
    path: `/v1/rounds/${backward}/cases`,
    body: { deadline: "2014-12-31" },
    line: { action: "case.open", target: backward, regionCode: prefecture },
  },
  "POST /v1/cases/{case}": {
    as: "prefecture",
    path: () => `/v1/cases/${filed}`,
    body: { action: "extend", reason: "换届", deadline: "2015-06-30" },
    line: {
      action: "case.extend",
      get target() {
        return filed;
      },
      get regionCode() {
        return filed.slice(-12);
      },
    },
  },
  "POST /v1/rounds/{round}/payments": {
    as: "prefecture",
    path: `/v1/rounds/${subsidy}/payments`,
    line: { action: "payment.prepare", target: `${subsidy}.1`, regionCode: prefecture },
  },
  "POST /v1/payments/{batch}/steps": {
    as: "approver",
    path: `/v1/payments/${subsidy}.1/steps`,
    body: { action: "approve" },
    line: { action: "payment.approve", target: `${subsidy}.1`, regionCode: prefecture, principal: "demo-approver" },
  },
  "POST /v1/rounds/{round}/archive": {
    as: "prefecture",
    path: `/v1/rounds/${round}/archive`,
    line: { action: "round.archive", target: round, regionCode: prefecture },
  },
  "POST /v1/rounds/{round}/next": {
    as: "prefecture",
    path: `/v1/rounds/${round}/next`,
    line: { action: "round.draft", target: round.replace("2014-H1", "2014-H2"), regionCode: prefecture },
  },
  "POST /v1/policies": {
    as: "prefecture",
    path: "/v1/policies",
    body: { baseVersion: 1, document: { ...policies.find(({ id }) => id === star)!, title: "改了名的办法" } },
    line: { action: "policy.draft", target: `${star}@2`, regionCode: prefecture },
  },
  "POST /v1/policies/{policy}/versions/{version}/activate": {
    as: "approver",
    path: `/v1/policies/${star}/versions/2/activate`,
    line: { action: "policy.activate", target: `${star}@2`, regionCode: prefecture, principal: "demo-approver" },
  },
  "POST /v1/values": {
    as: "viewer",
    path: "/v1/values",
    body: { asked: [{ of: "stars", subjectId: "990101001001", period: "2014-H1" }] },
  },
  "POST /v1/calculate": {
    as: "viewer",
    path: "/v1/calculate",
    body: { policyId: star, period: "2014-H1", subjects: [{ id: "a", inputs: {} }] },
  },
  "DELETE /v1/sessions/current": {
    as: "viewer",
    path: "/v1/sessions/current",
    line: { action: "session.revoke", target: "viewer", regionCode: prefecture, principal: "demo-viewer" },
  },
};

/** What the batches of a request lack: a line each, and nothing written beside them. */
function unaudited() {
  const lacking = batches.filter(
    (tables) => tables.some((table) => table !== "audit") && tables.filter((table) => table === "audit").length !== 1,
  );
  return { lacking, alone };
}

async function askingRound() {
  const asked = { policyId: star, period: "2014-H2", regionCode: otherCounty, deadline: "2015-01-31" };
  expect((await call("prefecture", "POST", "/v1/rounds", asked)).status).toBe(201);
}

/** A round of another county, computed. */
async function computedRound() {
  const asked = { policyId: star, period: "2014-H1", regionCode: otherCounty };
  expect((await call("prefecture", "POST", "/v1/rounds", asked)).status).toBe(201);
  expect((await call("prefecture", "POST", `/v1/rounds/${shown}/compute`)).status).toBe(200);
}

/** A list of the round that has been computed, final. */
async function finalList() {
  const asked = { policyId: "chuxiong-backward", period: "2014", regionCode: prefecture };
  expect((await call("prefecture", "POST", "/v1/rounds", asked)).status).toBe(201);
  expect((await call("prefecture", "POST", `/v1/rounds/${backward}/compute`)).status).toBe(200);
  expect((await call("approver", "POST", `/v1/rounds/${backward}/finalise`)).status).toBe(200);
}

const lastLine = () => office.d1.prepare("select * from audit order by id desc limit 1").first();

const routes = Object.entries(
  makeApp().getOpenAPI31Document({ openapi: "3.1.0", info: { title: "", version: "" } }).paths ?? {},
).flatMap(([path, methods]) => Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`));

test("every route that is not a GET is called here, and nothing else is", () => {
  // Sign-in by a provider is off here; its line is looked at where there is one.
  const writing = routes.filter((route) => !route.startsWith("GET ") && route !== "POST /v1/sessions/oidc");
  expect(Object.keys(samples).sort()).toEqual(writing.sort());
});

describe.each(Object.entries(samples))("%s", (route, { as, path, body, line }) => {
  test(line ? "writes one line, with its write" : "writes nothing", async () => {
    if (route === "POST /v1/rounds/{round}/cases") await finalList();
    if (route === "POST /v1/rounds/{round}/publish") await computedRound();
    if (route === "POST /v1/rounds/{round}/submissions/{region}") await askingRound();
    const before = await office.count("audit");
    const place = typeof path === "string" ? path : path();
    const answer = await call(as, route.split(" ")[0]!, place, typeof body === "function" ? await body() : body);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    if (answer.body?.cases) filed = answer.body.cases[0].id;
    if (answer.body?.push) pushed = answer.body.push;
    if (answer.body?.code) [code, credential] = [answer.body.code, answer.body.id];
    expect(unaudited()).toEqual({ lacking: [], alone: [] });
    expect(await office.count("audit")).toBe(before + (line ? 1 : 0));
    if (!line) return;
    const { push, principal = "demo-prefecture", ...said } = line;
    expect(await lastLine()).toMatchObject({
      ...said,
      principal,
      address: "10.1.2.3",
      push: push ? pushed : null,
    });
  });
});

test("rows that nobody has touched, and the sheet of a policy's parameters, are pushed with a line too", async () => {
  const name = { rows: [{ id: "990101001001", baseVersion: 1, cells: { members: 33 } }] };
  await call("prefecture", "PATCH", "/v1/sheets/organizations", name);
  expect(unaudited()).toEqual({ lacking: [], alone: [] });
  expect(await lastLine()).toMatchObject({ action: "sheet.push", target: "organizations", regionCode: "990101001001" });
  const value = { rows: [{ id: cuts, baseVersion: 2, cells: { value: "5:90; 4:80; 3:70; 2:57; 1:50" } }] };
  await call("prefecture", "PATCH", `/v1/sheets/parameters.${star}`, value);
  expect(unaudited()).toEqual({ lacking: [], alone: [] });
  expect(await lastLine()).toMatchObject({
    action: "sheet.push",
    target: `parameters.${star}`,
    regionCode: prefecture,
  });
});

test("a push to two townships of a county is told of in the county", async () => {
  const rows = ["990101001002", "990101002001"].map((id) => ({ id, baseVersion: 1, cells: { serviceTeam: 12 } }));
  await call("prefecture", "PATCH", `/v1/sheets/${indicators}`, { period: "2014-H1", rows });
  expect(await lastLine()).toMatchObject({ regionCode: "990101000000" });
  const untouched = ["990101001002", "990102001001"].map((id) => ({ id, baseVersion: 1, cells: { members: 44 } }));
  await call("prefecture", "PATCH", "/v1/sheets/organizations", { rows: untouched });
  expect(await lastLine()).toMatchObject({ regionCode: prefecture });
});

test("the library is loaded with a line for every document that is new, and none for one that is there", async () => {
  const lines = () => office.d1.prepare("select target from audit where action = 'library.load'").all();
  const before = (await lines()).results.length;
  expect(before).toBe(policies.length + registers.length + 1);
  await loadLibrary(open(recording), { policies, registers }, "2014-02-01T00:00:00.000Z");
  expect((await lines()).results.length).toBe(before);
  const other = registers.map((one) => (one.id === "households" ? { ...one, title: "农户" } : one));
  await loadLibrary(open(recording), { policies, registers: other }, "2014-02-01T00:00:00.000Z");
  expect((await lines()).results.slice(before)).toEqual([{ target: "households" }]);
});

test("the database refuses to change, remove or replace a line or a seal", async () => {
  const run = (sql: string) => office.d1.prepare(sql).run();
  await run("insert into auditSeal values (1, '[]', 'x')");
  for (const sql of [
    "update audit set principal = 'somebody' where id = 1",
    "delete from audit where id = 1",
    "insert or replace into audit (id, at, principal, action, target, requestId) values (1, '', '', '', '', '')",
    "update auditSeal set seal = 'y'",
    "delete from auditSeal",
    "insert or replace into auditSeal values (1, '[]', 'y')",
  ])
    await expect(run(sql), sql).rejects.toThrow(/never (changed|removed|replaced)/);
});
