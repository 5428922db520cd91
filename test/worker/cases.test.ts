/** Cases of rectification: who opens, works, reviews and closes them, what they ask for, and what of them can be read. */
import { beforeAll, describe, expect, test } from "vitest";
import { rangeOf } from "../../schema/region.ts";
import { commit } from "../../worker/store/database.ts";
import { insertCaseStep, insertCases } from "../../worker/store/rectifications.ts";
import { push, statuses } from "./desk.ts";
import { type Client, indicators, type Office, openOffice, prefecture, township, village } from "./office.ts";
import { watched } from "./watched.ts";

const list = `chuxiong-backward.2014.${prefecture}`;
const mine = `${list}.${village}`;
const register = (id: string) => `/v1/sheets/register.rectification-${id}`;
const fault = ({ status, body }: { status: number; body: { code: string; errors?: { code: string }[] } }) =>
  `${status} ${body.code} ${body.errors?.[0]?.code}`;

let office: Office;
const open = (who: Client, round = list, headers = {}) =>
  who("POST", `/v1/rounds/${round}/cases`, { deadline: "2014-12-31" }, headers);
const step = (who: Client, action: string, more: object = {}, id = mine, headers = {}) =>
  who("POST", `/v1/cases/${id}`, { action, ...more }, headers);
const read = async (id = mine) => (await office.as.county("GET", `/v1/cases/${id}`)).body;

beforeAll(async () => {
  office = await openOffice();
  const cells = { serviceTeam: 0, servicePersonnel: 0, serviceCapability: 0 };
  const rows = [{ id: village, baseVersion: 1, cells }];
  await push(office.as.prefecture, `/v1/sheets/${indicators}`, rows, { period: "2014-H2" });
  for (const [policyId, period] of [
    ["xinhui-star-organization", "2014-H2"],
    ["chuxiong-backward", "2014"],
  ]) {
    await office.as.prefecture("POST", "/v1/rounds", { policyId, period, regionCode: prefecture });
    await office.as.prefecture("POST", `/v1/rounds/${policyId}.${period}.${prefecture}/compute`);
  }
  const values = { regionCode: village, principal: "demo-county", subjectId: village };
  // Last year it was on the list, and struck off.
  const before = { ...values, id: "before", round: "list.2013", period: "2013", deadline: "2013-12-31" };
  const closed = { rectification: "before", step: 1, action: "close", state: "closed" } as const;
  await commit(office.db, [
    ...insertCases(office.db, [rangeOf(prefecture)], [{ ...before, at: "2013-03-01T00:00:00.000Z" }]),
    insertCaseStep(office.db, [rangeOf(prefecture)], village, {
      ...{ ...closed, deadline: null, reason: null, principal: "demo-approver", at: "2013-11-01T00:00:00.000Z" },
    }),
  ]);
});

describe("cases are opened", () => {
  test("from a final backward list only", async () => {
    expect(fault(await open(office.as.county))).toBe("409 roundNotFinal roundNotFinal");
    const stars = `xinhui-star-organization.2014-H2.${prefecture}`;
    expect(fault(await open(office.as.county, stars))).toBe("422 invalid noBackwardList");
    expect((await office.as.approver("POST", `/v1/rounds/${list}/finalise`)).status).toBe(200);
  });

  test("one for each organization on it, by the county its own, and again only the missing ones", async () => {
    for (const who of [office.as.township, office.as.approver, office.as.viewer])
      expect((await open(who)).status).toBe(403);
    // Not of a list that is opened again at the same moment.
    const reopen = () => office.as.approver("POST", `/v1/rounds/${list}/steps`, { action: "reopen", reason: "有误" });
    const { who: late } = await watched("county", reopen, 'insert into "rectification"');
    expect(fault(await open(late))).toBe("409 roundNotFinal roundNotFinal");
    expect((await office.as.approver("POST", `/v1/rounds/${list}/finalise`)).status).toBe(200);
    const selected = (await office.as.prefecture("GET", `/v1/rounds/${list}/outcomes?selected=true`)).body.outcomes;
    expect(selected.map(({ subjectId }: { subjectId: string }) => subjectId)).toContain(village);
    const own = selected.filter(({ subjectId }: { subjectId: string }) => subjectId.startsWith("990101"));
    const key = { "idempotency-key": "open-1" };
    const first = await open(office.as.county, list, key);
    expect(first.body).toMatchObject({ round: list, opened: own.length, label: "演示数据" });
    expect((await open(office.as.county, list, key)).body).toEqual(first.body);
    expect((await open(office.as.county)).body).toMatchObject({ opened: 0, cases: first.body.cases });
    const all = (await open(office.as.prefecture)).body;
    expect(all).toMatchObject({ opened: selected.length - own.length });
    expect(all.cases).toHaveLength(selected.length);
  });
});

describe("a case", () => {
  test("is planned by its township, once its measures are listed", async () => {
    expect((await step(office.as.county, "plan")).status).toBe(403);
    expect(fault(await step(office.as.township, "plan"))).toBe("409 caseState planMissing");
    const measure = {
      problem: "账目不清",
      cause: "群众意见大",
      measure: "清理账目",
      responsible: "甲",
      dueOn: "2014-09-30",
    };
    const rows = [{ newKey: "a", cells: { subject: village, ...measure } }];
    await push(office.as.township, register("plan"), rows, { period: "2014" });
    expect((await step(office.as.township, "plan")).body).toMatchObject({ state: "rectifying", stateTitle: "整改中" });
  });

  test("is accepted by the township only after every measure is finished, and says which are not", async () => {
    expect(await step(office.as.township, "accept")).toMatchObject({
      status: 409,
      body: { code: "caseState", errors: [{ code: "measureUnfinished", message: "还有1项措施没有完成日期:清理账目" }] },
    });
    const { rows } = (await office.as.township("GET", `${register("plan")}?period=2014`)).body;
    const finish = (cells: object) =>
      office.as.township("PATCH", register("plan"), {
        period: "2014",
        rows: [{ id: rows[0].id, baseVersion: 1, cells }],
      });
    expect(statuses(await finish({ finishedOn: "2014-09-20" }))).toEqual(["invalid"]);
    expect(statuses(await finish({ finishedOn: "2014-09-20", result: "已公布" }))).toEqual(["saved"]);
    expect(fault(await step(office.as.county, "review"))).toBe("409 caseState caseState");
    expect((await step(office.as.township, "accept")).body.state).toBe("accepted");
  });

  test("is returned and put off by the county, with a reason, and put off to a later day only", async () => {
    expect(fault(await step(office.as.county, "return"))).toBe("422 invalid reasonMissing");
    expect((await step(office.as.county, "return", { reason: "没有公布到户" })).body.state).toBe("rectifying");
    expect(fault(await step(office.as.county, "extend", { reason: "重新公布" }))).toBe("422 invalid deadlineMissing");
    const put = (deadline: string) => step(office.as.county, "extend", { reason: "重新公布", deadline });
    expect(fault(await put("2014-12-31"))).toBe("422 invalid deadlineNotLater");
    expect((await put("2015-03-31")).body).toMatchObject({ state: "rectifying", deadline: "2015-03-31" });
    expect((await step(office.as.township, "extend", { reason: "x", deadline: "2016-01-01" })).status).toBe(403);
  });

  test("is not closed without a review, nor reviewed or closed by who took the step before", async () => {
    expect((await step(office.as.admin, "accept")).body.state).toBe("accepted");
    expect(fault(await step(office.as.approver, "close"))).toBe("409 caseState caseState");
    expect(fault(await step(office.as.admin, "review"))).toBe("403 secondPerson sameHand");
    expect((await step(office.as.county, "review")).body.state).toBe("reviewed");
    for (const who of [office.as.county, office.as.admin])
      expect(fault(await step(who, "close"))).toBe("403 secondPerson sameHand");
    expect((await step(office.as.township, "close")).status).toBe(403);
  });

  test("is closed by one of two who act at once, and then stays so", async () => {
    const both = await Promise.all([step(office.as.approver, "close"), step(office.as.prefecture, "close")]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await step(office.as.county, "return", { reason: "x" })).toMatchObject({
      status: 409,
      body: { code: "caseState", errors: [{ fix: "不再变动" }] },
    });
    await expect(office.d1.prepare("delete from rectificationStep").run()).rejects.toThrow("append-only");
    await expect(office.d1.prepare("update rectification set deadline = ''").run()).rejects.toThrow("append-only");
  });

  test("tells who did what when and why, that it fell back, how it ended before, and has its lines of the audit", async () => {
    const body = await read();
    const told = body.steps.map(({ action, principal }: { action: string; principal: { account: string } }) =>
      action === "close" ? action : `${action} ${principal.account}`,
    );
    expect(told).toEqual([
      ...["plan township", "accept township", "return county", "extend county", "accept admin", "review county"],
      "close",
    ]);
    expect(body.steps[2]).toMatchObject({ step: 3, title: "退回整改", reason: "没有公布到户" });
    expect(body).toMatchObject({
      ...{ fellBack: true, rows: { plan: 1, people: 0, progress: 0 }, remind: null, overdue: false },
      earlier: [{ id: "before", period: "2013", state: "closed", closedAt: "2013-11-01T00:00:00.000Z" }],
    });
    const { lines } = (await office.as.auditor("GET", `/v1/audit?target=${mine}`)).body;
    expect(lines).toHaveLength(told.length);
  });
});

describe("the list of cases", () => {
  test("shows what is not closed, whatever the year, overdue first, with leader, missing months and a reminder", async () => {
    const other = "990101002001";
    const values = { id: "old", round: "list.2012", subjectId: other, regionCode: other, period: "2012" };
    const at = "2012-03-01T00:00:00.000Z";
    const old = { ...values, deadline: "2012-12-31", principal: "demo-county", at };
    await commit(office.db, insertCases(office.db, [rangeOf(prefecture)], [old]));
    const sent = { role: "第一书记", person: "乙", leader: "县委丙", from: "2012-03-05" };
    await push(office.as.county, register("people"), [{ newKey: "a", cells: { subject: other, ...sent } }], {
      period: "2012",
    });
    const month = { newKey: "a", cells: { subject: other, done: "走访", solved: 1, problems: 3 } };
    await push(office.as.county, register("progress"), [month], { period: "2012-05" });
    const again = { period: "2012-05", rows: [{ ...month, newKey: "b" }] };
    expect(statuses(await office.as.county("PATCH", register("progress"), again))).toEqual(["invalid"]);
    const { cases } = (await office.as.county("GET", "/v1/cases?overdue=true")).body;
    expect(cases[0]).toMatchObject({ id: "old", state: "filed", overdue: true, leader: "县委丙", fellBack: false });
    expect(cases[0].missingMonths.slice(0, 3)).toEqual(["2012-04", "2012-06", "2012-07"]);
    expect(cases[0].remind).toMatch(
      /:2012年集中整顿已立案,已超过期限\(2012-12-31\)\d+天,请尽快报整改方案;缺2012年4月、/,
    );
    expect(cases.map(({ id }: { id: string }) => id)).not.toContain(mine);
  });

  test("shows the closed ones of a round or a state, and nothing of other regions", async () => {
    const ids = async (who: Client, query: string) =>
      (await who("GET", `/v1/cases?${query}`)).body.cases.map(({ id }: { id: string }) => id);
    expect(await ids(office.as.township, "state=closed")).toEqual(["before", mine]);
    expect(await ids(office.as.county, `round=${list}`)).toContain(mine);
    expect(await ids(office.as.township, "")).not.toContain("old");
    expect(await ids(office.as.county, `region=${township}&state=filed`)).not.toContain("old");
    expect((await office.as.township("GET", "/v1/cases/old")).status).toBe(404);
    expect((await step(office.as.township, "plan", {}, "old")).status).toBe(404);
    expect((await office.as.finance("GET", "/v1/cases")).status).toBe(403);
  });
});

test("an admonition is approved before the talk, and takes effect from the talk on", async () => {
  const cells = { subject: village, person: "丁", post: "村(社区)党组织书记", cause: "管理不善", approver: "县委" };
  const dates = {
    approvedOn: "2014-05-04",
    talkedOn: "2014-05-06",
    effectiveFrom: "2014-05-06",
    effectiveTo: "2014-11-05",
  };
  const save = async (more: object) => {
    const rows = [{ newKey: "a", cells: { ...cells, approval: "县组〔2014〕3号", ...dates, ...more } }];
    return statuses(await office.as.county("PATCH", "/v1/sheets/register.admonitions", { period: "2014", rows }));
  };
  expect(await save({ approvedOn: "2014-05-07" })).toEqual(["invalid"]);
  expect(await save({ effectiveFrom: "2014-05-01" })).toEqual(["invalid"]);
  expect(await save({ effectiveTo: "2014-05-06" })).toEqual(["invalid"]);
  expect(await save({ approval: null })).toEqual(["invalid"]);
  expect(await save({})).toEqual(["saved"]);
});
