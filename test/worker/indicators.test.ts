/** Indicators through a whole round: a ledger's entries become values, with their versions in the trace. */
import { beforeAll, describe, expect, test } from "vitest";
import { policy, type RatingPolicy } from "../../schema/policy/policy.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import { danglingReferences } from "../../worker/usecases/references.ts";
import { change, undo } from "./desk.ts";
import {
  type Client,
  type Office,
  openOffice,
  policies,
  prefecture,
  registers,
  rowsOf,
  township,
  village,
} from "./office.ts";

const assumed = "试验";
const always = <T>(value: T) => [{ from: "2000-01", value, assumed }];
const rounding = "halfAwayFromZero";
const book = { register: "service-cases", rounding };
const input = (title: string, from: object, type = "percent") => ({ title, type, from });
const inputs = {
  closed: input("办结数", { shape: "sum", ...book, column: "closed", empty: "missing" }, "integer"),
  share: input("占本县", { shape: "shareOfPeers", ...book, column: "closed", peers: "county", empty: "missing" }),
  months: input("按月报送", { shape: "due", ...book, by: { atLeast: 1 } }),
};
const document = policy.parse({
  ...{ id: "ledger-test", kind: "rating", title: "试验", issuer: "试验", region: prefecture, inputs },
  source: { document: "试验", quote: "试验" },
  effective: { from: "2000-01" },
  ...{ subject: "organization", period: "half-year" },
  score: {
    ...{ shape: "sum", title: "总分", round: { to: "centi", mode: rounding }, missing: { rule: "block" } },
    of: ["share", "months"].map((code) => ({ shape: "given", title: code, input: code, max: always(100) })),
  },
  grade: { shape: "stars", cuts: always({ "1": 10 }), peers: "county", vetoes: [] },
  dynamics: {
    ...{ firstStars: "earned", maxUp: 1, maxDown: 1, assumed },
    withdraw: { rounds: 1, when: ["unscored"] },
  },
  tests: [
    { name: "无", period: "2014-H1", subjects: [{ id: "a", inputs: {} }], expect: [{ id: "a", unscored: true }] },
  ],
}) as RatingPolicy;

/** The same months over years: the more of them, the more stars, one a year. */
const yearly = policy.parse({
  ...document,
  id: "yearly-test",
  period: "year",
  inputs: { months: inputs.months },
  score: { ...document.score, of: [{ shape: "given", title: "months", input: "months", max: always(100) }] },
  grade: { ...document.grade, cuts: always({ "1": 0, "2": 10, "3": 15 }) },
  dynamics: { firstStars: "earned", maxUp: 1, maxDown: 0, assumed },
  tests: [{ ...document.tests[0]!, period: "2014" }],
});

/** One mark that goes through all stages and counts from the preliminary one, and a number that has none. */
const latest = { shape: "latest", sheet: "indicators.staged-test" };
const staged = policy.parse({
  ...document,
  id: "staged-test",
  inputs: {
    team: {
      ...input("服务班子强", {
        ...latest,
        stages: { through: ["self", "preliminary", "review"], countsFrom: "preliminary" },
      }),
      ...{ type: "decimal", max: 20 },
    },
    people: input("人数", latest, "integer"),
  },
  score: { ...document.score, of: [{ shape: "given", title: "服务班子强", input: "team", max: always(20) }] },
});

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  const documents = { policies: [...policies, document, yearly, staged], registers };
  await loadLibrary(office.db, documents, "2014-01-02T00:00:00.000Z");
});

const compute = async (period: string, policyId = "ledger-test", regionCode = prefecture) => {
  const opened = await office.as.prefecture("POST", "/v1/rounds", {
    policyId,
    period,
    regionCode,
  });
  expect(opened.status).toBe(201);
  const round = `${policyId}.${period}.${regionCode}`;
  const { status } = await office.as.prefecture("POST", `/v1/rounds/${round}/compute`);
  expect(status).toBe(200);
  return async (id: string) => (await office.as.prefecture("GET", `/v1/rounds/${round}/outcomes/${id}`)).body;
};

describe("a rating that takes its values from a ledger", () => {
  test("shares of a county add up to 100 %, and every value names the entries and versions that it came from", async () => {
    const outcome = await compute("2014-H1");
    const pulled = await office.as.prefecture("GET", "/v1/sheets/organizations?period=");
    const codes: string[] = pulled.body.rows.map(({ id }: { id: string }) => id);
    let total = 0;
    for (const code of codes.filter((one) => one.startsWith("990101"))) {
      const { trace } = await outcome(code);
      total += Number(trace[0].steps[0].value ?? 0);
    }
    expect(Math.abs(total - 100)).toBeLessThan(0.2);
    const { trace } = await outcome(village);
    const [share, months] = trace[0].steps;
    expect(share.inputs[0].from.map(({ sheet, period, version }: never) => [sheet, period, version])).toEqual([
      ["register.service-cases", "2014-03", 1],
      ["register.service-cases", "2014-06", 1],
    ]);
    expect(months.value).toBe(33.33);
  });

  test("the next period sees the whole history", async () => {
    const outcome = await compute("2014-H2");
    const { trace } = await outcome(village);
    expect(trace.find(({ shape }: { shape: string }) => shape === "movement").text).toContain("上期1星");
  });
});

test("the last stars are those of the latest year, not of the first", async () => {
  const stars: number[] = [];
  for (const year of ["2012", "2013", "2014", "2015"]) {
    const outcome = await compute(year, "yearly-test");
    stars.push((await outcome(village)).stars);
  }
  expect(stars).toEqual([1, 1, 2, 2]);
});

test("households of the first townships have their ten stars for 2014", async () => {
  const outcome = await compute("2014", "xinhui-ten-star-household", "990101001000");
  const { score, stars, trace } = await outcome(`${village}-01`);
  expect(stars).toBe(score);
  expect(trace[0].steps[0].text).toContain("10项具备");
});

test("万元 in a ledger are yuan in a policy, to the fen; a sum with a lower bound in it says 至少", async () => {
  const funds = { shape: "sum", register: "venue-funds", column: "amount", empty: "missing", rounding };
  const people = { shape: "sum", register: "remote-education-sessions", column: "attendance", empty: "zero", rounding };
  const latest = (column: string) => ({ shape: "latest", sheet: "register.venue-funds", column });
  const points = (code: string) => ({ shape: "bands", code, title: code, input: code, ends: "lowInclusive" });
  const taken = {
    funds: input("投入", funds, "money"),
    total: input("总投入", latest("total"), "money"),
    inWan: { ...input("总投入(万元)", latest("total"), "decimal"), decimals: 6 },
    activities: input("活动场次", latest("activities"), "integer"),
    people: input("参加人数", people, "integer"),
  };
  const policyOf = policy.parse({
    ...document,
    ...{ id: "funds-test", period: "year", inputs: taken },
    score: {
      ...document.score,
      of: Object.keys(taken).map((code) => ({ ...points(code), bands: always([[1000, 1] as const, [0, 0] as const]) })),
    },
    tests: [{ ...document.tests[0]!, period: "2014" }],
  });
  await loadLibrary(office.db, { policies: [...policies, policyOf], registers }, "2014-01-04T00:00:00.000Z");
  const push = (sheet: string, period: string, rows: object[]) =>
    office.as.prefecture("PATCH", `/v1/sheets/register.${sheet}`, {
      period,
      rows: rows.map((cells, i) => ({ newKey: `n${i}`, cells: { subject: village, ...cells } })),
    });
  await push("venue-funds", "2014", [
    { source: "上级拨款", amount: 270 },
    { source: "县级补助", amount: 860, total: 1769.000001, activities: "200多场" },
    ...[493.7, 145.300001].map((amount) => ({ source: "其它渠道", amount })),
  ]);
  await push("remote-education-sessions", "2014-03", [
    { heldOn: "2014-03-05", topic: "养猪", attendance: "30余人" },
    { heldOn: "2014-03-06", topic: "养牛", attendance: 20 },
  ]);
  const outcome = await compute("2014", "funds-test");
  const { trace } = await outcome(village);
  const inputs = new Map<string, { value: number; text: string; from: { cells: object }[] }>(
    trace[0].steps.flatMap((step: { inputs: { code: string }[] }) => step.inputs.map((one) => [one.code, one])),
  );
  const value = (code: string) => inputs.get(code)!.value;
  expect(["funds", "total", "inWan", "activities", "people"].map(value)).toEqual([
    17_690_000.01, 17_690_000.01, 1769.000001, 200, 50,
  ]);
  const [how, added] = inputs.get("funds")!.text.split(":") as [string, string];
  expect(how).toBe("4条记录的金额(万元)相加");
  expect(
    added
      .split("+")
      .map(Number)
      .sort((x, y) => x - y),
  ).toEqual([145.300001, 270, 493.7, 860]);
  expect(inputs.get("funds")!.from.map(({ cells }) => cells)).toContainEqual({ amount: 270 });
  expect(inputs.get("people")!.text).toMatch(/^2条记录的参加人数相加:(30余\+20|20\+30余),至少50$/);
  expect(inputs.get("activities")!.text).toBe("取自2014年的填报,只知至少此数");
  expect(inputs.get("activities")!.from[0]!.cells).toEqual({ activities: "200+" });
});

describe("a score in stages", () => {
  const path = "/v1/sheets/indicators.staged-test";
  const period = "2014-H1";
  const type = (who: Client, cells: object) => change(who, path, village, cells, { period });
  const refused = (status: string, key: string, message: string, fix: string) => ({
    ...{ status, push: null },
    errors: [{ key, message: expect.stringContaining(message), fix: expect.stringContaining(fix) }],
  });

  test("has a column for every stage and reason, and its village may fill in the sheet", async () => {
    const { definition } = (await office.as.village("GET", `${path}?period=${period}`)).body;
    expect(definition.editable).toBe(true);
    expect(definition.columns.slice(3)).toMatchObject([
      { key: "team.self", title: "服务班子强·自评", group: "服务班子强", max: 20 },
      { key: "team.preliminary", title: "服务班子强·初评", group: "服务班子强", max: 20 },
      { key: "team.preliminaryReason", title: "服务班子强·初评扣分原因", type: "note" },
      { key: "team.review", title: "服务班子强·复核", group: "服务班子强", max: 20 },
      { key: "team.reviewReason", title: "服务班子强·复核扣分原因", type: "note" },
      { key: "people", title: "人数" },
    ]);
  });

  test("is assessed by the village itself, which fills in nothing else", async () => {
    expect(await type(office.as.village, { "team.self": 18 })).toMatchObject({ status: "saved" });
    const [mine, above] = ["不由本账号填写", "请乡镇或以上的操作员填写"];
    expect(await type(office.as.village, { "team.preliminary": 18 })).toMatchObject(
      refused("forbidden", "team.preliminary", `“服务班子强·初评”${mine}`, above),
    );
    expect(await type(office.as.village, { "team.preliminaryReason": "无" })).toMatchObject({ status: "forbidden" });
    expect(await type(office.as.village, { people: 3 })).toMatchObject(
      refused("forbidden", "people", `“人数”${mine}`, "有填报权限的账号"),
    );
  });

  test("is scored by the township, with why it deducts; from then on the village's own mark stands", async () => {
    expect(await type(office.as.township, { "team.preliminary": 16 })).toMatchObject(
      refused(
        "invalid",
        "team.preliminaryReason",
        "“服务班子强”的初评(16)与自评(18)不同,须写明原因",
        "“服务班子强·初评扣分原因”",
      ),
    );
    const scored = { "team.preliminary": 16, "team.preliminaryReason": "缺会议记录" };
    expect(await type(office.as.township, scored)).toMatchObject({ status: "saved" });
    expect(await type(office.as.township, { "team.review": 16 })).toMatchObject(
      refused("forbidden", "team.review", "“服务班子强·复核”", "请县或以上的操作员填写"),
    );
    expect(await type(office.as.village, { "team.self": 20 })).toMatchObject(
      refused("forbidden", "team.self", "已有初评,“服务班子强·自评”不能再改", "请乡镇或以上的操作员改,或先清空初评"),
    );
  });

  test("is reviewed by the county, also where it asks for one township; then the township's mark stands", async () => {
    const { version } = rowsOf(await office.as.county("GET", `${path}?period=${period}`)).find(
      ({ id }) => id === village,
    )!;
    const review = (cells: object) =>
      office.as.county("PATCH", path, {
        ...{ period, region: township },
        rows: [{ id: village, baseVersion: version, cells }],
      });
    expect((await review({ "team.review": 15 })).body.results).toMatchObject([
      { status: "invalid", errors: [{ key: "team.reviewReason", code: "stageReason" }] },
    ]);
    const reviewed = await review({ "team.review": 15, "team.reviewReason": "走访核实" });
    expect(reviewed.body.summary.saved).toBe(1);
    expect(await type(office.as.township, { "team.preliminary": 17 })).toMatchObject(
      refused("forbidden", "team.preliminary", "已有复核,“服务班子强·初评”不能再改", "请县或以上的操作员改"),
    );
  });

  test("is not undone past the stage after it, nor so that a deduction loses its reason", async () => {
    const { body } = await office.as.township("GET", "/v1/pushes?sheet=indicators.staged-test");
    const [review, preliminary, self] = body.pushes.map(({ push }: { push: number }) => push);
    expect((await undo(office.as.township, preliminary)).body.results).toMatchObject([
      { status: "forbidden", errors: [{ code: "stagePassed" }, { code: "stagePassed" }] },
    ]);
    expect((await undo(office.as.village, self)).body.results).toMatchObject([
      { status: "forbidden", errors: [{ key: "team.self", code: "stagePassed" }] },
    ]);
    expect((await undo(office.as.township, review)).body.results).toMatchObject([
      { status: "forbidden", errors: [{ code: "notYourStage" }, { code: "notYourStage" }] },
    ]);
    expect(await type(office.as.county, { "team.review": 16, "team.reviewReason": "" })).toMatchObject({
      status: "saved",
    });
    const lower = await type(office.as.county, { "team.reviewReason": "与初评一致" });
    expect(await type(office.as.county, { "team.review": 15 })).toMatchObject({ status: "saved" });
    expect((await undo(office.as.county, lower.push)).body.results).toMatchObject([
      { status: "invalid", errors: [{ key: "team.reviewReason", code: "stageReason" }] },
    ]);
  });

  test("counts by its last stage, and the outcome says every stage and reason; a self-assessment alone does not count", async () => {
    const other = "990101001002";
    await change(office.as.township, path, other, { "team.self": 20 }, { period });
    const outcome = await compute(period, "staged-test");
    const { score, trace } = await outcome(village);
    expect(score).toBe(15);
    const [{ text, from }] = trace[0].steps[0].inputs;
    expect(text).toBe("取自2014年上半年的填报:自评18,初评16(缺会议记录),复核15(与初评一致);审定以复核为准");
    expect(from[0].cells).toMatchObject({ "team.self": 18, "team.preliminaryReason": "缺会议记录", "team.review": 15 });
    const unscored = await outcome(other);
    expect(unscored).toMatchObject({ code: "missingData" });
    expect(JSON.stringify(unscored)).toContain("自评20,未初评,未复核;须评到初评才作数");
  });
});

describe("an input that takes what is not there is named", () => {
  test.each<[string, object, string]>([
    ["no such ledger", { ...inputs.closed.from, register: "nothing" }, "没有表 register.nothing"],
    ["no such column", { ...inputs.closed.from, column: "nothing" }, "没有列 nothing"],
    [
      "a column of a condition",
      {
        shape: "countWhere",
        register: "service-cases",
        where: { column: "nowhere", op: "=", value: 1 },
        empty: "zero",
      },
      "没有列 nowhere",
    ],
    [
      "a date that is no date",
      { shape: "due", ...book, by: { column: "closed", dates: ["03-31"] } },
      "列 closed 不是日期",
    ],
    [
      "a ratio of 元 and 万元",
      { shape: "ratio", register: "venues-book", of: "yuan", to: "wan", rounding },
      "两列的单位一为元,一为万元",
    ],
    [
      "a sum of text",
      { shape: "sum", register: "venues-book", column: "name", empty: "zero", rounding },
      "列 name 不是数字",
    ],
  ])("%s", (_, from, message) => {
    const changed = { ...document, inputs: { closed: { ...inputs.closed, from } } } as typeof document;
    const names = {
      ...registers.find(({ id }) => id === "service-cases")!,
      id: "venues-book",
      columns: [
        { key: "name", title: "名称", type: "text" as const },
        { key: "yuan", title: "支出", type: "money" as const },
        { key: "wan", title: "投入", type: "money" as const, unit: "wanYuan" as const },
      ],
    };
    const found = danglingReferences({ policies: [changed], registers: [...registers, names] });
    expect(found.join("\n")).toContain(message);
  });
});

describe("derived columns of a ledger", () => {
  const sheet = "/v1/sheets/register.remote-education-sessions";
  const session = (subject: string, heldOn: string) => ({ newKey: heldOn, cells: { subject, heldOn, topic: "党课" } });
  const pull = async (query: string) => {
    const answer = await office.as.township("GET", `${sheet}?period=2014-05${query}`);
    return { push: answer.body.push as number, rows: rowsOf(answer) };
  };

  test("say on every row of a subject what its entries of the month come to: 每月不少于2次", async () => {
    const rows = [
      session(village, "2014-05-06"),
      session(village, "2014-05-20"),
      session("990101001002", "2014-05-07"),
    ];
    const { body } = await office.as.township("PATCH", sheet, { period: "2014-05", rows });
    expect(body.summary.saved).toBe(3);
    const told = (await pull("")).rows.map(({ subject, sessions, compliant }) => [subject, sessions, compliant]);
    expect(told).toEqual(
      expect.arrayContaining([
        [village, 2, true],
        ["990101001002", 1, false],
      ]),
    );
    expect((await pull("&filter=compliant:否")).rows).toHaveLength(1);
    expect((await pull("&filter=compliant:是&limit=1")).rows).toHaveLength(1);
  });

  test("cannot be typed, and since a push the other rows of a subject come back, too, for what they derive has changed", async () => {
    const before = await pull("");
    const other = before.rows.find(({ subject }) => subject === "990101001002")!;
    const typed = { id: other.id, baseVersion: other.version, cells: { sessions: 9 } };
    const refused = await office.as.township("PATCH", sheet, { period: "2014-05", rows: [typed] });
    expect(refused.body.results[0].errors[0].code).toBe("readOnlyColumn");
    const rows = [session("990101001002", "2014-05-21")];
    await office.as.township("PATCH", sheet, { period: "2014-05", rows });
    const since = (await pull(`&since=${before.push}`)).rows;
    expect(since.map(({ subject, sessions, compliant }) => [subject, sessions, compliant])).toEqual([
      ["990101001002", 2, true],
      ["990101001002", 2, true],
    ]);
  });
});
