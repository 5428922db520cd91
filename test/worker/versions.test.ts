/** Versions of a policy through the whole worker: drafted by one, activated by another, told apart by rounds. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Policy } from "../../schema/policy/policy.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import {
  type Answer,
  type Client,
  type Office,
  openOffice,
  otherCounty,
  policies,
  prefecture,
  registers,
  rowsOf,
  village,
} from "./office.ts";

const star = "xinhui-star-organization";
const parameters = `parameters.${star}`;
const cases = `cases.${star}`;
const first = "/score/of/0/max@2014-01";
const second = "/score/of/1/max@2014-01";

let office: Office;
let clerk: Client;
let approver: Client;
/** Writes and activates; may therefore approve what others wrote, and not what it wrote itself. */
let both: Client;
let elsewhere: Client;
beforeAll(async () => {
  office = await openOffice();
  clerk = office.as.prefecture;
  approver = office.as.approver;
  both = await person("both", [
    ["prefecture", prefecture],
    ["approver", prefecture],
  ]);
  elsewhere = await person("elsewhere", [["county", otherCounty]]);
});

/** Another account of the office, with the demo's password. */
async function person(account: string, grants: [role: string, regionCode: string][]): Promise<Client> {
  const copy =
    "insert into principal (id, account, name, password, locked, demo) select ?1, ?1, ?1, password, locked, demo from principal where account = 'viewer'";
  await office.d1.prepare(copy).bind(account).run();
  for (const grant of grants)
    await office.d1
      .prepare(`insert into "grant" values (?, ?, ?)`)
      .bind(account, ...grant)
      .run();
  return office.signIn(account);
}

const pull = (who: Client, sheet: string, query = "") => who("GET", `/v1/sheets/${sheet}?${query}`);
const push = (who: Client, sheet: string, rows: unknown[], more: object = {}, headers = {}) =>
  who("PATCH", `/v1/sheets/${sheet}`, { rows, ...more }, headers);
const versionsOf = async (id = star, who = clerk) => (await who("GET", `/v1/policies/${id}/versions`)).body.versions;
const working = async (id = star): Promise<number> =>
  Math.max(...(await versionsOf(id)).map(({ version }: { version: number }) => version));
const read = (version: number, id = star, who = clerk) => who("GET", `/v1/policies/${id}/versions/${version}`);
const activate = (who: Client, version: number, id = star) =>
  who("POST", `/v1/policies/${id}/versions/${version}/activate`);
const rowOf = async (sheet: string, id: string) => rowsOf(await pull(clerk, sheet)).find((row) => row.id === id)!;
/** Changes one value of the working version. */
const set = async (who: Client, id: string, value: unknown, more: object = {}, headers = {}) =>
  push(who, parameters, [{ id, baseVersion: await working(), cells: { value } }], more, headers);
/** Confirms every case that does not come out. */
async function confirmAll(who: Client, sheet = cases): Promise<Answer> {
  const wrong = rowsOf(await pull(who, sheet)).filter(({ agrees }) => agrees === false);
  return push(
    who,
    sheet,
    wrong.map(({ id, version }) => ({ id, baseVersion: version, cells: { confirm: "是" } })),
  );
}
const tables = ["policy", "push", "audit", "idempotency"];
const counts = () => Promise.all(tables.map(office.count));

test("a changed parameter comes into force through passing cases and a second person only; old rounds stay as they are", async () => {
  const roundOf = (period: string) => `/v1/rounds/${star}.${period}.${prefecture}`;
  const open = (period: string) => clerk("POST", "/v1/rounds", { policyId: star, period, regionCode: prefecture });
  await open("2014-H1");
  await clerk("POST", `${roundOf("2014-H1")}/compute`);
  const old = async () => [
    (await clerk("GET", `${roundOf("2014-H1")}/outcomes`)).text,
    (await clerk("GET", `${roundOf("2014-H1")}/outcomes/${village}`)).text,
  ];
  const before = await old();
  const documentBefore = (await clerk("GET", `/v1/policies/${star}`)).text;

  expect(await rowOf(parameters, first)).toMatchObject({
    title: "服务班子强满分",
    value: "20",
    from: "2014-01",
    state: "现行",
    version: 1,
  });
  const saved = await set(clerk, first, "18", { note: "三强各18分" });
  expect(saved.body.results).toEqual([{ id: first, status: "saved", version: 2 }]);
  expect(saved.body.push).toBeGreaterThan(0);
  expect(await rowOf(parameters, first)).toMatchObject({ value: "18", state: "草案", version: 2 });
  expect((await clerk("GET", `/v1/policies/${star}`)).text).toBe(documentBefore);

  const wrong = rowsOf(await pull(approver, cases)).filter(({ agrees }) => agrees === false);
  expect(wrong).toContainEqual(
    expect.objectContaining({ field: "得分", expected: "94", actual: "92.5", state: "草案" }),
  );
  expect(saved.body.draft).toEqual({ version: 2, failed: wrong.length });
  const early = await activate(approver, 2);
  expect(early).toMatchObject({ status: 422, body: { code: "testsFail" } });
  expect(early.body.failed).toHaveLength(wrong.length);
  expect(early.body.failed).toContainEqual(expect.objectContaining({ field: "score", expected: 94, actual: 92.5 }));

  expect((await confirmAll(clerk)).body).toMatchObject({
    summary: { saved: wrong.length },
    draft: { version: 3, failed: 0 },
  });
  const compared = (await read(3, star, approver)).body;
  expect(compared).toMatchObject({ state: "draft", failed: [], changed: { other: false } });
  expect(compared.changed.parameters).toEqual([
    expect.objectContaining({
      name: "/score/of/0/max",
      title: "服务班子强满分",
      before: expect.objectContaining({ value: 20 }),
      after: expect.objectContaining({ value: 18, from: "2014-01" }),
    }),
  ]);
  expect(compared.changed.cases).toContainEqual(expect.objectContaining({ field: "score", before: 94, after: 92.5 }));

  expect((await activate(clerk, 3)).body.code).toBe("forbidden");
  expect((await activate(approver, 3)).body).toMatchObject({ id: star, version: 3, state: "active" });
  expect(await versionsOf()).toMatchObject([
    { version: 1, state: "superseded", by: "资料库" },
    { version: 2, state: "superseded", by: "州委组织部(演示数据)", note: "三强各18分", activatedBy: null },
    { version: 3, state: "active", activatedBy: "州委组织部复核人(演示数据)", activatedAt: expect.any(String) },
  ]);
  expect((await rowOf(parameters, first)).state).toBe("现行");
  expect(await activate(approver, 3)).toMatchObject({ status: 409, body: { code: "notDraft" } });

  expect(await old()).toEqual(before);
  expect((await clerk("POST", `${roundOf("2014-H1")}/compute`)).body).toMatchObject({ written: 0 });
  expect(await old()).toEqual(before);
  expect((await open("2014-H2")).body.policyVersion).toBe(3);
  await clerk("POST", `${roundOf("2014-H2")}/compute`);
  const { trace, policy } = (await clerk("GET", `${roundOf("2014-H2")}/outcomes/${village}`)).body;
  expect(policy.version).toBe(3);
  expect(JSON.stringify(trace)).toContain('"name":"/score/of/0/max","title":"服务班子强满分","value":18');
});

test("an old round explains itself by its own version, also where the new one asks for other things", async () => {
  const path = `/v1/rounds/${star}.2014-H1.${prefecture}/outcomes/${village}`;
  const before = (await clerk("GET", path)).text;
  const { document } = (await read(await working())).body;
  document.inputs.serviceTeam.title = "服务班子";
  document.period = ["year", "half-year"];
  const baseVersion = await working();
  const drafted = await clerk("POST", "/v1/policies", { document, baseVersion, note: "改为按年" });
  expect(drafted).toMatchObject({ status: 201, body: { state: "draft", failed: [] } });
  expect((await read(drafted.body.version)).body.changed).toEqual({ parameters: [], cases: [], other: true });
  expect((await activate(approver, drafted.body.version)).status).toBe(200);
  expect((await clerk("GET", path)).text).toBe(before);
  // and back, for the tests that follow
  const back = { ...document, period: "half-year" };
  const { version } = (await clerk("POST", "/v1/policies", { document: back, baseVersion: drafted.body.version })).body;
  expect((await activate(approver, version)).status).toBe(200);
});

describe("a second person", () => {
  test("nobody activates a sequence of versions in which one is their own", async () => {
    await set(both, second, 17);
    expect((await confirmAll(clerk)).body.summary.saved).toBeGreaterThan(0);
    const version = await working();
    expect(await activate(both, version)).toMatchObject({ status: 403, body: { code: "secondPerson" } });
    expect((await activate(approver, version)).status).toBe(200);
    await set(clerk, second, 20);
    await confirmAll(clerk);
    expect((await activate(both, await working())).status).toBe(200);
  });

  test("a draft is read by the office that keeps the policy, not by those whom it will judge", async () => {
    await set(clerk, first, 12);
    const version = await working();
    const path = `/v1/policies/${star}/versions`;
    const valueFor = async (who: Client) => rowsOf(await pull(who, parameters)).find(({ id }) => id === first)!;
    for (const who of [approver, office.as.viewer]) {
      expect((await who("GET", `${path}/${version}`)).body).toMatchObject({ version, state: "draft" });
      expect(await valueFor(who)).toMatchObject({ value: "12", state: "草案" });
    }
    for (const who of [office.as.county, office.as.township, office.as.village]) {
      expect((await who("GET", `${path}/${version}`)).status).toBe(404);
      const { versions } = (await who("GET", path)).body;
      expect(versions.map(({ state }: { state: string }) => state)).not.toContain("draft");
      expect((await valueFor(who)).state).toBe("现行");
    }
    await set(clerk, first, 18);
  });

  test("who may read but not write sees the sheets and cannot change them", async () => {
    for (const who of [approver, office.as.county, office.as.township, office.as.viewer]) {
      const pulled = await pull(who, parameters);
      expect(pulled.body.definition.editable).toBe(false);
      expect(await set(who, first, 11)).toMatchObject({ status: 403 });
    }
    const { sheets } = (await clerk("GET", "/v1/sheets")).body;
    for (const id of [parameters, cases])
      expect(sheets.find((sheet: { id: string }) => sheet.id === id)).toMatchObject({
        group: "参数",
        period: "none",
        editable: true,
      });
  });
});

describe("several clerks", () => {
  test("different parameters both land, the same one is a conflict with all three values", async () => {
    const baseVersion = await working();
    const send = (who: Client, id: string, value: number) =>
      push(who, parameters, [{ id, baseVersion, cells: { value } }]);
    expect((await send(clerk, first, 17)).body.results[0]).toMatchObject({ status: "saved" });
    expect((await send(both, second, 16)).body.results[0]).toMatchObject({ status: "saved", version: baseVersion + 2 });
    const clash = await send(both, first, 15);
    expect(clash.body).toMatchObject({
      push: null,
      results: [
        {
          status: "conflict",
          version: baseVersion + 2,
          conflicts: [{ key: "value", base: "18", theirs: "17", mine: "15" }],
        },
      ],
    });
    expect((await send(both, first, 17)).body.results[0].status).toBe("unchanged");
    const other = await push(both, parameters, [{ id: first, baseVersion, cells: { to: "2019-12" } }]);
    expect(other.body.results[0]).toMatchObject({ status: "merged", cells: { value: "17", to: "2019-12" } });
    expect(await rowOf(parameters, second)).toMatchObject({ value: "16" });
  });

  test("at the same moment, every one lands", async () => {
    const baseVersion = await working();
    const answers = await Promise.all(
      [0, 1, 2, 3].map((i) =>
        push(i % 2 ? clerk : both, parameters, [
          { id: `/score/of/${i}/max@2014-01`, baseVersion, cells: { assumed: `同时修改${i}` } },
        ]),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await working()).toBe(baseVersion + 4);
    const rows = rowsOf(await pull(clerk, parameters));
    expect(rows.slice(0, 4).map(({ assumed }) => assumed)).toEqual([0, 1, 2, 3].map((i) => `同时修改${i}`));
  });

  test("a repeated key makes no second draft; an unchanged push writes nothing at all", async () => {
    const key = { "idempotency-key": "draft-1" };
    const rows = [{ id: second, baseVersion: await working(), cells: { value: 14 } }];
    const one = await push(clerk, parameters, rows, {}, key);
    const before = await counts();
    expect((await push(clerk, parameters, rows, {}, key)).body).toEqual(one.body);
    expect(await push(clerk, parameters, rows, { note: "另一请求" }, key)).toMatchObject({
      body: { code: "keyReused" },
    });
    expect((await set(clerk, second, "14")).body).toMatchObject({ push: null, summary: { unchanged: 1 } });
    expect(await counts()).toEqual(before);
  });

  test("one push makes one draft, with one push, one audit line", async () => {
    const [policyRows, pushes, lines] = await counts();
    const baseVersion = await working();
    const rows = [
      { id: first, baseVersion, cells: { value: 13 } },
      { id: second, baseVersion, cells: { value: 13 } },
      { newKey: "n", cells: { parameter: "/grade/cuts", value: "5:91", from: "2016-01", assumed: "示例" } },
    ];
    const saved = await push(clerk, parameters, rows);
    expect(saved.body.results.map((one: { version: number }) => one.version)).toEqual(Array(3).fill(baseVersion + 1));
    expect((await counts()).slice(0, 3)).toEqual([policyRows! + 1, pushes! + 1, lines! + 1]);
    const line = await office.d1.prepare("select * from audit order by id desc limit 1").first();
    expect(line).toMatchObject({
      action: "sheet.push",
      target: parameters,
      push: saved.body.push,
      regionCode: prefecture,
    });
  });

  test("a bad row is refused with its reason; atomic saves none", async () => {
    const baseVersion = await working();
    const rows = [
      { id: first, baseVersion, cells: { value: 12 } },
      { id: "/grade/cuts@2014-01", baseVersion, cells: { value: "5:90; 4:95" } },
    ];
    const none = await push(clerk, parameters, rows, { mode: "atomic" });
    expect(none).toMatchObject({ status: 409, body: { code: "atomicRefused" } });
    expect(await working()).toBe(baseVersion);
    const { body } = await push(clerk, parameters, rows);
    expect(body.results).toMatchObject([
      { status: "saved" },
      { status: "invalid", errors: [{ key: "value", message: "星级越高,分数线须越高", fix: expect.any(String) }] },
    ]);
    expect(await rowOf(parameters, first)).toMatchObject({ value: "12" });
    const sourced = [{ id: first, baseVersion: await working(), cells: { source: "新会镇〔2014〕9号" } }];
    const unquoted = (await push(clerk, parameters, sourced)).body.results[0].errors;
    expect(unquoted).toEqual([{ key: "quote", code: "required", message: "缺少“原文”", fix: "补上" }]);
  });

  test("since a push, a new version's rows come all, and those that were taken out as deleted", async () => {
    const { push: seen } = (await pull(clerk, parameters)).body;
    expect((await pull(clerk, parameters, `since=${seen}`)).body.rows).toEqual([]);
    const gone = "/grade/cuts@2016-01";
    await push(clerk, parameters, [{ id: gone, baseVersion: await working(), delete: true }]);
    const { body } = await pull(clerk, parameters, `since=${seen}`);
    expect(body.rows.filter((row: { deleted?: true }) => row.deleted).map((row: { id: string }) => row.id)).toEqual([
      gone,
    ]);
    expect((await pull(clerk, parameters, `since=${body.push}`)).body.rows).toEqual([]);
    const again = await push(clerk, parameters, [{ id: gone, baseVersion: await working(), delete: true }]);
    expect(again.body.results[0].status).toBe("gone");
    const all = rowsOf(await pull(clerk, parameters));
    const page = await pull(clerk, parameters, "limit=4");
    const rest = await pull(clerk, parameters, `cursor=${page.body.next}`);
    expect([...rowsOf(page), ...rowsOf(rest)]).toEqual(all);
  });
});

/** A small policy of its own, with nothing taken from other sheets. */
const own = (id: string, region: string, points = 10): Policy =>
  ({
    id,
    kind: "rating",
    title: "县里自己的办法",
    issuer: "示范一县委组织部",
    region,
    source: { document: "试验", quote: "试验" },
    effective: { from: "2014-01" },
    subject: "organization",
    period: "year",
    inputs: {
      done: { title: "完成", type: "flag", from: { shape: "latest", sheet: `indicators.${id}` } },
    },
    score: {
      shape: "sum",
      title: "总分",
      round: { to: "centi", mode: "halfUp" },
      missing: { rule: "zero" },
      of: [
        {
          shape: "flag",
          code: "1",
          title: "完成",
          input: "done",
          points: [{ from: "2014-01", value: points, assumed: "试验" }],
        },
      ],
    },
    grade: {
      shape: "stars",
      cuts: [{ from: "2014-01", value: { "1": 10 }, assumed: "试验" }],
      peers: "round",
      vetoes: [],
    },
    tests: [
      {
        name: "完成得满分",
        period: "2014",
        subjects: [{ id: "a", inputs: { done: true } }],
        expect: [{ id: "a", score: 10, stars: 1 }],
      },
    ],
  }) as unknown as Policy;

describe("a policy as a document", () => {
  const id = "county-own";
  const region = "990101000000";

  test("a county drafts its own, which is in force nowhere until it is activated", async () => {
    const county = office.as.county;
    const key = { "idempotency-key": "own-1" };
    const body = { document: own(id, region, 9), note: "新办法" };
    const drafted = await county("POST", "/v1/policies", body, key);
    expect(drafted).toMatchObject({ status: 201, body: { id, version: 1, state: "draft", warnings: [] } });
    expect(drafted.headers.get("location")).toBe(`/v1/policies/${id}/versions/1`);
    expect(drafted.body.failed).toEqual([
      { test: "完成得满分", subject: "a", field: "score", expected: 10, actual: 9 },
      { test: "完成得满分", subject: "a", field: "stars", expected: 1, actual: 0 },
    ]);
    const before = await counts();
    expect((await county("POST", "/v1/policies", body, key)).body).toEqual(drafted.body);
    expect(await counts()).toEqual(before);
    const round = { policyId: id, period: "2014", regionCode: region };
    expect((await county("POST", "/v1/rounds", round)).status).toBe(404);
    expect((await county("GET", `/v1/policies/${id}`)).status).toBe(404);
    expect((await read(1, id)).body.changed.other).toBe(true);

    const points = "/score/of/0/points@2014-01";
    const pulled = await pull(county, `parameters.${id}`);
    expect(pulled.body.definition.editable).toBe(true);
    await push(county, `parameters.${id}`, [{ id: points, baseVersion: 1, cells: { value: 10 } }]);
    expect((await activate(approver, 2, id)).status).toBe(200);
    expect((await county("POST", "/v1/rounds", round)).body.policyVersion).toBe(2);
  });

  test("another county neither sees its drafts nor changes it, nor takes its id; nor a county what governs others too", async () => {
    const version = await working(id);
    await office.as.county("POST", "/v1/policies", { document: own(id, region, 8), baseVersion: version });
    expect((await elsewhere("GET", `/v1/policies/${id}`)).status).toBe(200);
    expect((await read(version + 1, id, elsewhere)).status).toBe(404);
    expect((await versionsOf(id, elsewhere)).map((one: { state: string }) => one.state)).toEqual(["active"]);
    expect((await rowOf(`parameters.${id}`, "/score/of/0/points@2014-01")).value).toBe("8");
    expect(rowsOf(await pull(elsewhere, `parameters.${id}`))[0]).toMatchObject({ value: "10", state: "现行" });
    const beyond = { status: 403, body: { code: "forbidden", errors: [{ code: "beyondPolicy" }] } };
    const mine = { document: own(id, otherCounty), baseVersion: version + 1 };
    expect(await elsewhere("POST", "/v1/policies", mine)).toMatchObject(beyond);
    expect(await elsewhere("POST", "/v1/policies", { document: own("taken", region) })).toMatchObject(beyond);
    const { document } = (await clerk("GET", `/v1/policies/${star}`)).body;
    const starred = { document: { ...document, title: "改名" }, baseVersion: await working() };
    expect(await office.as.county("POST", "/v1/policies", starred)).toMatchObject(beyond);
    const drafts = { document: own("hidden", otherCounty) };
    expect((await elsewhere("POST", "/v1/policies", drafts)).status).toBe(201);
    const { sheets } = (await office.as.county("GET", "/v1/sheets")).body;
    expect(sheets.map((sheet: { id: string }) => sheet.id)).not.toContain("parameters.hidden");
    expect((await office.as.county("GET", "/v1/policies/hidden/versions")).status).toBe(404);
  });

  test("a method of another place belongs to the office that takes it over", async () => {
    const document = own("taken-over", "532300000000");
    expect((await office.as.county("POST", "/v1/policies", { document })).status).toBe(201);
    expect((await elsewhere("GET", "/v1/policies/taken-over/versions")).status).toBe(404);
    const row = await office.d1.prepare("select regionCode from policy where id = 'taken-over'").first();
    expect(row).toEqual({ regionCode: region });
  });

  test("a version is made from the working one, and must say something new", async () => {
    const { document, version } = (await read(await working(id), id)).body;
    const post = (more: object) => clerk("POST", "/v1/policies", { document, ...more });
    for (const baseVersion of [undefined, 1, version + 1])
      expect(await post({ baseVersion })).toMatchObject({ status: 409, body: { code: "versionMoved", version } });
    expect(await post({ baseVersion: version })).toMatchObject({
      status: 409,
      body: { code: "versionUnchanged", version },
    });
    expect(await post({ document: own("brand-new", region), baseVersion: 1 })).toMatchObject({ status: 404 });
    const same = { document: own(id, region, 7), baseVersion: version };
    const answers = await Promise.all([clerk, both].map((who) => who("POST", "/v1/policies", same)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  test("wrong places are named inside the document; what it refers to must be there", async () => {
    const post = (document: unknown) => clerk("POST", "/v1/policies", { document });
    const sound = own("faulty", region);
    const unknown = await post({ ...sound, colour: "red", title: "" });
    expect(unknown).toMatchObject({ status: 422, body: { code: "invalid" } });
    expect(unknown.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      "/document/colour",
      "/document/title",
    ]);
    const deep = `${'{"a":'.repeat(3000)}1${"}".repeat(3000)}`;
    expect(await clerk("POST", "/v1/policies", `{"document":${deep}}`)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/document", code: "tooDeep" }] },
    });
    const input = { title: "完成", type: "flag", from: { shape: "latest", sheet: "register.nowhere" } };
    const dangling = await post({ ...sound, inputs: { done: input } });
    expect(dangling.body.errors).toMatchObject([
      { pointer: "/document", message: "faulty 的指标 done: 没有表 register.nowhere" },
    ]);
    expect((await versionsOf(star)).length).toBeGreaterThan(0);
    expect((await clerk("GET", "/v1/policies/faulty/versions")).status).toBe(404);
  });

  test("what others take from a policy cannot be taken out of it", async () => {
    const taker = own("taker", region);
    const from = { shape: "latest" as const, sheet: `indicators.${star}`, column: "noVenue" };
    const input = { title: "无场所", type: "flag" as const, from };
    const document = { ...taker, inputs: { done: input } };
    const drafted = await clerk("POST", "/v1/policies", { document });
    expect(drafted.status).toBe(201);
    expect((await activate(approver, 1, "taker")).status).toBe(200);
    const present = (await read(await working())).body.document;
    const { noVenue: _, ...inputs } = present.inputs;
    const without = { ...present, inputs, grade: { ...present.grade, vetoes: [] } };
    const refused = await clerk("POST", "/v1/policies", { document: without, baseVersion: await working() });
    expect(refused.body.errors[0].message).toBe(`taker 的指标 done: indicators.${star} 没有列 noVenue`);
  });
});

describe("activating", () => {
  test("a draft takes every lower version out of force; of two who activate it at once, one does", async () => {
    const id = "order";
    await clerk("POST", "/v1/policies", { document: own(id, prefecture) });
    await clerk("POST", "/v1/policies", { document: { ...own(id, prefecture), title: "第二版" }, baseVersion: 1 });
    await clerk("POST", "/v1/policies", { document: { ...own(id, prefecture), title: "第三版" }, baseVersion: 2 });
    expect((await activate(approver, 2, id)).status).toBe(200);
    const states = async () => (await versionsOf(id)).map(({ state }: { state: string }) => state);
    expect(await states()).toEqual(["superseded", "active", "draft"]);
    expect((await activate(approver, 1, id)).body.code).toBe("notDraft");
    expect((await activate(approver, 9, id)).status).toBe(404);
    const twice = await Promise.all([activate(approver, 3, id), activate(both, 3, id)]);
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await states()).toEqual(["superseded", "superseded", "active"]);
    const lines = await office.d1.prepare("select * from audit where target = 'order@3' order by id").all();
    expect(lines.results.map(({ action }) => action)).toEqual(["policy.draft", "policy.activate"]);
  });

  test("what a draft refers to must still be there when it is activated", async () => {
    const from = { shape: "latest" as const, sheet: "indicators.order", column: "done" };
    const document = { ...own("late", prefecture), inputs: { done: { title: "完成", type: "flag", from } } };
    expect((await clerk("POST", "/v1/policies", { document })).status).toBe(201);
    const other = {
      title: "完成",
      type: "flag",
      from: { shape: "latest", sheet: `indicators.${star}`, column: "noVenue" },
    };
    const without = { ...own("order", prefecture), inputs: { done: other } };
    expect((await clerk("POST", "/v1/policies", { document: without, baseVersion: 3 })).status).toBe(201);
    expect((await activate(approver, 4, "order")).status).toBe(200);
    const refused = await activate(approver, 1, "late");
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: "/document" }] } });
    expect(refused.body.errors[0].message).toBe("late 的指标 done: 没有表 indicators.order");
  });

  test("an approver of one county does not activate what governs the others", async () => {
    const county = await person("county-approver", [["approver", "990101000000"]]);
    await set(clerk, second, 20);
    expect((await activate(county, await working())).status).toBe(404);
    const { version } = (await county("GET", `/v1/policies/${star}`)).body;
    expect(await activate(county, version)).toMatchObject({
      status: 403,
      body: { errors: [{ code: "beyondPolicy" }] },
    });
  });
});

test("the library adds and renews its own, and leaves what the office has made", async () => {
  const titleOf = async (id: string) => (await clerk("GET", `/v1/policies/${id}`)).body.document.title;
  const renewed = policies.map((document) => ({ ...document, title: `${document.title}(资料库新版)` }));
  const before = await versionsOf();
  const drafted = "chuxiong-base-allowance";
  const { document } = (await clerk("GET", `/v1/policies/${drafted}`)).body;
  await clerk("POST", "/v1/policies", { document: { ...document, issuer: "示范州" }, baseVersion: 1 });
  const added = { ...own("library-new", "532300000000"), title: "新到的办法" };
  await loadLibrary(office.db, { policies: [...renewed, added], registers }, "2014-06-01T00:00:00.000Z");
  expect(await versionsOf()).toEqual(before);
  expect(await titleOf(star)).toBe("星级服务型党组织评定办法");
  expect(await versionsOf(drafted)).toMatchObject([{ state: "active" }, { state: "draft" }]);
  expect(await titleOf("benxi-village-funds")).toContain("(资料库新版)");
  expect(await versionsOf("benxi-village-funds")).toMatchObject([
    { version: 1, state: "superseded", by: "资料库" },
    { version: 2, state: "active", by: "资料库" },
  ]);
  expect(await titleOf("library-new")).toBe("新到的办法");
  const count = await office.count("policy");
  await loadLibrary(office.db, { policies: [...renewed, added], registers }, "2014-06-02T00:00:00.000Z");
  expect(await office.count("policy")).toBe(count);
});
