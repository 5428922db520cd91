import { beforeAll, describe, expect, test } from "vitest";
import { rangeOf } from "../../schema/region.ts";
import type { Sheet } from "../../schema/sheet/source.ts";
import type { TraceStep } from "../../schema/trace.ts";
import { readCatalogue } from "../../worker/usecases/catalogue.ts";
import { pushRows } from "../../worker/usecases/pushRows.ts";
import {
  type Client,
  indicators,
  type Office,
  openOffice,
  otherCounty,
  policies,
  prefecture,
  rowsOf,
  township,
  village,
} from "./office.ts";

const star = "xinhui-star-organization";
const roundOf = (period: string, regionCode = prefecture, policyId = star) => `${policyId}.${period}.${regionCode}`;

let office: Office;
let clerk: Client;
const create = (body: object, headers = {}) => clerk("POST", "/v1/rounds", body, headers);
const compute = (round: string, who = clerk) => who("POST", `/v1/rounds/${round}/compute`);
const explain = (round: string, subject: string, who = clerk) => who("GET", `/v1/rounds/${round}/outcomes/${subject}`);
const outcomes = (round: string, who = clerk) => who("GET", `/v1/rounds/${round}/outcomes`);

beforeAll(async () => {
  office = await openOffice();
  clerk = office.as.prefecture;
});

/** All steps of a trace, the inner ones too. */
const flat = (steps: TraceStep[]): TraceStep[] => steps.flatMap((step) => [step, ...flat(step.steps ?? [])]);

describe("a round of 星级服务型党组织", () => {
  const round = roundOf("2014-H1");

  test("is opened once; opening it again is 409 with its id; a keyed repeat gets the first answer", async () => {
    const body = { policyId: star, period: "2014-H1", regionCode: prefecture };
    const first = await create(body, { "idempotency-key": "open-1" });
    expect(first).toMatchObject({
      status: 201,
      body: { id: round, state: "open", policyVersion: 1, label: "演示数据" },
    });
    expect(await create(body)).toMatchObject({ status: 409, body: { code: "roundExists", id: round } });
    const repeat = await create(body, { "idempotency-key": "open-1" });
    expect(repeat).toMatchObject({ status: 201, body: first.body });
    expect((await clerk("GET", "/v1/rounds")).body.rounds).toHaveLength(1);
    expect(await outcomes(round)).toMatchObject({ status: 200, body: { run: null, outcomes: [] } });
  });

  test("is computed over all organizations; again it writes nothing; after one changed entry only what changed", async () => {
    const first = await compute(round);
    expect(first.body.scored + first.body.unscored).toBe(48);
    expect(first.body).toMatchObject({ written: 48, unchanged: 0 });
    expect(first.body.unscored).toBe(1);
    const before = await office.count("outcome");
    expect((await compute(round)).body).toMatchObject({ written: 0, unchanged: 48 });
    expect(await office.count("outcome")).toBe(before);

    const sheet = await clerk("GET", `/v1/sheets/${indicators}?period=2014-H1`);
    const row = rowsOf(sheet).find(({ id }) => id === village)!;
    const cells = { serviceTeam: Number(row.serviceTeam) - 0.5 };
    await clerk("PATCH", `/v1/sheets/${indicators}`, {
      period: "2014-H1",
      rows: [{ id: village, baseVersion: row.version, cells }],
    });
    const { body } = await compute(round);
    expect(body.written).toBeGreaterThan(0);
    expect(body.written).toBeLessThan(12);
  });

  test("lists scored and unscored apart: an organization with too little data has no stars and no rank", async () => {
    const { body } = await outcomes(round);
    expect(body.outcomes).toHaveLength(47);
    expect(body.unscored).toEqual([
      expect.objectContaining({ code: "missingData", message: "有数据的评分项不足,不评分" }),
    ]);
    for (const outcome of body.outcomes) expect(outcome.score * 100).toBe(outcome.scoreCenti);
  });

  test("the trace names every criterion with its points, the entry it came from, the parameter and its basis", async () => {
    const { body } = await explain(round, village);
    const steps = flat(body.trace);
    const policy = policies.find(({ id }) => id === star)!;
    const criteria = policy.kind === "rating" && policy.score.shape === "sum" ? policy.score.of : [];
    let total = 0;
    for (const criterion of criteria) {
      const step = steps.find(({ code }) => code === criterion.code)!;
      expect(step.title).toBe(criterion.title);
      total += step.value as number;
      expect(step.inputs![0]!.from![0]).toMatchObject({
        id: village,
        version: expect.any(Number),
        push: expect.any(Number),
      });
      const [parameter] = step.parameters!;
      expect(parameter!.source ?? parameter!.assumed).toBeTruthy();
    }
    expect(total).toBe(body.score);
    const satisfaction = steps.find(({ code }) => code === "6")!.inputs![0]!;
    expect(satisfaction.text).toMatch(/^满意件数\(\d+\+\d+\) ÷ 评价件数\(\d+\+\d+\)$/);
    expect(steps.at(-2)).toMatchObject({ shape: "share", value: body.stars });
    expect(steps.every(({ text }) => /\p{Script=Han}|\d/u.test(text))).toBe(true);
  });

  test("a result explains itself by the entries of its own run, also after they moved on", async () => {
    const before = (await explain(round, village)).body;
    const row = rowsOf(await clerk("GET", `/v1/sheets/${indicators}?period=2014-H1`)).find(({ id }) => id === village)!;
    await clerk("PATCH", `/v1/sheets/${indicators}`, {
      period: "2014-H1",
      rows: [{ id: village, baseVersion: row.version, cells: { serviceTeam: 0, servicePersonnel: "" } }],
    });
    expect((await explain(round, village)).body).toEqual({ ...before });
    const undo = { serviceTeam: row.serviceTeam, servicePersonnel: row.servicePersonnel };
    await clerk("PATCH", `/v1/sheets/${indicators}`, {
      period: "2014-H1",
      rows: [{ id: village, baseVersion: row.version + 1, cells: undo }],
    });
  });

  test("every stored outcome is the last value of its own trace", async () => {
    for (const { subjectId, stars, rank, score } of (await outcomes(round)).body.outcomes.slice(0, 12)) {
      const steps: TraceStep[] = (await explain(round, subjectId)).body.trace;
      expect(steps.find(({ shape }) => shape === "sum")!.value).toBe(score);
      expect(steps.find(({ shape }) => shape === "share")!.value).toBe(stars);
      expect(steps.find(({ shape }) => shape === "rank")!.value).toBe(rank);
    }
  });

  test("5★ are at most 10 % and 4★ at most 20 % of a township's scored organizations (组厅字[2012]6号)", async () => {
    const groups = Object.groupBy(
      (await outcomes(round)).body.outcomes as { regionCode: string; stars: number }[],
      (o) => o.regionCode.slice(0, 9),
    );
    for (const group of Object.values(groups)) {
      expect(group!.filter(({ stars }) => stars === 5).length).toBeLessThanOrEqual(group!.length * 0.1);
      expect(group!.filter(({ stars }) => stars === 4).length).toBeLessThanOrEqual(group!.length * 0.2);
    }
  });

  test("the second half-year moves at most one star up and two down from the first", async () => {
    const second = roundOf("2014-H2");
    await create({ policyId: star, period: "2014-H2", regionCode: prefecture });
    await compute(second);
    const first = new Map(
      (await outcomes(round)).body.outcomes.map((o: { subjectId: string; stars: number }) => [o.subjectId, o.stars]),
    );
    let moved = 0;
    for (const { subjectId, stars, bound } of (await outcomes(second)).body.outcomes) {
      const before = first.get(subjectId) as number | undefined;
      if (before === undefined) continue;
      expect(stars - before).toBeLessThanOrEqual(1);
      if (bound !== "veto") expect(before - stars).toBeLessThanOrEqual(bound === "share" ? 3 : 2);
      if (bound === "movement") moved++;
    }
    expect(moved).toBeGreaterThan(0);
  });

  test("its sheet shows the same results, to read only", async () => {
    const answer = await clerk("GET", `/v1/sheets/outcomes.${star}?period=2014-H1&region=${prefecture}`);
    expect(answer.body.definition.editable).toBe(false);
    const shown = rowsOf(answer).find(({ id }) => id === village)!;
    const { score, stars, rank } = (await explain(round, village)).body;
    expect(shown).toMatchObject({ name: "城关镇01村党总支", township: "城关镇", score, stars, rank });
    const patch = await clerk("PATCH", `/v1/sheets/outcomes.${star}`, {
      period: "2014-H1",
      rows: [{ id: village, baseVersion: 1, cells: { stars: 5 } }],
    });
    expect(patch).toMatchObject({ status: 403 });
  });

  test("the outcome sheet, too, shows a township its own organizations only, by its own code or the round's", async () => {
    for (const query of [`period=2014-H1&region=${township}`, "period=2014-H1", `round=${round}`]) {
      const answer = await office.as.township("GET", `/v1/sheets/outcomes.${star}?${query}`);
      expect(rowsOf(answer)).toHaveLength(12);
      expect(rowsOf(answer).every(({ id }) => id.startsWith("990101001"))).toBe(true);
    }
  });

  test("an organization that is deleted keeps its explanation, and its peers keep theirs; the next run drops it", async () => {
    const [id, beside] = ["990101001002", "990101001003"];
    const before = [await explain(round, id), await explain(round, beside)].map(({ body }) => body);
    const organizations = "/v1/sheets/organizations";
    await clerk("PATCH", organizations, { rows: [{ id, baseVersion: 1, delete: true }] });
    expect([await explain(round, id), await explain(round, beside)].map(({ body }) => body)).toEqual(before);
    await compute(round);
    expect((await explain(round, id)).status).toBe(404);
    expect((await outcomes(round)).text).not.toContain(id);
    await clerk("PATCH", organizations, { rows: [{ id, baseVersion: 2, restore: true }] });
    await compute(round);
    expect((await explain(round, id)).body).toMatchObject({ score: before[0].score, stars: before[0].stars });
  });

  test("an impossible value leaves its organization unscored by name, and takes nobody's rank", async () => {
    const id = "990101001004";
    // The ledger's rule takes no such row now; this one is from before there was a rule.
    const scope = [rangeOf(prefecture)];
    const catalogue = await readCatalogue(office.db, scope);
    const unruled = { ...catalogue.sheet("register.service-cases")!, rules: undefined };
    const work = { db: office.db, principal: { id: "demo" }, now: "2014-07-01T00:00:00.000Z", requestId: "before" };
    const reader = { id: "demo", types: scope, clears: scope, personal: scope };
    const access = { scope, writable: scope, reader, grants: [], language: "zh" as const };
    const cases = async (cells: object, baseVersion: number, sheet: Sheet) => {
      for (const period of ["2014-03", "2014-06"]) {
        const rows = [{ id, baseVersion, cells: { ...cells } }];
        const { summary } = await pushRows(work, catalogue, sheet, { mode: "partial", period, rows }, access);
        expect(summary.saved).toBe(1);
      }
    };
    await cases({ asked: 10, satisfied: 11 }, 1, unruled);
    await compute(round);
    const { body } = await explain(round, id);
    expect(body).toMatchObject({ code: "badInput" });
    expect(body.trace[0].text).toContain("110:“群众满意度”不能大于100");
    const ranks = (await outcomes(round)).body.outcomes
      .filter((o: { regionCode: string }) => o.regionCode.startsWith("990101001"))
      .map(({ rank }: { rank: number }) => rank);
    expect(Math.max(...ranks)).toBeLessThanOrEqual(ranks.length);
    await cases({ satisfied: 9 }, 2, catalogue.sheet("register.service-cases")!);
    await compute(round);
  });

  test("a round over a part of the region changes nothing in the region's own rounds", async () => {
    await compute(roundOf("2014-H2"));
    const stars = async () => (await outcomes(roundOf("2014-H2"))).text;
    const before = await stars();
    await office.as.county("POST", "/v1/rounds", { policyId: star, period: "2014-H1", regionCode: "990101000000" });
    await compute(roundOf("2014-H1", "990101000000"), office.as.county);
    expect((await compute(roundOf("2014-H2"))).body.written).toBe(0);
    expect(await stars()).toBe(before);
  });

  test("computing the same facts again writes no run and no audit line either", async () => {
    await compute(round);
    const tables = ["run", "audit", "outcome", "push"];
    const before = await Promise.all(tables.map(office.count));
    const [a, b] = await Promise.all([compute(round), compute(round)]);
    expect(a.body).toEqual(b.body);
    expect(await Promise.all(tables.map(office.count))).toEqual(before);
  });

  test("a township sees the round, its own results, and no others by any route", async () => {
    const who = office.as.township;
    expect(await who("GET", `/v1/rounds/${round}`)).toMatchObject({ status: 200 });
    const { body } = await outcomes(round, who);
    expect(body.outcomes.length + body.unscored.length).toBe(12);
    expect(body.outcomes.every((o: { regionCode: string }) => o.regionCode.startsWith("990101001"))).toBe(true);
    expect((await explain(round, village, who)).status).toBe(200);
    expect((await explain(round, "990101002001", who)).status).toBe(404);
    expect((await outcomes(`${round}`, who)).text).not.toContain("990101002");
    expect(await compute(round, who)).toMatchObject({ status: 403 });
    expect(await compute(round, office.as.county)).toMatchObject({ status: 403 });
  });
});

describe("a round of 后进倒排", () => {
  test("takes the latest rating of the year, lists 10 % of all organizations with the unscored in the base", async () => {
    const round = roundOf("2014", prefecture, "chuxiong-backward");
    await create({ policyId: "chuxiong-backward", period: "2014", regionCode: prefecture });
    expect((await compute(round)).body).toMatchObject({ scored: 47, unscored: 1 });
    const { body } = await outcomes(round);
    const selected = body.outcomes.filter((o: { selected: boolean }) => o.selected);
    expect(selected).toHaveLength(4); // 48 × 10 % = 4.8, 舍去尾数
    const worst = [...body.outcomes]
      .sort((a, b) => a.score - b.score || (a.subjectId < b.subjectId ? -1 : 1))
      .slice(0, 4);
    expect(selected.map((o: { subjectId: string }) => o.subjectId).sort()).toEqual(
      worst.map((o) => o.subjectId).sort(),
    );
    const trace = (await explain(round, selected[0].subjectId)).body.trace as TraceStep[];
    expect(trace[0]!.inputs![0]!.from![0]).toMatchObject({ sheet: `outcomes.${star}`, period: "2014-H2" });
    expect(trace.at(-1)!.text).toContain("全部评价对象(含未评分)48个,按10%,舍去尾数为4个");
  });

  test("before any rating was computed nobody is ranked", async () => {
    const round = roundOf("2016", prefecture, "chuxiong-backward");
    await create({ policyId: "chuxiong-backward", period: "2016", regionCode: prefecture });
    const { body } = await compute(round);
    expect(body).toMatchObject({ scored: 0, unscored: 48 });
    expect(body.warnings.map(({ code }: { code: string }) => code)).toEqual(["noResults", "nothingScored"]);
    expect((await outcomes(round)).body.unscored[0]).toMatchObject({ code: "missingMeasure" });
  });
});

describe("rounds that cannot be opened", () => {
  const good = { policyId: star, period: "2015-H1", regionCode: township };
  test.each([
    ["an unknown policy", { ...good, policyId: "nothing" }, 404, "/policyId unknown"],
    ["a region that is not there", { ...good, regionCode: "110000000000" }, 404, "/regionCode unknown"],
    ["a single village", { ...good, regionCode: village }, 422, "/regionCode smallRegion"],
    ["a period of another kind", { ...good, period: "2015" }, 422, "/period badPeriod"],
    ["a period before the policy", { ...good, period: "2013-H2" }, 422, "/period notEffective"],
    ["no region", { policyId: star, period: "2015-H1" }, 422, "/regionCode required"],
    ["an unknown key", { ...good, state: "computed" }, 422, "/state unknownKey"],
  ])("%s", async (_, body, status, place) => {
    const before = await office.count("round");
    const answer = await create(body);
    expect(answer.status).toBe(status);
    expect(`${answer.body.errors[0].pointer} ${answer.body.errors[0].code}`).toBe(place);
    expect(await office.count("round")).toBe(before);
  });

  test("a county opens rounds of its own region, not of another's", async () => {
    const open = (regionCode: string) => office.as.county("POST", "/v1/rounds", { ...good, regionCode });
    expect((await open("990101000000")).status).toBe(201);
    expect((await open(otherCounty)).status).toBe(404);
    expect((await open(prefecture)).status).toBe(404);
  });
});

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
/** The star policy with its first criterion written twenty times. */
function wide() {
  const policy = policies.find(({ id }) => id === star)!;
  if (policy.kind !== "rating") return policy;
  const of = Array.from({ length: 20 }, (_, i) => ({ ...policy.score.of[0], code: `c${i}` }));
  return { ...policy, score: { ...policy.score, of } };
}

describe("POST /v1/calculate", () => {
  const subject = (id: string, inputs: object, more: object = {}) => ({
    id,
    kind: "organization",
    regionCode: village,
    inputs,
    ...more,
  });
  const full = {
    serviceTeam: 20,
    servicePersonnel: 20,
    serviceCapability: 20,
    serviceSupport: 10,
    serviceMechanism: 10,
  };
  const calculate = (body: object) => clerk("POST", "/v1/calculate", body);
  const base = { policyId: star, period: "2014-H1" };

  test("judges given facts with a trace and stores nothing", async () => {
    const tables = ["entry", "push", "outcome", "run", "audit", "idempotency"];
    const before = await Promise.all(tables.map(office.count));
    const { body } = await calculate({
      ...base,
      subjects: [subject("a", { ...full, satisfaction: 98 }), subject("b", {})],
    });
    expect(body.outcomes).toEqual([
      expect.objectContaining({ subjectId: "a", score: 100, scoreCenti: 10000, stars: 5, bound: "cuts" }),
    ]);
    expect(body.outcomes[0].trace[0].text).toBe("20 + 20 + 20 + 10 + 10 + 20 = 100");
    expect(body.unscored).toEqual([expect.objectContaining({ subjectId: "b", code: "missingData" })]);
    expect(body).toMatchObject({ funds: [], warnings: [] });
    expect(await Promise.all(tables.map(office.count))).toEqual(before);
  });

  test("a policy given in full judges like the stored one", async () => {
    const subjects = [subject("a", { ...full, satisfaction: 90, noVenue: true })];
    const policy = policies.find(({ id }) => id === star)!;
    const inline = await calculate({ policy, period: "2014-H1", subjects });
    expect(inline.body).toEqual((await calculate({ ...base, subjects })).body);
    expect(inline.body.outcomes[0]).toMatchObject({ stars: 2, bound: "veto" });
  });

  const [policy] = policies.filter(({ id }) => id === star);
  test.each([
    ["both policy and id", { ...base, policy, subjects: [subject("a", {})] }, 422, "/policyId policyOrId"],
    ["an unknown policy", { ...base, policyId: "nothing", subjects: [subject("a", {})] }, 404, "/policyId unknown"],
    ["a bad period", { ...base, period: "2014-Q1", subjects: [subject("a", {})] }, 422, "/period badPeriod"],
    [
      "a value beyond the maximum",
      { ...base, subjects: [subject("a", { serviceTeam: 21 })] },
      422,
      "/subjects/0/inputs/serviceTeam tooLarge",
    ],
    [
      "an unknown input",
      { ...base, subjects: [subject("a", { team: 1 })] },
      422,
      "/subjects/0/inputs/team unknownInput",
    ],
    ["a subject twice", { ...base, subjects: [subject("a", {}), subject("a", {})] }, 422, "/subjects/1/id duplicate"],
    [
      "another kind of subject",
      { ...base, subjects: [{ ...subject("a", {}), kind: "person" }] },
      422,
      "/subjects/0/kind wrongKind",
    ],
    [
      "an unknown key in the policy",
      { period: "2014-H1", policy: { ...policy, weights: 1 }, subjects: [subject("a", {})] },
      422,
      "/policy/weights unknownKey",
    ],
    [
      "a policy nested too deep",
      { period: "2014-H1", policy: { ...policy, deep: nested(60) }, subjects: [subject("a", {})] },
      422,
      "/policy tooDeep",
    ],
    [
      "more than can be explained at once",
      { period: "2014-H1", policy: wide(), subjects: Array.from({ length: 5000 }, (_, i) => subject(String(i), {})) },
      422,
      "/subjects tooMuch",
    ],
    [
      "a policy of no kind",
      { period: "2014-H1", policy: { kind: "magic" }, subjects: [subject("a", {})] },
      422,
      "/policy/kind notChoice",
    ],
  ])("refuses %s", async (_, body, status, place) => {
    const answer = await calculate(body);
    expect(answer.status).toBe(status);
    expect(`${answer.body.errors[0].pointer} ${answer.body.errors[0].code}`).toBe(place);
    expect(answer.body.errors[0].message).toMatch(/\p{Script=Han}/u);
  });
});

describe("policies", () => {
  test("are listed with version, hash and the number of assumed values, and shown whole", async () => {
    const { body } = await clerk("GET", "/v1/policies");
    expect(body.policies.map(({ id }: { id: string }) => id)).toEqual(policies.map(({ id }) => id).sort());
    const one = await clerk("GET", `/v1/policies/${star}`);
    expect(one.body).toMatchObject({
      id: star,
      version: 1,
      state: "active",
      document: { title: "星级服务型党组织评定办法" },
    });
    expect(one.headers.get("etag")).toBe('"v1"');
    expect((await clerk("GET", "/v1/policies/nothing")).status).toBe(404);
  });

  test("the language is published as JSON Schema", async () => {
    const { body } = await clerk("GET", "/v1/policies/schema");
    const kinds = body.oneOf.map((one: { properties: { kind: { const: string } } }) => one.properties.kind.const);
    expect(kinds.sort()).toEqual(["appraisal", "ranking", "rating", "subsidy"]);
  });
});
