/** Simulations of a round and comparisons of its runs, through the whole worker. */
import { beforeAll, describe, expect, test } from "vitest";
import type { MoveRow } from "../../schema/moves.ts";
import type { Outcome } from "../../schema/outcome.ts";
import type { Policy } from "../../schema/policy/policy.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import {
  type Client,
  indicators,
  type Office,
  openOffice,
  otherCounty,
  policies,
  prefecture,
  registers,
  rowsOf,
  township,
  village,
} from "./office.ts";

const star = "xinhui-star-organization";
const [backward, ballots, venues, funds, allowance] = [
  ...["chuxiong-backward", "xinhui-three-ballots", "dongyang-venue-reward", "benxi-village-funds"],
  "chuxiong-base-allowance",
] as const;
const county = "990101000000";
const roundOf = (policyId: string, period: string, regionCode = prefecture) => `${policyId}.${period}.${regionCode}`;
const first = roundOf(star, "2014-H1");
const second = roundOf(star, "2014-H2");
const cuts = { "5": 90, "4": 80, "3": 70, "2": 60, "1": 50 };

let office: Office;
let clerk: Client;
const compute = async (round: string, who = clerk) => (await who("POST", `/v1/rounds/${round}/compute`)).body;
async function openRound(policyId: string, period: string, regionCode = prefecture, who = clerk) {
  const opened = await who("POST", "/v1/rounds", { policyId, period, regionCode });
  expect(opened.status).toBe(201);
  return compute(opened.body.id, who);
}
const outcomesOf = async (round: string): Promise<Outcome[]> =>
  (await clerk("GET", `/v1/rounds/${round}/outcomes`)).body.outcomes;
const simulate = (body: object, policyId = star, who = clerk) => who("POST", `/v1/policies/${policyId}/simulate`, body);
const compare = (query: string, round = first, who = clerk) => who("GET", `/v1/rounds/${round}/compare?${query}`);

/** Fills cells of a sheet of one row a subject. */
async function fill(sheet: string, period: string, id: string, cells: object) {
  const row = rowsOf(await clerk("GET", `/v1/sheets/${sheet}?period=${period}`)).find((one) => one.id === id)!;
  const rows = [{ id, baseVersion: row.version, cells }];
  const { body } = await clerk("PATCH", `/v1/sheets/${sheet}`, { ...(period && { period }), rows });
  expect(body.summary.saved).toBe(1);
  return row;
}
const ids = (moved: { subjectId: string }[]) => moved.map(({ subjectId }) => subjectId).sort();
const rowFor = <T extends { subjectId: string }>(moved: T[], id: string): T =>
  moved.find(({ subjectId }) => subjectId === id)!;

beforeAll(async () => {
  office = await openOffice();
  clerk = office.as.prefecture;
  await openRound(star, "2014-H1");
  await openRound(star, "2014-H2");
  await openRound(backward, "2014");
  await openRound(ballots, "2014");
  await openRound(venues, "2014");
  await openRound(funds, "2016");
});

describe("a simulated rating", () => {
  test("a higher cut: exactly those below it fall, each with the rule that bound it", async () => {
    const before = await outcomesOf(first);
    const { status, body } = await simulate({
      round: first,
      values: [{ name: "/grade/cuts", value: { ...cuts, "3": 75 } }],
    });
    expect(status).toBe(200);
    const falling = before.filter(({ stars, score }) => stars === 3 && score! < 75);
    expect(falling.length).toBeGreaterThan(3);
    expect(ids(body.moved)).toEqual(ids(falling));
    expect(body.counts).toMatchObject({ moved: falling.length, down: falling.length, up: 0, other: 0, scoreMoved: 0 });
    expect(body.counts.scored).toEqual({ before: 47, after: 47 });
    expect(body.counts.unscored).toEqual({ before: 1, after: 1 });
    for (const { text } of body.moved) expect(text).toBe("3星 → 2星(分数线)");
    for (const { stars, before: was, after } of body.stars) {
      expect(was).toBe(before.filter((one) => one.stars === stars).length);
      if (stars === 2) expect(after).toBe(was + falling.length);
    }
    expect(body.overlay).toEqual([
      { name: "/grade/cuts", title: "星级分数线", before: cuts, after: { ...cuts, "3": 75 } },
    ]);
    expect(body).toMatchObject({ round: first, policy: { id: star, version: 1 }, label: "演示数据", warnings: [] });
    expect(body.basedOn).toEqual({ run: 1, push: expect.any(Number) });
  });

  test("a smaller share: who falls by it is told so", async () => {
    const value = { "5": { atMost: [10, 100] }, "4": { atMost: [1, 100] } };
    const { body } = await simulate({ round: first, values: [{ name: "/grade/shares", value }] });
    expect(body.moved.length).toBe((await outcomesOf(first)).filter(({ stars }) => stars === 4).length);
    for (const { text } of body.moved) expect(text).toBe("4星 → 3星(分数线 → 比例上限)");
  });

  test("one's own input: it falls by the veto, its score stays", async () => {
    const body = { round: first, inputs: [{ subjectId: "990101001002", inputs: { noVenue: "是" } }] };
    const answer = (await simulate(body)).body;
    expect(answer.moved).toEqual([
      {
        subjectId: "990101001002",
        name: "城关镇02村党总支",
        regionCode: "990101001002",
        before: { score: 79.5, stars: 3, rank: 5, bound: "cuts" },
        after: { score: 79.5, stars: 2, rank: 5, bound: "veto" },
        text: "3星 → 2星(分数线 → 一票否决)",
      },
    ]);
    expect(answer.overlay).toEqual([
      {
        name: "/inputs/990101001002/noVenue",
        title: "城关镇02村党总支·无活动场所",
        before: false,
        after: true,
      },
    ]);
  });

  test("an input and its peers: one rises, the share throws another out; the largest fall comes first", async () => {
    const { body } = await simulate({
      round: first,
      inputs: [{ subjectId: "990101001009", inputs: { serviceTeam: 16 } }],
    });
    expect(ids(body.moved)).toEqual(["990101001003", "990101001009"]);
    expect(rowFor<MoveRow>(body.moved, "990101001003").text).toBe("4星 → 3星(分数线 → 比例上限)");
    expect(rowFor<MoveRow>(body.moved, "990101001009").text).toBe("3星 → 4星(比例上限 → 分数线),得分 81.5 → 82.5");
    expect(body.moved[0].subjectId).toBe("990101001003");
    expect(body.counts).toMatchObject({ up: 1, down: 1 });
  });

  test("an input emptied: no longer scored, and that is neither a rise nor a fall", async () => {
    const inputs = { serviceTeam: null, servicePersonnel: "", serviceCapability: null };
    const { body } = await simulate({ round: first, inputs: [{ subjectId: village, inputs }] });
    expect(body.counts).toMatchObject({ other: 1, unscored: { before: 1, after: 2 } });
    expect(rowFor<MoveRow>(body.moved, village)).toMatchObject({
      after: { unscored: { code: "missingData" } },
      text: expect.stringContaining("未评分"),
    });
  });

  test("mere scores and ranks are counted apart, and listed when asked for", async () => {
    const body = { round: first, inputs: [{ subjectId: "990101001011", inputs: { serviceTeam: 20 } }] };
    const short = (await simulate(body)).body;
    const full = (await simulate({ ...body, all: true })).body;
    expect(short.counts).toEqual(full.counts);
    expect(short.counts.scoreMoved).toBe(1);
    expect(full.moved.length).toBe(short.moved.length + short.counts.scoreMoved + short.counts.rankMoved);
    expect(rowFor<MoveRow>(full.moved, "990101001011").text).toMatch(/^3星不变\(分数线\),得分 71 → /);
  });

  test("the list is cut where asked, the counts never are", async () => {
    const body = { round: first, values: [{ name: "/grade/cuts", value: { ...cuts, "3": 75 } }] };
    const full = (await simulate(body)).body;
    const short = (await simulate({ ...body, limit: 2 })).body;
    expect(short.moved).toEqual(full.moved.slice(0, 2));
    expect(short.counts).toEqual(full.counts);
    expect(short.warnings).toMatchObject([
      { code: "listCut", message: expect.stringContaining(`共${full.moved.length}个`) },
    ]);
    const inside = (await simulate({ ...body, region: township })).body;
    expect(ids(inside.moved)).toEqual(ids(full.moved).filter((id) => id.startsWith("990101001")));
    expect(inside.counts.scored.before).toBe(11);
  });

  test("a round that was not computed is simulated over the data as they stand; a computed one as of its run", async () => {
    await office.as.county("POST", "/v1/rounds", { policyId: star, period: "2014-H2", regionCode: county });
    const values = [{ name: "/grade/cuts", value: { ...cuts, "3": 75 } }];
    const { body } = await simulate({ round: roundOf(star, "2014-H2", county), values }, star, office.as.county);
    expect(body.basedOn).toEqual({ run: null, push: expect.any(Number) });
    expect(body.counts.moved).toBeGreaterThan(0);

    const before = (await simulate({ round: first, values })).body;
    const row = await fill(indicators, "2014-H1", "990101001002", { serviceTeam: 0 });
    expect((await simulate({ round: first, values })).body).toEqual(before);
    await fill(indicators, "2014-H1", "990101001002", { serviceTeam: row.serviceTeam });
  });
});

describe("the other kinds, simulated", () => {
  test("a ranking: twice the ratio lists twice as many; to be listed is a fall", async () => {
    const round = roundOf(backward, "2014");
    const { body } = await simulate({ round, values: [{ name: "/groups/0/ratio", value: [20, 100] }] }, backward);
    expect(body.selected).toEqual({ before: 4, after: 9 });
    expect(body.counts).toMatchObject({ moved: 5, down: 5, up: 0 });
    for (const { text, after } of body.moved) {
      expect(text).toMatch(/^未列入 → 列入\(倒排比例/);
      expect(after.selected).toBe(true);
    }
    expect(body.overlay[0].title).toBe("村(社区)党组织倒排比例");
  });

  test("an appraisal: a higher line for the best grade; ballots are not told", async () => {
    const round = roundOf(ballots, "2014");
    const before = await outcomesOf(round);
    const points =
      Math.floor(Math.min(...before.filter(({ grade }) => grade === "competent").map(({ score }) => score!))) + 1;
    const value = { score: { op: ">=", points } };
    const { body } = await simulate({ round, values: [{ name: "/grade/rules/1/when", value }] }, ballots);
    const falling = before.filter(({ grade, score }) => grade === "competent" && score! < points);
    expect(falling.length).toBeGreaterThan(0);
    expect(ids(body.moved)).toEqual(ids(falling));
    expect(body.grades.map(({ title }: { title: string }) => title)).toEqual(["优秀", "称职", "基本称职", "不称职"]);
    const [, competent, basic] = body.grades;
    expect(competent.before - competent.after).toBe(falling.length);
    expect(basic.after - basic.before).toBe(falling.length);
    const subject = before.find(({ grade }) => grade === "competent")!.subjectId;
    const given = { "masses.excellent": 0, "masses.competent": 0, "masses.basic": 0, "masses.incompetent": 0 };
    const counted = { "masses.returned": 0, "masses.invalid": 0, "masses.abstained": 0 };
    const emptied = { "masses.entitled": 0, "masses.present": 0, "masses.issued": 0, ...counted, ...given };
    const told = (await simulate({ round, inputs: [{ subjectId: subject, inputs: emptied }] }, ballots)).body;
    expect(told.overlay).toHaveLength(10);
    for (const one of told.overlay) expect(one).toMatchObject({ before: "不列票数", after: 0 });
    // One field beside the real others would tell, by what does not add up, what those are.
    expect(await simulate({ round, inputs: [{ subjectId: subject, inputs: counted }] }, ballots)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/inputs/0/inputs", code: "wholeGroup" }] },
    });
    expect(told.overlay[0].title).toContain("群众票");
  });

  test("an appraisal's threshold that hides the ballots of a few may be raised, not lowered", async () => {
    const round = roundOf(ballots, "2014");
    const at = (value: number) => simulate({ round, values: [{ name: "/groups/0/leastValid", value }] }, ballots);
    expect(await at(1)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/values/0/value", code: "thresholdLowered" }] },
    });
    expect((await at(6)).status).toBe(200);

    const { document, version } = (await clerk("GET", `/v1/policies/${ballots}`)).body;
    const [masses, ...others] = document.groups;
    const lowered = { ...masses, leastValid: [{ ...masses.leastValid[0], value: 1 }] };
    const drafted = await clerk("POST", "/v1/policies", {
      document: { ...document, groups: [lowered, ...others] },
      baseVersion: version,
    });
    expect(await simulate({ round, version: drafted.body.version }, ballots)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/version", code: "thresholdLowered" }] },
    });
  });

  test("a fund: dearer buildings and a smaller budget, what is due, used and over on both sides", async () => {
    const round = roundOf(venues, "2014");
    const table = { newBuild: 40000, purchase: 60000, convert: 20000, repair: 10000 };
    const values = [
      { name: "/items/0/amount/table", value: table },
      { name: "/fund/budget", value: 100000 },
    ];
    const { body } = await simulate({ round, values }, venues);
    const before = await outcomesOf(round);
    expect(body.moved.length).toBeGreaterThan(0);
    expect(body.totalFen.after - body.totalFen.before).toBe(body.moved.length * 2000000);
    expect(body.totalFen.before).toBe(before.reduce((sum, { amountFen }) => sum + amountFen!, 0));
    const [was, is] = [body.funds.before[0], body.funds.after[0]];
    expect(was).toMatchObject({ code: "venueFund", budgetFen: 200000000, overFen: 0, dueFen: body.totalFen.before });
    expect(is).toMatchObject({ budgetFen: 10000000, dueFen: body.totalFen.after });
    expect(is.overFen).toBe(is.dueFen - is.budgetFen);
    expect(body.warnings.map(({ code }: { code: string }) => code)).toContain("overBudget");
    expect(body.moved[0].text).toBe("70000元 → 90000元");
    expect(body.counts.up).toBe(body.moved.length);
    expect(body).not.toHaveProperty("payers");
  });

  test("payers: 60,000 instead of 50,000 a village is borne 2:2:1", async () => {
    const round = roundOf(funds, "2016");
    const { body } = await simulate({ round, values: [{ name: "/items/0/amount/amount", value: 60000 }] }, funds);
    expect(body.payers).toEqual([
      { code: "city", title: "市级", beforeFen: 96000000, afterFen: 115200000 },
      { code: "county", title: "县(区)级", beforeFen: 96000000, afterFen: 115200000 },
      { code: "township", title: "乡镇(街道)级", beforeFen: 48000000, afterFen: 57600000 },
    ]);
    expect(body.totalFen).toEqual({ before: 240000000, after: 288000000 });
    expect(body.counts).toMatchObject({ moved: 48, up: 48 });
    expect(body).not.toHaveProperty("funds");
  });

  test("what several appointments decide is not replaced by one value; a single one's is", async () => {
    await openRound(allowance, "2014");
    const round = roundOf(allowance, "2014");
    const rows = rowsOf(await clerk("GET", "/v1/sheets/appointments"));
    const person = String(rows.find(({ post }) => post === "director")!.person);
    const once = { round, inputs: [{ subjectId: person, inputs: { post: "deputy" } }] };
    const { body } = await simulate(once, allowance);
    expect(body.overlay[0]).toMatchObject({ before: "director", after: "deputy" });
    expect(rowFor<MoveRow>(body.moved, person).text).toBe("6720元 → 6480元");

    const cells = { code: "R999999", person, post: "clerk", from: "2014-05-01" };
    expect(
      (await clerk("PATCH", "/v1/sheets/appointments", { rows: [{ newKey: "a", cells }] })).body.summary.saved,
    ).toBe(1);
    await compute(round);
    expect(await simulate(once, allowance)).toMatchObject({
      status: 422,
      body: {
        errors: [{ pointer: "/inputs/0/inputs/post", code: "severalParts", message: expect.stringContaining("2段") }],
      },
    });
  });
});

describe("a simulation that is not one", () => {
  const values = (...list: object[]) => ({ values: list });
  const input = (inputs: object, subjectId = village) => ({ inputs: [{ subjectId, inputs }] });
  test.each<[string, object, string]>([
    ["nothing to change", {}, "/values nothingOverlaid"],
    ["an empty list", values(), "/values tooFew"],
    ["an unknown key", { ...values({ name: "/grade/cuts", value: cuts }), save: true }, "/save unknownKey"],
    ["no such parameter", values({ name: "/grade/cut", value: cuts }), "/values/0/name unknownParameter"],
    ["a place that is no parameter", values({ name: "/title", value: "x" }), "/values/0/name unknownParameter"],
    [
      "the same parameter twice",
      values({ name: "/grade/cuts", value: cuts }, { name: "/grade/cuts", value: cuts }),
      "/values/1/name duplicate",
    ],
    ["a value of another type", values({ name: "/grade/cuts", value: 80 }), "/values/0/value invalidType"],
    ["no value", values({ name: "/score/of/0/max" }), "/values/0/value required"],
    [
      "a wrong value inside",
      values({ name: "/grade/cuts", value: { ...cuts, "3": "70" } }),
      "/values/0/value/3 invalidType",
    ],
    ["cuts in disorder", values({ name: "/grade/cuts", value: { ...cuts, "3": 95 } }), "/values/0/value invalidValue"],
    [
      "the second one wrong",
      values({ name: "/grade/cuts", value: cuts }, { name: "/score/of/0/max", value: -1 }),
      "/values/1/value outOfRange",
    ],
    [
      "a full mark beyond what the input allows",
      values({
        name: "/score/of/5/bands",
        value: [
          [98, 20],
          [99, 10],
        ],
      }),
      "/values/0/value invalidValue",
    ],
    [
      "nested too deep",
      values({ name: "/grade/cuts", value: JSON.parse(`${"[".repeat(60)}${"]".repeat(60)}`) }),
      "/values/0/value tooDeep",
    ],
    ["no such subject", input({ serviceTeam: 1 }, "990101001999"), "/inputs/0/subjectId unknown"],
    ["no such input", input({ serviceTeams: 1 }), "/inputs/0/inputs/serviceTeams unknownInput"],
    ["a value beyond its limit", input({ serviceTeam: 21 }), "/inputs/0/inputs/serviceTeam tooLarge"],
    ["a value of another type in an input", input({ noVenue: "maybe" }), "/inputs/0/inputs/noVenue notFlag"],
  ])("%s", async (_, body, place) => {
    const audited = await office.count("audit");
    const answer = await simulate({ round: first, ...body });
    expect(answer).toMatchObject({ status: 422, body: { code: "invalid" } });
    const [fault] = answer.body.errors;
    expect(`${fault.pointer} ${fault.code}`).toBe(place);
    expect(fault.message).toBeTruthy();
    expect(fault.fix).toBeTruthy();
    expect(await office.count("audit")).toBe(audited);
  });

  test("a value as the sheet of parameters writes it is the same as its JSON; a text that is none is shown how", async () => {
    const tried = (value: unknown) => simulate({ round: first, values: [{ name: "/grade/cuts", value }] });
    const { body } = await tried("5:90;4:80;3:75;2:60;1:50");
    expect(body.overlay).toMatchObject([{ name: "/grade/cuts", after: { ...cuts, "3": 75 } }]);
    expect(body).toEqual((await tried({ ...cuts, "3": 75 })).body);
    expect((await tried("三星75")).body.errors).toMatchObject([
      { pointer: "/values/0/value", code: "badNotation", fix: "照这样写:5:90; 4:80; 3:70; 2:60; 1:50" },
    ]);
  });

  test("every wrong place is named at once, and what may be named", async () => {
    const twice = [
      { subjectId: village, inputs: { serviceTeam: "a", nothing: 1 } },
      { subjectId: village, inputs: {} },
    ];
    const answer = await simulate({ round: first, inputs: twice });
    expect(answer.body.errors.map(({ pointer, code }: never) => `${pointer} ${code}`)).toEqual([
      "/inputs/0/inputs/serviceTeam notNumber",
      "/inputs/0/inputs/nothing unknownInput",
      "/inputs/1/subjectId duplicate",
    ]);
    const { fix } = (await simulate({ round: first, values: [{ name: "/x", value: 1 }] })).body.errors[0];
    expect(fix).toContain("/grade/shares(星级比例上限)");
    expect(answer.body.errors[1].fix).toContain("serviceTeam(服务班子强)");
  });

  test("a round of another policy, an unknown round, policy, version", async () => {
    const values = [{ name: "/grade/cuts", value: cuts }];
    const place = async (body: object, policyId = star) => {
      const { status, body: problem } = await simulate(body, policyId);
      return `${status} ${problem.errors[0].pointer} ${problem.errors[0].code}`;
    };
    expect(await place({ round: roundOf(backward, "2014"), values })).toBe("422 /round otherPolicy");
    expect(await place({ round: roundOf(star, "2099-H1"), values })).toBe("404 /round unknown");
    expect(await place({ round: first, values }, "nothing")).toBe("404 /policy unknown");
    expect(await place({ round: first, version: 9 })).toBe("404 /version unknown");
    const { message } = (await simulate({ round: first, version: 9 })).body.errors[0];
    expect(message).toBe("没有版本“9”,或不在管辖范围内");
    expect(await place({ round: first, values, region: "990201000000" })).toBe("404 /region unknown");
  });
});

describe("who may simulate, and what is kept of it", () => {
  const values = [{ name: "/grade/cuts", value: { ...cuts, "3": 75 } }];

  test("a county its own round; not one that reaches beyond it, and none elsewhere; a township never", async () => {
    const who = office.as.county;
    await openRound(star, "2014-H1", county, who);
    await openRound(star, "2014-H1", otherCounty);
    const own = await simulate({ round: roundOf(star, "2014-H1", county), values }, star, who);
    expect(own.status).toBe(200);
    expect(own.body.moved.every(({ subjectId }: MoveRow) => subjectId.startsWith("990101"))).toBe(true);
    expect(await simulate({ round: first, values }, star, who)).toMatchObject({
      status: 403,
      body: { errors: [{ pointer: "/round", code: "beyondRegion" }] },
    });
    expect(await simulate({ round: roundOf(star, "2014-H1", otherCounty), values }, star, who)).toMatchObject({
      status: 404,
      body: { errors: [{ pointer: "/round", code: "unknown" }] },
    });
    for (const other of [office.as.township, office.as.viewer, office.as.village])
      expect((await simulate({ round: first, values }, star, other)).status).toBe(403);
    // Who is to activate a version sees first what it would do.
    expect((await simulate({ round: first, values }, star, office.as.approver)).status).toBe(200);
    const elsewhere = { round: roundOf(star, "2014-H1", county), values, region: otherCounty };
    expect((await simulate(elsewhere, star, who)).status).toBe(404);
  });

  test("every table stays as it is, byte by byte, but for one audit line that says what was tried", async () => {
    const { results } = await office.d1
      .prepare(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '_cf_%'",
      )
      .all<{ name: string }>();
    expect(results.length).toBeGreaterThan(10);
    const dump = async () =>
      Object.fromEntries(
        await Promise.all(
          results.map(
            async ({ name }) =>
              [name, JSON.stringify(await office.d1.prepare(`select * from "${name}"`).raw())] as const,
          ),
        ),
      );
    const { audit: linesBefore, ...before } = await dump();
    const audited = await office.count("audit");
    const inputs = [{ subjectId: village, inputs: { serviceTeam: 3, noVenue: true } }];
    expect((await simulate({ round: first, values, inputs })).status).toBe(200);
    const { audit: lines, ...after } = await dump();
    expect(after).toEqual(before);
    expect(await office.count("audit")).toBe(audited + 1);
    expect(JSON.parse(lines!).slice(0, -1)).toEqual(JSON.parse(linesBefore!));
    const line = await office.d1
      .prepare("select * from audit order by id desc limit 1")
      .first<Record<string, string>>();
    expect(line).toMatchObject({
      ...{ action: "policy.simulate", target: first, principal: "demo-prefecture", regionCode: prefecture, push: null },
    });
    expect(JSON.parse(line!.detail!)).toEqual({
      values,
      inputs: [{ subjectId: village, inputs: ["serviceTeam", "noVenue"] }],
    });
  });

  test("a long list is cut in the audit line and counted", async () => {
    const subjects = [...(await outcomesOf(first))].map(({ subjectId }) => subjectId);
    const codes = ["serviceTeam", "servicePersonnel", "serviceCapability", "serviceSupport", "serviceMechanism"];
    const inputs = subjects.map((subjectId) => ({
      subjectId,
      inputs: Object.fromEntries(codes.map((code) => [code, 5])),
    }));
    expect((await simulate({ round: first, version: 1, inputs })).status).toBe(200);
    const line = await office.d1
      .prepare("select detail from audit order by id desc limit 1")
      .first<{ detail: string }>();
    const detail = JSON.parse(line!.detail);
    expect(new TextEncoder().encode(line!.detail).length).toBeLessThanOrEqual(8192);
    expect(detail.version).toBe(1);
    expect(detail.inputs.length + detail.inputsMore).toBe(subjects.length);
    expect(detail.inputsMore).toBeGreaterThan(0);

    const value = Array.from({ length: 200 }, (_, i) => [100 - i * 0.5, (200 - i) / 10]);
    const long = { name: "/score/of/5/bands", value };
    const short = { name: "/score/of/0/max", value: 20 };
    expect((await simulate({ round: first, values: [long, short] })).status).toBe(200);
    const kept = await office.d1
      .prepare("select detail from audit order by id desc limit 1")
      .first<{ detail: string }>();
    expect(JSON.parse(kept!.detail)).toEqual({ values: [{ name: long.name, value: "(太长,略)" }, short] });
  });

  test("where the audit line cannot be written there is no answer, and no name", async () => {
    await office.d1.prepare("create trigger full before insert on audit begin select raise(abort, 'full'); end").run();
    const answer = await simulate({ round: first, values });
    await office.d1.prepare("drop trigger full").run();
    expect(answer).toMatchObject({ status: 500, body: { code: "internal" } });
    expect(answer.text).not.toContain("党总支");
    expect((await simulate({ round: first, values })).status).toBe(200);
  });
});

describe("two runs compared", () => {
  /** What 990101001003 has for 服务班子强 before anybody changes it. */
  let own: number;

  test("a round that was not computed, one computed once, runs and rounds that are not there", async () => {
    const place = async (query: string, round = first) => {
      const { status, body } = await compare(query, round);
      return `${status} ${body.errors[0].pointer} ${body.errors[0].code}`;
    };
    await clerk("POST", "/v1/rounds", { policyId: star, period: "2015-H1", regionCode: prefecture });
    expect(await place("", roundOf(star, "2015-H1"))).toBe("404 /run notComputed");
    expect(await place(`with=${roundOf(star, "2015-H1")}`)).toBe("404 /withRun notComputed");
    expect(await place("")).toBe("404 /withRun noEarlierRun");
    expect(await place("run=999")).toBe("404 /run unknown");
    expect(await place("withRun=2")).toBe("404 /withRun unknown"); // a run of another round
    expect(await place(`with=${roundOf(star, "2099-H1")}`)).toBe("404 /with unknown");
    expect(await place("", roundOf(star, "2099-H1"))).toBe("404 /round unknown");
    expect(await place(`with=${roundOf(backward, "2014")}`)).toBe("422 /with otherPolicy");
    expect(await place("run=x")).toBe("400 /run invalidType");
    expect(await place("region=990201000000")).toBe("404 /region unknown");
  });

  test("its own entry made one fall, and that made room for another", async () => {
    const row = await fill(indicators, "2014-H1", "990101001003", { serviceTeam: 10 });
    own = Number(row.serviceTeam);
    const { run } = await compute(first);
    const { body } = await compare("");
    expect(body.before).toMatchObject({ round: first, run: 1, policyVersion: 1 });
    expect(body.after).toMatchObject({ round: first, run, period: "2014-H1" });
    expect(body.parameters).toEqual([]);
    expect(body.warnings).toEqual([]);
    expect(ids(body.moved)).toEqual(["990101001003", "990101001009"]);
    const [fallen, risen] = body.moved;
    expect(fallen).toMatchObject({
      causes: ["entries"],
      entries: [{ code: "serviceTeam", title: "服务班子强", from: row.serviceTeam, to: 10 }],
      text: `4星 → 3星(分数线):服务班子强 ${row.serviceTeam} → 10`,
      before: { stars: 4, score: 82 },
    });
    expect(risen).toMatchObject({ causes: ["peers"], entries: [], text: "3星 → 4星(比例上限 → 分数线):同组他人变动" });
    expect(body.counts).toMatchObject({ moved: 2, up: 1, down: 1 });
    const back = (await compare(`run=1&withRun=${run}`)).body;
    expect(back.counts).toMatchObject({ moved: 2, up: 1, down: 1 });
    expect(rowFor<MoveRow>(back.moved, "990101001003").text).toBe(
      `3星 → 4星(分数线):服务班子强 10 → ${row.serviceTeam}`,
    );
    expect((await compare(`run=${run}&withRun=${run}`)).body).toMatchObject({ moved: [], counts: { moved: 0 } });
  });

  test("its own entry and others together: each is named", async () => {
    await fill(indicators, "2014-H1", "990101001003", { serviceTeam: own });
    await compute(first);
    expect(rowFor(await outcomesOf(first), "990101001003")).toMatchObject({ stars: 4, score: 82 });
    await fill(indicators, "2014-H1", "990101001003", { serviceTeam: own - 0.5 });
    await fill(indicators, "2014-H1", "990101001009", { serviceTeam: 16 });
    await compute(first);
    const { body } = await compare("");
    expect(rowFor<{ subjectId: string }>(body.moved, "990101001003")).toMatchObject({
      causes: ["entries", "peers"],
      text: `4星 → 3星(分数线 → 比例上限):服务班子强 ${own} → ${own - 0.5};同组他人变动`,
    });
    expect(rowFor<{ subjectId: string }>(body.moved, "990101001009")).toMatchObject({ causes: ["entries"] });
  });

  test("one that left the roster and one that came back", async () => {
    const id = "990101001005";
    const row = rowsOf(await clerk("GET", "/v1/sheets/organizations")).find((one) => one.id === id)!;
    const rows = (change: object, version: number) => ({ rows: [{ id, baseVersion: version, ...change }] });
    await clerk("PATCH", "/v1/sheets/organizations", rows({ delete: true }, row.version));
    await compute(first);
    const gone = rowFor<{ subjectId: string }>((await compare("")).body.moved, id);
    expect(gone).toMatchObject({ causes: ["left"], after: null, text: "1星 → 不在其中:不再是评价对象" });
    await clerk("PATCH", "/v1/sheets/organizations", rows({ restore: true }, row.version + 1));
    await compute(first);
    const back = rowFor<{ subjectId: string }>((await compare("")).body.moved, id);
    expect(back).toMatchObject({ causes: ["joined"], before: null, text: "不在其中 → 1星:新列入评价对象" });
  });

  test("an allowance: which post, from what to what", async () => {
    const round = roundOf(allowance, "2014");
    const appointment = rowsOf(await clerk("GET", "/v1/sheets/appointments")).findLast(
      ({ post }) => post === "director",
    )!;
    const rows = [{ id: appointment.id, baseVersion: appointment.version, cells: { post: "deputy" } }];
    await clerk("PATCH", "/v1/sheets/appointments", { rows });
    await compute(round);
    const { body } = await compare("", round);
    expect(body.moved).toHaveLength(1);
    expect(body.moved[0]).toMatchObject({
      subjectId: appointment.person,
      causes: ["entries"],
      entries: [{ code: "post", title: "职务", from: "director", to: "deputy" }],
      text: "6720元 → 6480元:职务 村(居)委会主任 → 村(居)委会副主任",
    });
    expect(body.totalFen.after - body.totalFen.before).toBe(-24000);
  });

  test("an appraisal: whose ballots changed, and no number of them", async () => {
    const round = roundOf(ballots, "2014");
    const found = (await outcomesOf(round)).find(({ grade }) => grade === "competent")!;
    const row = rowsOf(await clerk("GET", `/v1/sheets/tallies.${ballots}?period=2014`)).find(
      ({ id }) => id === found.subjectId,
    )!;
    const total =
      Number(row["masses.returned"]) - Number(row["masses.invalid"] ?? 0) - Number(row["masses.abstained"] ?? 0);
    const cells = { "masses.excellent": 0, "masses.competent": 0, "masses.basic": 0, "masses.incompetent": total };
    await fill(`tallies.${ballots}`, "2014", found.subjectId, cells);
    await compute(round);
    const { body } = await compare("", round);
    expect(body.moved).toHaveLength(1);
    expect(body.moved[0]).toMatchObject({ causes: ["entries"], entries: [{ code: "masses", title: "群众票" }] });
    expect(body.moved[0].text).toMatch(/^称职 → (基本称职|不称职)\(分数线\):群众票计票变动$/);
    expect(body.grades).toHaveLength(4);
  });
});

describe("two periods compared", () => {
  test("stars on both sides as stored, its own entries, and last stars where they held it", async () => {
    const { status, body } = await compare(`with=${first}`, second);
    expect(status).toBe(200);
    const [was, is] = [await outcomesOf(first), await outcomesOf(second)];
    expect(body.before).toMatchObject({ round: first, period: "2014-H1" });
    expect(body.after).toMatchObject({ round: second, period: "2014-H2" });
    const starsOf = new Map(was.map(({ subjectId, stars }) => [subjectId, stars]));
    const moved = is.filter(({ subjectId, stars }) => starsOf.has(subjectId) && starsOf.get(subjectId) !== stars);
    expect(moved.length).toBeGreaterThan(10);
    for (const { subjectId } of moved) expect(ids(body.moved)).toContain(subjectId);
    for (const { stars, before, after } of body.stars) {
      expect(before).toBe(was.filter((one) => one.stars === stars).length);
      expect(after).toBe(is.filter((one) => one.stars === stars).length);
    }
    const held = body.moved.filter(({ causes }: { causes: string[] }) => causes.includes("history"));
    // 005 earned three stars and rose from one to two, 102001009 earned five and rose from three to four.
    for (const id of ["990101001005", "990102001009"]) {
      expect(rowFor(moved, id).bound).toBe("movement");
      expect(ids(held)).toContain(id);
    }
    for (const { text, causes } of body.moved) {
      expect(causes.length).toBeGreaterThan(0);
      expect(causes).not.toContain("parameters");
      expect(text).toMatch(/^[^:]+ → [^:]+:.+/);
    }
    expect(held[0].text).toContain("以往结果变动");
  });

  test("an allowance of 2008 and of 2009: the same persons, by other values", async () => {
    const appointments = rowsOf(await clerk("GET", "/v1/sheets/appointments"));
    const rows = appointments
      .filter(({ post }) => post === "director")
      .slice(0, 2)
      .map(({ id, version }) => ({ id, baseVersion: version, cells: { from: "2007-01-01" } }));
    expect(rows).toHaveLength(2);
    expect((await clerk("PATCH", "/v1/sheets/appointments", { rows })).body.summary.saved).toBe(2);
    await openRound(allowance, "2008");
    await openRound(allowance, "2009");
    const { body } = await compare(`with=${roundOf(allowance, "2008")}`, roundOf(allowance, "2009"));
    const names = body.parameters.map(({ name, before, after }: never) => [name, before, after]);
    expect(names).toContainEqual([
      "/items/0/amount/table",
      expect.objectContaining({ director: 460 }),
      expect.objectContaining({ director: 560 }),
    ]);
    const raised = body.moved.filter(
      ({ before, after }: MoveRow) => before?.amountFen === 552000 && after?.amountFen === 672000,
    );
    expect(raised.length).toBeGreaterThanOrEqual(2);
    for (const { causes, text } of raised) {
      expect(causes).toEqual(["parameters"]);
      expect(text).toBe("5520元 → 6720元:办法或参数变动");
    }
  });
});

describe("another version of the policy", () => {
  const stricter = (): Policy => {
    const document = structuredClone(policies.find(({ id }) => id === star)!);
    if (document.kind !== "rating") throw new Error("no rating");
    document.grade.cuts = [{ from: "2014-01", value: { ...cuts, "3": 75 }, assumed: "试验" }];
    const [dull] = document.tests;
    document.tests = [dull!];
    return document;
  };

  test("is simulated over a round of the first one, and then compared with it by two runs", async () => {
    const changed = policies.map((one) => (one.id === star ? stricter() : one));
    await loadLibrary(office.db, { policies: changed, registers }, "2015-01-01T00:00:00.000Z");
    const { body } = await simulate({ round: first, version: 2 });
    const falling = (await outcomesOf(first)).filter(({ stars, score }) => stars === 3 && score! < 75);
    expect(ids(body.moved)).toEqual(ids(falling));
    expect(body.policy.version).toBe(1);
    expect(body.overlay).toEqual([
      { name: "/version", title: "办法版本", before: 1, after: 2 },
      { name: "/grade/cuts", title: "星级分数线", before: cuts, after: { ...cuts, "3": 75 } },
    ]);
    const both = { round: first, version: 2, values: [{ name: "/grade/cuts", value: cuts }] };
    expect((await simulate(both)).body).toMatchObject({ moved: [], counts: { moved: 0 } });

    const explained = (await clerk("GET", `/v1/rounds/${first}/outcomes/${village}`)).body;
    await office.d1.prepare("update round set policyVersion = 2 where id = ?").bind(first).run();
    // A run is explained by the version that it was made by, whatever the round's next one will be.
    expect((await clerk("GET", `/v1/rounds/${first}/outcomes/${village}`)).body).toEqual(explained);
    expect((await simulate({ round: first, version: 2 })).body.policy.version).toBe(1);
    await compute(first);
    const compared = (await compare("")).body;
    expect(ids(compared.moved)).toEqual(ids(falling));
    expect(compared.before.policyVersion).toBe(1);
    expect(compared.after.policyVersion).toBe(2);
    expect(compared.parameters).toEqual(body.overlay);
    for (const { causes, text } of compared.moved) {
      expect(causes).toEqual(["parameters"]);
      expect(text).toBe("3星 → 2星(分数线):办法或参数变动");
    }
  });

  test("a value that changes within the year is replaced from its last change on, and that is said", async () => {
    const document = structuredClone(policies.find(({ id }) => id === allowance)!);
    if (document.kind !== "subsidy" || document.items[0]!.amount.shape !== "lookup") throw new Error("no lookup");
    const { table } = document.items[0]!.amount;
    const dear = { secretary: 1000, director: 1000, deputy: 1000, clerk: 1000 };
    table.push({ from: "2014-07", value: dear, assumed: "试验" });
    document.tests = document.tests.filter(({ period }) => period < "2014");
    const changed = policies.map((one) => (one.id === allowance ? document : one.id === star ? stricter() : one));
    await loadLibrary(office.db, { policies: changed, registers }, "2015-01-02T00:00:00.000Z");
    const values = [{ name: "/items/0/amount/table", value: { ...dear, secretary: 2000, director: 2000 } }];
    const round = roundOf(allowance, "2014");
    const { body } = await simulate({ round, version: 2, values }, allowance);
    expect(body.warnings).toContainEqual({
      code: "partOfPeriod",
      message: "“基础补贴标准”在本期内有几个施行时段,只改了最后一段的值",
    });
    const row = body.moved.find(({ before }: MoveRow) => before!.amountFen === 672000);
    expect(row.after.amountFen).toBe(6 * 56000 + 6 * 200000);
    expect(body.overlay[1].after).toEqual([
      { from: "2009-01", value: expect.objectContaining({ director: 560 }) },
      { from: "2014-07", value: expect.objectContaining({ director: 2000 }) },
    ]);
  });

  test("that does not hold in the round's period is refused, and one that contradicts itself by the value", async () => {
    const document = structuredClone(policies.find(({ id }) => id === funds)!);
    document.effective = { from: "2017-01" };
    document.tests = document.tests.map((one) => ({ ...one, period: "2017" }));
    const changed = policies.map((one) => (one.id === funds ? document : one.id === star ? stricter() : one));
    await loadLibrary(office.db, { policies: changed, registers }, "2015-01-03T00:00:00.000Z");
    const later = await simulate({ round: roundOf(funds, "2016"), version: 2 }, funds);
    expect(later).toMatchObject({ status: 422, body: { errors: [{ pointer: "/version", code: "notEffective" }] } });

    const round = roundOf(ballots, "2014");
    const weight = { name: "/groups/0/weight", value: 50 };
    const alone = await simulate({ round, values: [weight] }, ballots);
    expect(alone.body.errors).toMatchObject([
      {
        pointer: "/values/0/value",
        code: "invalidValue",
        message: "2014-01起各组权重合计110,不等于100(办法 /composite/weightTotal 处)",
      },
    ]);
    const both = [weight, { name: "/groups/1/weight", value: 25 }];
    expect((await simulate({ round, values: both }, ballots)).body.errors).toMatchObject([{ pointer: "/values" }]);
    const three = [...both, { name: "/groups/2/weight", value: 25 }];
    expect((await simulate({ round, values: three }, ballots)).status).toBe(200);
  });

  test("a run by another engine is told of, and is the cause where nothing else is", async () => {
    const { run } = (await compare("")).body.after;
    const subject = "990101001002";
    const stored = { subjectId: subject, name: "x", regionCode: subject, stars: 1, warnings: [] };
    const query = office.d1.prepare("update outcome set body = ? where round = ? and subjectId = ? and run = 1");
    await query.bind(JSON.stringify(stored), first, subject).run();
    await office.d1.prepare("update run set engine = 'old' where id = 1").run();
    const { body } = await compare(`run=${run}&withRun=1`);
    expect(body.warnings).toContainEqual(expect.objectContaining({ code: "engineMoved" }));
    expect(rowFor<MoveRow>(body.moved, subject)).toMatchObject({ causes: ["engine"], before: { stars: 1 } });
    expect(rowFor<MoveRow>(body.moved, subject).text).toBe("1星 → 3星(分数线):运算程序变动");
  });
});

describe("what a comparison shows to whom", () => {
  test("a township its own organizations only, the counts too; a region narrows it", async () => {
    const full = (await compare(`with=${first}`, second)).body;
    const own = await compare(`with=${first}`, second, office.as.township);
    expect(own.status).toBe(200);
    expect(own.text).not.toMatch(/\b9901(?!01001)\d{5}(?!000)\d{3}\b/);
    expect(ids(own.body.moved)).toEqual(ids(full.moved).filter((id) => id.startsWith("990101001")));
    expect(own.body.counts.scored.after + own.body.counts.unscored.after).toBe(12);
    const narrowed = (await compare(`with=${first}&region=${township}`, second)).body;
    expect(narrowed.counts).toEqual(own.body.counts);
    expect(narrowed.moved).toEqual(own.body.moved);
    const short = (await compare(`with=${first}&limit=1`, second)).body;
    expect(short.moved).toHaveLength(1);
    expect(short.counts).toEqual(full.counts);
    expect(short.warnings).toContainEqual(expect.objectContaining({ code: "listCut" }));
  });

  test("a round elsewhere is not there, on either side", async () => {
    const elsewhere = roundOf(star, "2014-H1", otherCounty);
    expect((await compare("", elsewhere, office.as.township)).status).toBe(404);
    expect(await compare(`with=${elsewhere}`, first, office.as.township)).toMatchObject({
      status: 404,
      body: { errors: [{ pointer: "/with", code: "unknown" }] },
    });
  });
});
