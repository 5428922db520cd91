/** Publication of rounds: what keeps one from it, the notice, objections and their answers, and opening a round again. */
import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import worker from "../../worker/index.ts";
import { star as indicatorSheet, rowOf } from "./desk.ts";
import { type Client, type Office, openOffice, otherCounty, prefecture, township, village } from "./office.ts";
import { watched } from "./watched.ts";

const policyId = "xinhui-star-organization";
const county = "990101000000";
const round = `${policyId}.2014-H1.${county}`;
const dates = { opensOn: "2114-08-01", closesOn: "2114-08-07" };
const asked = { audience: ["villageBoard", "intranet"], ...dates, telephone: "0879-0000" };
const known = { ...asked, acknowledgeAssumed: true };

let office: Office;
const at = (path: string, id = round) => `/v1/rounds/${id}/${path}`;
const publish = (body: object = known, id = round) => office.as.prefecture("POST", at("publish", id), body);
const step = (who: Client, body: object, id = round) => who("POST", at("steps", id), body);
const codes = ({ body }: { body: { errors: { code: string }[] } }) => body.errors.map(({ code }) => code);
const notices = async () => (await office.as.viewer("GET", at("notices"))).body.notices;
/** A tick of the hourly cron at a moment. */
const tick = (day: string) =>
  worker.scheduled(
    createScheduledController({ cron: "5 * * * *", scheduledTime: new Date(`${day}T16:05:00.000Z`) }),
    env,
  );

beforeAll(async () => {
  office = await openOffice();
});

describe("a round", () => {
  test("may be kept as a draft, which is not computed until it is opened", async () => {
    const draft = { policyId, period: "2014-H1", regionCode: county, deadline: "2114-07-31", draft: true };
    expect((await office.as.prefecture("POST", "/v1/rounds", draft)).body.state).toBe("draft");
    expect(await office.as.prefecture("POST", at("compute"))).toMatchObject({
      status: 409,
      body: { code: "roundState", errors: [{ message: "该批次为“草稿”,不能重算", fix: "须为:已开、已算" }] },
    });
    expect((await step(office.as.township, { action: "open" })).status).toBe(403);
    expect((await step(office.as.prefecture, { action: "open" })).body.state).toBe("open");
    expect((await step(office.as.prefecture, { action: "open" })).body.code).toBe("roundState");
    expect((await publish()).body.code).toBe("roundState");
    expect((await office.as.prefecture("POST", at("compute"))).status).toBe(200);
  });

  test("is not shown before its submissions are accepted and what its policy assumes is acknowledged", async () => {
    const refused = await publish(asked);
    expect(refused).toMatchObject({ status: 409, body: { code: "notReady" } });
    expect(codes(refused)).toEqual(["submissionsOpen", "assumedOpen"]);
    expect(refused.body.errors[0].message).toContain("还有 2 个乡镇的报送没有审核");
    expect(codes(await office.as.approver("POST", at("finalise")))).toEqual(["submissionsOpen"]);
    for (const region of [township, "990101002000"]) {
      expect((await office.as.admin("POST", at(`submissions/${region}`), { action: "submit" })).status).toBe(200);
      expect((await office.as.county("POST", at(`submissions/${region}`), { action: "accept" })).status).toBe(200);
    }
    expect(codes(await publish(asked))).toEqual(["assumedOpen"]);
  });

  test("is not shown for dates that cannot be, nor by who may not", async () => {
    expect(codes(await publish({ ...known, closesOn: "2114-07-01" }))).toEqual(["noticeDates"]);
    expect(codes(await publish({ ...known, opensOn: "2014-01-01", closesOn: "2014-01-07" }))).toEqual(["noticeDates"]);
    expect((await publish({ ...known, audience: [] })).status).toBe(422);
    for (const who of [office.as.township, office.as.approver, office.as.viewer])
      expect((await who("POST", at("publish"), known)).status).toBe(403);
  });

  test("is published once, with number, words and what was acknowledged", async () => {
    const [first, second] = await Promise.all([publish(), publish()]);
    expect([first.status, second.status].sort()).toEqual([201, 409]);
    const [notice, ...others] = await notices();
    expect(others).toEqual([]);
    expect(notice).toMatchObject({
      ...{ round, number: "公示〔2114〕1号", audience: ["villageBoard", "intranet"], ...dates },
      ...{ by: "州委组织部(演示数据)", closedAt: null, seal: null },
      title: expect.stringMatching(/^关于2014年上半年《.*》结果的公示$/),
      text: expect.stringContaining("公示期自2114年8月1日至2114年8月7日"),
      objections: { all: 0, open: 0, upheld: 0 },
    });
    const { state, steps } = (await office.as.viewer("GET", at("steps"))).body;
    expect(state).toBe("published");
    expect(steps.map(({ action }: { action: string }) => action)).toEqual(["open", "publish"]);
    expect(steps[1].detail.acknowledged.length).toBeGreaterThan(0);
  });

  test("is not computed while it is published, by hand or by the clock", async () => {
    expect((await office.as.prefecture("POST", at("compute"))).body.code).toBe("roundState");
    const row = (await rowOf(office.as.admin, indicatorSheet, village, "period=2014-H1"))!;
    const cells = { serviceTeam: row.serviceTeam === 1 ? 2 : 1 };
    const rows = [{ id: village, baseVersion: row.version, cells }];
    await office.as.prefecture("PATCH", indicatorSheet, { period: "2014-H1", rows });
    const { body } = await office.as.prefecture("POST", "/v1/jobs/recompute/run");
    expect(body).toMatchObject({ state: "done", roundsComputed: 0, outcomesWritten: 0 });
  });
});

describe("an objection", () => {
  const object = (who: Client, more: object = {}) =>
    who("POST", "/v1/notices/1/objections", {
      ...{
        subjectId: village,
        text: "服务班子得分有误",
        receivedOn: "2114-08-02",
        objector: "王某",
        contact: "13900000000",
      },
      ...more,
    });

  test("is logged about a subject of the notice, inside one's region", async () => {
    expect((await object(office.as.county)).body).toMatchObject({ objection: 1, objector: "王某", answer: null });
    expect((await object(office.as.township)).body).toMatchObject({ objection: 2, objector: null, contact: null });
    expect((await object(office.as.township, { subjectId: "990101002001" })).status).toBe(404);
    expect((await object(office.as.county, { subjectId: "990102001001" })).status).toBe(404);
    expect((await object(office.as.viewer)).status).toBe(403);
  });

  test("tells who objects only to who sees what is personal", async () => {
    const of = async (who: Client) => (await who("GET", "/v1/notices/1/objections")).body.objections[0];
    expect((await of(office.as.county)).contact).toBe("13900000000");
    for (const who of [office.as.prefecture, office.as.approver, office.as.auditor])
      expect(await of(who)).toMatchObject({ text: "服务班子得分有误", objector: null, contact: null });
    for (const who of [office.as.township, office.as.viewer, office.as.village])
      expect((await who("GET", "/v1/notices/1/objections")).status).toBe(403);
    const audit = (await office.d1.prepare("select * from audit").all()).results;
    expect(JSON.stringify(audit)).not.toMatch(/王某|13900000000/);
  });

  test("is answered once, of two at once by one; the notice runs until its last day is over in Beijing", async () => {
    const answer = (id: number, effect: string) =>
      office.as.county("POST", `/v1/objections/${id}/answer`, { answer: "经查", effect });
    const both = await Promise.all([answer(1, "upheld"), answer(1, "dismissed")]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await office.as.county("GET", "/v1/notices/1/objections")).body.objections[1].answer).toBe("经查");
    await tick("2114-08-06");
    expect((await notices())[0].closedAt).toBeNull();
    expect(codes(await office.as.approver("GET", "/v1/notices/1/clearance"))).toContain("noticeRunning");
    await Promise.all([tick("2114-08-07"), tick("2114-08-07")]);
    expect((await notices())[0].closedAt).toBe("2114-08-07T16:05:00.000Z");
    expect(codes(await office.as.approver("GET", "/v1/notices/1/clearance"))).toContain("objectionsOpen");
    expect((await answer(2, "upheld")).status).toBe(200);
    expect(codes(await office.as.approver("POST", at("finalise")))).toEqual(["objectionUpheld"]);
  });

  test("can be changed or taken away by nobody", async () => {
    for (const sql of [
      "update objection set text = 'x'",
      "delete from objection",
      "delete from publicNotice",
      "update publicNotice set text = 'x'",
      "update roundStep set reason = 'x'",
      "delete from roundStep",
    ])
      await expect(office.d1.prepare(sql).run(), sql).rejects.toThrow();
  });
});

describe("an upheld objection", () => {
  test("has the round opened again with a reason, put right, published and finalised", async () => {
    expect((await step(office.as.prefecture, { action: "reopen", reason: "x" })).status).toBe(403);
    expect(codes(await step(office.as.approver, { action: "reopen" }))).toEqual(["reasonMissing"]);
    expect((await step(office.as.approver, { action: "reopen", reason: "异议成立" })).body.state).toBe("computed");
    expect((await publish()).body.code).toBe("notCurrent");
    expect((await office.as.prefecture("POST", at("compute"))).body.written).toBeGreaterThan(0);
    expect((await publish({ ...known, number: "公示〔2114〕1号" })).body.code).toBe("noticeNumber");
    expect((await publish()).body.number).toBe("公示〔2114〕2号");
    expect(codes(await office.as.approver("POST", at("finalise")))).toEqual(["noticeRunning"]);
    await tick("2114-08-08");
    expect(codes(await office.as.approver("GET", "/v1/notices/1/clearance"))).toContain("noticeCut");
    expect((await office.as.approver("GET", "/v1/notices/2/clearance")).body.text).toMatch(
      /公示期间没有收到异议。特此证明。$/,
    );
    expect((await office.as.approver("POST", at("finalise"))).body.state).toBe("final");
  });

  test("also after it was final; the evidence of both times is kept", async () => {
    const before = (await office.as.viewer("GET", `/v1/rounds/${round}`)).body;
    const rows = await office.count("runEvidence");
    expect((await step(office.as.approver, { action: "reopen", reason: "审计发现有误" })).body).toMatchObject({
      ...{ state: "computed", finalRun: null, evidenceHash: null },
    });
    const { steps } = (await office.as.viewer("GET", at("steps"))).body;
    expect(steps.at(-1)).toMatchObject({
      ...{ action: "reopen", reason: "审计发现有误", principal: { account: "approver" } },
      detail: { finalRun: before.finalRun, evidenceHash: before.evidenceHash },
    });
    // Nothing has changed: the same run is final once more, by the same evidence.
    expect((await office.as.approver("POST", at("finalise"))).body.evidenceHash).toBe(before.evidenceHash);
    expect(await office.count("runEvidence")).toBe(rows);
    await step(office.as.approver, { action: "reopen", reason: "改数" });
    const row = (await rowOf(office.as.admin, indicatorSheet, village, "period=2014-H1"))!;
    const changed = [{ id: village, baseVersion: row.version, cells: { serviceTeam: 9 } }];
    await office.as.prefecture("PATCH", indicatorSheet, { period: "2014-H1", rows: changed });
    await office.as.prefecture("POST", at("compute"));
    expect(await office.as.approver("POST", at("finalise"))).toMatchObject({
      body: {
        code: "notReady",
        errors: [{ code: "noticeNotShown", message: expect.stringContaining("公示〔2114〕2号") }],
      },
    });
    expect((await publish()).body.number).toBe("公示〔2114〕3号");
    await tick("2114-08-08");
    const after = (await office.as.approver("POST", at("finalise"))).body;
    expect(after.finalRun).toBeGreaterThan(before.finalRun);
    expect(await office.count("runEvidence")).toBe(2 * rows);
    const explained = await office.as.viewer("GET", at(`outcomes/${village}`));
    expect(explained).toMatchObject({ status: 200, body: { equal: true } });
  });
});

describe("a round that was published", () => {
  const other = `${policyId}.2015-H1.${county}`;
  const object = (who: Client, notice: number, headers = {}) => {
    const body = { subjectId: village, text: "名次有误", receivedOn: "2114-08-02" };
    return who("POST", `/v1/notices/${notice}/objections`, body, headers);
  };
  const answer = (id: number) =>
    office.as.county("POST", `/v1/objections/${id}/answer`, { answer: "经查不实", effect: "dismissed" });
  let first: number;
  let objection: number;

  test("has the number that was given, which the next notice passes over", async () => {
    await office.as.prefecture("POST", "/v1/rounds", { policyId, period: "2015-H1", regionCode: county });
    await office.as.prefecture("POST", at("compute", other));
    const { body } = await publish({ ...known, number: "公示〔2114〕5号" }, other);
    expect(body.number).toBe("公示〔2114〕5号");
    first = body.notice;
  });

  test("has an objection that is sent twice under its key logged once", async () => {
    const headers = { "idempotency-key": "object-1" };
    const one = await object(office.as.county, first, headers);
    expect(one.status).toBe(201);
    expect((await object(office.as.county, first, headers)).body).toEqual(one.body);
    expect((await office.as.county("GET", `/v1/notices/${first}/objections`)).body.objections).toHaveLength(1);
    objection = one.body.objection;
  });

  test("is not made final around its notice and the objections to it by being opened again", async () => {
    await step(office.as.approver, { action: "reopen", reason: "不等期满" }, other);
    const refused = await office.as.approver("POST", at("finalise", other));
    expect([refused.status, codes(refused)]).toEqual([409, ["noticeNotShown", "objectionsOpen"]]);
    expect((await publish(known, other)).body.number).toBe("公示〔2114〕6号");
    await tick("2114-08-08");
    // The objection to the first notice is to be answered still.
    expect(codes(await office.as.approver("POST", at("finalise", other)))).toEqual(["objectionsOpen"]);
    expect((await answer(objection)).status).toBe(200);
  });

  test("is not made final over an objection that comes in at the same moment", async () => {
    const late = async () => {
      const { body } = await object(office.as.county, first + 1);
      objection = body.objection;
    };
    const { who } = await watched("approver", late, 'update "round" set "state"');
    expect(codes(await who("POST", at("finalise", other)))).toEqual(["objectionsOpen"]);
    expect((await answer(objection)).status).toBe(200);
    expect((await office.as.approver("POST", at("finalise", other))).body.state).toBe("final");
  });
});

test("a backward list goes to the internet only with a reason; a draft of the policy is noticed", async () => {
  const list = `chuxiong-backward.2014.${otherCounty}`;
  for (const [id, period] of [
    [policyId, "2014-H2"],
    ["chuxiong-backward", "2014"],
  ] as const) {
    await office.as.prefecture("POST", "/v1/rounds", { policyId: id, period, regionCode: otherCounty });
    await office.as.prefecture("POST", `/v1/rounds/${id}.${period}.${otherCounty}/compute`);
  }
  const open = { ...known, audience: ["internet"] };
  expect(codes(await publish(open, list))).toEqual(["reasonMissing"]);
  expect((await publish({ ...open, reason: "州委决定" }, list)).status).toBe(201);
  const cuts = { id: "/grade/cuts@2014-01", baseVersion: 1, cells: { value: "5:90; 4:80; 3:70; 2:60; 1:49" } };
  await office.as.prefecture("PATCH", `/v1/sheets/parameters.${policyId}`, { rows: [cuts] });
  const wanted = { policyId, period: "2014-H2", regionCode: prefecture };
  expect(codes(await office.as.prefecture("POST", "/v1/rounds", wanted))).toEqual(["unapproved"]);
  expect(codes(await office.as.prefecture("POST", "/v1/rounds", { ...wanted, policyVersion: 2 }))).toEqual([
    "notActive",
  ]);
  expect((await office.as.prefecture("POST", "/v1/rounds", { ...wanted, policyVersion: 1 })).status).toBe(201);
});

test("a round whose policy was wrong goes on by the version that puts it right, with a reason, and is computed anew", async () => {
  const id = `${policyId}.2014-H2.${otherCounty}`;
  const adopt = (more: object = {}) =>
    step(office.as.prefecture, { action: "adopt", reason: "分数线有误", ...more }, id);
  expect(codes(await step(office.as.prefecture, { action: "adopt" }, id))).toEqual(["reasonMissing"]);
  expect(codes(await adopt())).toEqual(["unapproved"]);
  expect(codes(await adopt({ policyVersion: 1 }))).toEqual(["policyAdopted"]);
  expect((await office.as.approver("POST", `/v1/policies/${policyId}/versions/2/activate`)).status).toBe(200);
  expect((await step(office.as.approver, { action: "adopt", reason: "x" }, id)).status).toBe(403);
  expect((await adopt()).body).toMatchObject({ state: "open", policyVersion: 2 });
  expect((await publish(known, id)).body.code).toBe("roundState");
  // The facts are the same, and the results may be: it is computed all the same.
  expect((await office.as.prefecture("POST", at("compute", id))).status).toBe(200);
  expect((await office.as.viewer("GET", `/v1/rounds/${id}`)).body).toMatchObject({
    state: "computed",
    policyVersion: 2,
  });
  const { steps } = (await office.as.viewer("GET", at("steps", id))).body;
  expect(steps.at(-1)).toMatchObject({ action: "adopt", reason: "分数线有误", detail: { policyVersion: 1 } });
  expect((await office.as.approver("POST", at("finalise", id))).body.state).toBe("final");
  expect((await adopt()).body.code).toBe("roundState");
});
