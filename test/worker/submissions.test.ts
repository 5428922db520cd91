/** Submissions of townships: who takes which step, what is closed by it, and what of it can be read afterwards. */
import { beforeAll, describe, expect, test } from "vitest";
import { star as indicatorSheet, pagesOf, push, rowOf, statuses } from "./desk.ts";
import {
  type Client,
  type Office,
  openOffice,
  otherCounty,
  otherTownship,
  prefecture,
  rowsOf,
  township,
  village,
} from "./office.ts";

const policyId = "xinhui-star-organization";
const period = "2014-H2";
const round = `${policyId}.${period}.${prefecture}`;
const path = (region = township, of = round) => `/v1/rounds/${of}/submissions/${region}`;

let office: Office;
const step = (who: Client, action: string, more: object = {}, region = township, headers = {}) =>
  who("POST", path(region), { action, ...more }, headers);
/** Sets a cell of a village's row to another value, whatever it is now. */
async function edit(who: Client, id = village, mode = "partial", more: object = {}) {
  const row = (await rowOf(office.as.admin, indicatorSheet, id, `period=${period}`))!;
  const cells = { serviceTeam: row.serviceTeam === 1 ? 2 : 1 };
  return who("PATCH", indicatorSheet, { period, mode, ...more, rows: [{ id, baseVersion: row.version, cells }] });
}

beforeAll(async () => {
  office = await openOffice();
  const asked = { policyId, period, regionCode: prefecture, deadline: "2015-01-10" };
  const { status, body } = await office.as.prefecture("POST", "/v1/rounds", asked);
  expect(status).toBe(201);
  expect(body.deadline).toBe("2015-01-10");
});

describe("a township's submission", () => {
  test("is pending at first, and its township edits", async () => {
    expect((await office.as.township("GET", path())).body).toMatchObject({ state: "pending", steps: [] });
    expect(statuses(await edit(office.as.township))).toEqual(["saved"]);
  });

  test("is submitted by the township, not by the county, and reviewed by the county, not by the township", async () => {
    for (const who of [office.as.county, office.as.village, office.as.viewer, office.as.tool])
      expect((await step(who, "submit")).status).toBe(403);
    expect((await step(office.as.county, "accept")).body).toMatchObject({
      code: "submissionState",
      errors: [{ message: "该乡镇的报送为“未报”,不能审核", fix: "现在可以:上报" }],
    });
    const { status, body } = await step(office.as.township, "submit", { reason: "已核对" });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ state: "submitted", deadline: "2015-01-10", label: "演示数据" },
      steps: [{ step: 1, state: "submitted", reason: "已核对", principal: { account: "township" } }],
    });
    for (const who of [office.as.township, office.as.viewer, office.as.approver, office.as.finance])
      for (const action of ["accept", "lock", "return"])
        expect((await step(who, action, { reason: "x" })).status).toBe(403);
  });

  test("closes its rows to the township, with why and what to do; other townships and periods stay open", async () => {
    const { body } = await edit(office.as.township);
    expect(body).toMatchObject({
      push: null,
      results: [
        {
          status: "forbidden",
          errors: [
            {
              code: "rowSubmitted",
              message: expect.stringContaining("本乡镇已上报2014年下半年《"),
              fix: "请县里说明原因退回,改后再报;或请县里直接改",
            },
          ],
        },
      ],
    });
    expect(await edit(office.as.township, village, "atomic")).toMatchObject({
      status: 409,
      body: { code: "atomicRefused", results: [{ errors: [{ code: "rowSubmitted" }] }] },
    });
    const later = { period: "2015-H1", rows: [{ id: village, baseVersion: 0, cells: { serviceTeam: 1 } }] };
    expect(statuses(await office.as.township("PATCH", indicatorSheet, later))).toEqual(["saved"]);
    expect(statuses(await edit(office.as.prefecture, "990101002001"))).toEqual(["saved"]);
  });

  test("does not let the township undo what it has pushed", async () => {
    const { body } = await office.as.township("GET", "/v1/pushes?sheet=indicators.xinhui-star-organization");
    const mine = body.pushes.find((one: { period: string }) => one.period === period);
    const undone = await office.as.township("POST", `/v1/pushes/${mine.push}/undo`, {});
    expect(undone.body.results).toMatchObject([{ status: "forbidden", errors: [{ code: "rowSubmitted" }] }]);
  });

  test("stays open to the county, also where it asks for that township or one village of it only", async () => {
    expect(statuses(await edit(office.as.county))).toEqual(["saved"]);
    for (const region of [township, village])
      expect(statuses(await edit(office.as.county, village, "partial", { region })), region).toEqual(["saved"]);
    expect(statuses(await edit(office.as.township, village, "partial", { region: village }))).toEqual(["forbidden"]);
  });

  test("is returned with a reason only; then the township edits and submits again", async () => {
    expect(await step(office.as.county, "return")).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/reason", code: "reasonMissing", message: "退回须写明原因" }] },
    });
    expect((await step(office.as.county, "return", { reason: "满意件数有误" })).body.state).toBe("returned");
    expect(statuses(await edit(office.as.township))).toEqual(["saved"]);
    expect((await step(office.as.township, "submit")).body.state).toBe("submitted");
  });

  test("is accepted by somebody else than who submitted", async () => {
    expect((await step(office.as.admin, "submit", {}, otherTownship)).status).toBe(200);
    await office.d1.prepare("update principal set person = 'P1' where account in ('admin', 'county')").run();
    for (const who of [office.as.admin, office.as.county])
      expect(await step(who, "accept", {}, otherTownship)).toMatchObject({
        status: 403,
        body: { code: "secondPerson" },
      });
    await office.d1.prepare("update principal set person = null").run();
  });

  test("is taken by one of two who act at once", async () => {
    const both = await Promise.all([step(office.as.county, "accept"), step(office.as.prefecture, "accept")]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { body } = await office.as.county("GET", path());
    expect(body.state).toBe("accepted");
    expect(body.steps.map(({ step }: { step: number }) => step)).toEqual([1, 2, 3, 4]);
  });

  test("is answered again under the same key, and done once", async () => {
    const headers = { "idempotency-key": "lock-1" };
    const first = await step(office.as.county, "lock", {}, township, headers);
    expect(first.status).toBe(200);
    expect((await step(office.as.county, "lock", {}, township, headers)).body).toEqual(first.body);
    expect(await step(office.as.county, "lock")).toMatchObject({
      status: 409,
      body: { code: "submissionState", errors: [{ fix: "不再变动" }] },
    });
    expect((await edit(office.as.township)).body.results[0].status).toBe("forbidden");
  });

  test("has its past for whoever may see the township, and a line of the audit for every step", async () => {
    const { body } = await office.as.village("GET", path());
    const told = body.steps.map(({ state }: { state: string }) => state);
    expect(told.slice(0, 3)).toEqual(["submitted", "returned", "submitted"]);
    expect(told.at(-1)).toBe("locked");
    expect(body.steps[1]).toMatchObject({ reason: "满意件数有误", principal: { account: "county" } });
    const lines = (await office.as.auditor("GET", `/v1/audit?target=${round}&region=${township}`)).body.lines;
    expect(lines.filter(({ action }: { action: string }) => action.startsWith("submission."))).toHaveLength(
      told.length,
    );
    await expect(office.d1.prepare("delete from submission").run()).rejects.toThrow("append-only");
    await expect(office.d1.prepare("update submission set state = 'pending'").run()).rejects.toThrow("append-only");
  });

  test("makes what the county changes after it was accepted an exception", async () => {
    expect(statuses(await edit(office.as.county))).toEqual(["saved"]);
    const found = (await office.as.auditor("GET", "/v1/audit/exceptions?kind=lateEdit")).body.exceptions;
    expect(found[0]).toMatchObject({
      title: "审核或审定之后又改数",
      round,
      reason: expect.stringMatching(/》审核之后,990101001001 又改了 1 格$/),
    });
  });
});

describe("the progress of a round", () => {
  const progress = async (who: Client, of = round) => (await who("GET", `/v1/rounds/${of}/submissions`)).body;

  test("lists every township of the round, the pending ones first, with whom to remind and in which words", async () => {
    const { townships, deadline } = await progress(office.as.prefecture);
    expect(deadline).toBe("2015-01-10");
    expect(townships).toHaveLength(4);
    const states = townships.map(({ state }: { state: string }) => state);
    expect(states).toEqual(["pending", "pending", "submitted", "locked"]);
    expect(townships[0]).toMatchObject({ overdue: true, at: null, by: null });
    expect(townships[0].remind).toMatch(/^.+:2014年下半年《.+》尚未报送,已过报送期限\(2015-01-10\),请尽快上报。$/);
    expect(townships.at(-1)).toMatchObject({ regionCode: township, overdue: false, remind: null });
  });

  test("shows a township its own line only", async () => {
    const { townships } = await progress(office.as.township);
    expect(townships.map(({ regionCode }: { regionCode: string }) => regionCode)).toEqual([township]);
  });

  test("is a sheet, too: the same lines in the same order, page by page, to read only", async () => {
    const sheet = `/v1/sheets/submissions.${policyId}`;
    const all = await office.as.prefecture("GET", `${sheet}?period=${period}&region=${prefecture}`);
    expect(all.body.definition.editable).toBe(false);
    const rows = rowsOf(all);
    const { townships } = await progress(office.as.prefecture);
    expect(rows.map(({ id }) => id)).toEqual(townships.map((one: { regionCode: string }) => one.regionCode));
    expect(rows[0]).toMatchObject({ state: "pending", deadline: "2015-01-10", overdue: true, on: null });
    expect(rows[0]!.remind).toBe(townships[0].remind);
    expect(rows.at(-1)).toMatchObject({ id: township, state: "locked", by: townships.at(-1).by, remind: null });
    expect(rows.at(-1)!.on).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(await pagesOf(office.as.prefecture, `${sheet}?round=${round}&limit=1`, "rows")).toEqual(all.body.rows);
    const pending = await office.as.prefecture("GET", `${sheet}?round=${round}&filter=state:未报`);
    expect(rowsOf(pending).map(({ id }) => id)).toEqual(rows.slice(0, 2).map(({ id }) => id));
    expect(rowsOf(await office.as.township("GET", `${sheet}?round=${round}`)).map(({ id }) => id)).toEqual([township]);
    const rowsToPush = [{ id: township, baseVersion: 1, cells: { state: "pending" } }];
    expect((await office.as.admin("PATCH", sheet, { period, rows: rowsToPush })).status).toBe(403);
  });

  test("is none of a round that asks for no submissions", async () => {
    const body = { policyId, period: "2015-H1", regionCode: prefecture };
    const opened = await office.as.prefecture("POST", "/v1/rounds", body);
    expect(await progress(office.as.county, opened.body.id)).toMatchObject({ errors: [{ code: "noSubmissions" }] });
    const sheet = `/v1/sheets/submissions.${policyId}?round=${opened.body.id}`;
    expect((await office.as.county("GET", sheet)).body.rows).toEqual([]);
  });
});

describe("there is no submission", () => {
  test("of a region that is no township of the round, or lies out of reach", async () => {
    for (const region of [prefecture, village, "990201001000", "nothing"])
      expect((await office.as.prefecture("GET", path(region))).status, region).toBe(404);
    expect((await step(office.as.township, "submit", {}, otherTownship)).status).toBe(404);
    expect((await step(office.as.county, "accept", {}, "990102001000")).status).toBe(404);
  });

  test("to a round that asks for none, and nothing of it is closed", async () => {
    const asked = { policyId, period: "2014-H1", regionCode: otherCounty };
    const { body } = await office.as.prefecture("POST", "/v1/rounds", asked);
    expect(body.deadline).toBeNull();
    const answer = await office.as.admin("POST", path("990102001000", body.id), { action: "submit" });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ code: "noSubmissions" }] } });
    await push(office.as.prefecture, indicatorSheet, [{ id: "990102001001", baseVersion: 1, cells: {} }], {
      period: "2014-H1",
    });
  });
});
