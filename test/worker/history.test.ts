import { beforeAll, describe, expect, test } from "vitest";
import {
  change,
  newCode,
  newOrganization,
  organizations,
  pagesOf,
  push,
  rowOf,
  star,
  statuses,
  undo,
  visits,
} from "./desk.ts";
import { type Client, indicators, type Office, openOffice, rowsOf, village } from "./office.ts";

let office: Office;
let clerk: Client;
let townshipClerk: Client;
beforeAll(async () => {
  office = await openOffice();
  clerk = office.as.prefecture;
  townshipClerk = office.as.township;
});

const half = "2014-H1";

describe("the history of a row", () => {
  const historyOf = (who: Client, path: string, id: string, query = "") =>
    who("GET", `${path}/rows/${encodeURIComponent(id)}/history?${query}`);

  test("tells the newest first who changed which cell when, from what to what, in which push, with the note", async () => {
    const id = "990101001002";
    const was = (await rowOf(clerk, star, id, `period=${half}`))!;
    const { push: first } = await change(
      clerk,
      star,
      id,
      { serviceTeam: 3.5, noVenue: true },
      { period: half, note: "按会议记录改正" },
    );
    const { push: second } = await change(townshipClerk, star, id, { serviceTeam: 4.5 }, { period: half });
    const { status, body } = await historyOf(clerk, star, id, `period=${half}`);
    expect(status).toBe(200);
    expect(body.history.map(({ version }: { version: number }) => version)).toEqual([3, 2, 1]);
    expect(body.history[0]).toMatchObject({
      push: second,
      principal: { account: "township", name: expect.stringContaining("城关镇党委") },
      note: null,
      created: false,
      deleted: false,
      cells: [{ key: "serviceTeam", title: "服务班子强", from: 3.5, to: 4.5 }],
    });
    expect(Date.parse(body.history[0].at)).toBeGreaterThan(Date.parse(body.history[2].at));
    expect(body.history[1]).toMatchObject({
      push: first,
      principal: { account: "prefecture" },
      note: "按会议记录改正",
    });
    expect(body.history[1].cells).toContainEqual({
      key: "serviceTeam",
      title: "服务班子强",
      from: was.serviceTeam,
      to: 3.5,
    });
    expect(body.history[2]).toMatchObject({ created: true, note: "演示数据" });
    expect(body).toMatchObject({ next: null, label: "演示数据" });
  });

  test("of one cell tells only what changed it; page by page it is the same", async () => {
    const id = "990101001002";
    const one = (await historyOf(clerk, star, id, `period=${half}&column=noVenue`)).body.history;
    expect(one.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
    const whole = (await historyOf(clerk, star, id, `period=${half}`)).body.history;
    expect(await pagesOf(clerk, `${star}/rows/${id}/history?period=${half}&limit=1`, "history")).toEqual(whole);
  });

  test("a row that was never filled in has none; one that is not there, or lies elsewhere, is the same 404", async () => {
    expect((await historyOf(townshipClerk, star, village, "period=2019-H1")).body.history).toEqual([]);
    const [none, elsewhere] = await Promise.all(
      ["990101001999", "990101002001"].map((id) => historyOf(townshipClerk, star, id, `period=${half}`)),
    );
    for (const answer of [none!, elsewhere!])
      expect(answer).toMatchObject({ status: 404, body: { errors: [{ pointer: "/id", code: "unknown" }] } });
    expect(await historyOf(clerk, star, village, `period=${half}&column=nothing`)).toMatchObject({
      status: 400,
      body: { errors: [{ code: "unknownColumn" }] },
    });
    expect(await historyOf(clerk, "/v1/sheets/outcomes.chuxiong-backward", village)).toMatchObject({
      status: 400,
      body: { errors: [{ code: "pastOfRound" }] },
    });
  });

  test("a row of a roster is made, deleted and restored; one of a ledger made", async () => {
    const code = await newOrganization(clerk);
    await push(clerk, organizations, [{ id: code, baseVersion: 1, delete: true }]);
    await push(clerk, organizations, [{ id: code, baseVersion: 2, restore: true }]);
    const { history } = (await historyOf(clerk, organizations, code)).body;
    const told = history.map(
      ({ created, deleted, cells }: { created: boolean; deleted: boolean; cells: unknown[] }) => [
        created,
        deleted,
        cells.length,
      ],
    );
    expect(told).toEqual([
      [false, false, 0],
      [false, true, 0],
      [true, false, 4],
    ]);
    const rows = [{ newKey: "n", cells: { subject: village, on: "2014-03-01" } }];
    const { results } = await push(townshipClerk, visits, rows, { period: "2014-03" });
    expect((await historyOf(townshipClerk, visits, results[0].id, "period=2014-03")).body.history).toMatchObject([
      { version: 1, created: true, cells: [{ key: "subject" }, { key: "on", title: "日期", to: "2014-03-01" }] },
    ]);
  });

  test("ballots are told of to those who count and check them alone", async () => {
    const tallies = "/v1/sheets/tallies.xinhui-three-ballots";
    const [row] = rowsOf(await clerk("GET", `${tallies}?period=2014`));
    expect((await historyOf(clerk, tallies, row!.id, "period=2014")).status).toBe(200);
    expect((await historyOf(office.as.viewer, tallies, row!.id, "period=2014")).status).toBe(403);
  });

  test("a parameter tells of its versions: who drafted, who put it in force", async () => {
    const parameters = "/v1/sheets/parameters.xinhui-star-organization";
    const id = "/grade/cuts@2014-01";
    const cells = { value: "5:90; 4:80; 3:70; 2:57; 1:50" };
    const drafted = await push(clerk, parameters, [{ id, baseVersion: 1, cells }], { note: "两星线降到57分" });
    const { history } = (await historyOf(clerk, parameters, id)).body;
    expect(history).toMatchObject([
      {
        version: 2,
        push: drafted.push,
        principal: { account: "prefecture" },
        note: "两星线降到57分",
        created: false,
        cells: [{ key: "value", title: "值", from: "5:90; 4:80; 3:70; 2:60; 1:50", to: cells.value }],
      },
      {
        version: 1,
        created: true,
        principal: { account: "library" },
        activated: { principal: { account: "library" } },
      },
    ]);
    expect(history[0].activated).toBeUndefined();
    expect((await historyOf(clerk, parameters, id, "column=value")).body.history).toHaveLength(2);
    expect((await historyOf(clerk, parameters, id, "column=from")).body.history).toHaveLength(1);
    expect((await historyOf(clerk, parameters, "/nothing@2014-01")).status).toBe(404);
    const { body } = await clerk("GET", `/v1/pushes/${drafted.push}`);
    expect(body).toMatchObject({ title: "星级服务型党组织评定办法·参数", rows: [{ id, kind: "changed", version: 2 }] });
    expect(await undo(clerk, drafted.push)).toMatchObject({
      status: 409,
      body: { code: "notUndoable", errors: [{ pointer: "/push", code: "draftStays" }] },
    });
    // A draft is for the office that keeps the policy.
    expect((await townshipClerk("GET", `/v1/pushes/${drafted.push}`)).status).toBe(404);
    expect((await historyOf(townshipClerk, parameters, id)).body.history).toHaveLength(1);
  });
});

describe("the list of pushes", () => {
  const list = async (who: Client, query = "") => (await who("GET", `/v1/pushes?${query}`)).body.pushes;

  test("names sheet, who, when and note, the newest first, with the rows of my region alone", async () => {
    const both = ["990101001003", "990101002003"];
    const rows = both.map((id) => ({ id, baseVersion: 1, cells: { serviceTeam: 1.5 } }));
    const all = await push(clerk, star, rows, { period: half, note: "两镇" });
    const { push: elsewhere } = await change(clerk, star, "990101002004", { serviceTeam: 1.5 }, { period: half });
    const [last, before] = await list(clerk);
    expect(last).toMatchObject({ push: elsewhere, rows: 1 });
    expect(before).toMatchObject({
      push: all.push,
      sheet: indicators,
      title: "星级服务型党组织评定办法·指标",
      period: half,
      principal: { account: "prefecture" },
      note: "两镇",
      rows: 2,
    });
    expect(before.undoes).toBeUndefined();
    const [mine] = await list(townshipClerk);
    expect(mine).toMatchObject({ push: all.push, rows: 1 });
    const { body } = await townshipClerk("GET", `/v1/pushes/${all.push}`);
    expect(body.rows).toEqual([
      {
        id: both[0],
        name: "城关镇03村党总支",
        kind: "changed",
        version: 2,
        cells: [{ key: "serviceTeam", title: "服务班子强", from: expect.any(Number), to: 1.5 }],
      },
    ]);
    expect((await townshipClerk("GET", `/v1/pushes/${elsewhere}`)).status).toBe(404);
    expect((await clerk("GET", "/v1/pushes/999999")).status).toBe(404);
  });

  test("by sheet, period, account and number; page by page", async () => {
    const whole = await list(clerk);
    expect(await list(clerk, "principal=township")).toEqual(
      whole.filter(({ principal }: { principal: { account: string } }) => principal.account === "township"),
    );
    const some = await list(clerk, `sheet=${indicators}&period=2014-H2`);
    expect(some.length).toBeGreaterThan(0);
    expect(new Set(some.map(({ period }: { period: string }) => period))).toEqual(new Set(["2014-H2"]));
    expect(await list(clerk, `since=${whole[2].push}`)).toEqual(whole.slice(0, 2));
    expect(await pagesOf(clerk, "/v1/pushes?limit=4", "pushes")).toEqual(whole);
  });

  test("ballots are not among them for those who neither count nor check them", async () => {
    const sheets = async (who: Client) => new Set((await list(who)).map(({ sheet }: { sheet: string }) => sheet));
    expect(await sheets(clerk)).toContain("tallies.xinhui-three-ballots");
    expect(await sheets(office.as.viewer)).not.toContain("tallies.xinhui-three-ballots");
    const [ballots] = await list(clerk, "sheet=tallies.xinhui-three-ballots");
    expect((await office.as.viewer("GET", `/v1/pushes/${ballots.push}`)).status).toBe(404);
  });

  test("what a push did to each row in one word, page by page", async () => {
    const code = await newOrganization(clerk);
    const other = await newOrganization(clerk);
    const made = newCode();
    await push(clerk, organizations, [{ id: other, baseVersion: 1, delete: true }]);
    const body = await push(clerk, organizations, [
      { id: code, baseVersion: 1, cells: { name: "改名党支部" } },
      { id: other, baseVersion: 2, restore: true },
      { newKey: "n", cells: { code: made, name: "又一个", regionCode: village, kind: "村" } },
    ]);
    const rows = (await pagesOf(clerk, `/v1/pushes/${body.push}?limit=1`, "rows")) as { id: string; kind: string }[];
    expect(rows.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      `${code} changed`,
      `${other} restored`,
      `${made} new`,
    ]);
  });
});

describe("undoing a push", () => {
  const cellsOf = async (path: string, query = "") =>
    new Map(rowsOf(await clerk("GET", `${path}?${query}`)).map(({ version: _, ...row }) => [row.id, row]));

  test("what nobody touched since is as it was; the new push says what it undoes, and the old one by which it was undone", async () => {
    const before = await cellsOf(star, `period=${half}`);
    const ids = ["990101001004", "990101001005", "990101001006"];
    const rows = ids.map((id) => ({
      id,
      baseVersion: 1,
      cells: { serviceTeam: 0, noVenue: true, servicePersonnel: null },
    }));
    const made = await push(clerk, star, rows, { period: half });
    const answer = await undo(clerk, made.push, { note: "填错了镇" });
    expect(answer.body).toMatchObject({ summary: { saved: 3 }, push: made.push + 1 });
    expect(answer.body.outside).toBeUndefined();
    expect(await cellsOf(star, `period=${half}`)).toEqual(before);
    const [last, first] = (await clerk("GET", `/v1/pushes?sheet=${indicators}&limit=2`)).body.pushes;
    expect(last).toMatchObject({ push: made.push + 1, undoes: made.push, note: "填错了镇" });
    expect(first).toMatchObject({ push: made.push, undoneBy: [made.push + 1] });
    const { history } = (await clerk("GET", `${star}/rows/${ids[0]}/history?period=${half}`)).body;
    expect(history[0]).toMatchObject({ undoes: made.push, note: "填错了镇" });
    const audit = await office.d1
      .prepare("select * from audit where push = ?")
      .bind(made.push + 1)
      .first();
    expect(audit).toMatchObject({ action: "push.undo", target: indicators, detail: `{"undoes":${made.push}}` });
  });

  test("what somebody changed since is a conflict with all three values and stays; the others are taken back", async () => {
    const [clash, beside, alone] = ["990101001007", "990101001008", "990101001009"] as const;
    const before = await cellsOf(star, `period=${half}`);
    const rows = [clash, beside, alone].map((id) => ({ id, baseVersion: 1, cells: { serviceTeam: 2.5 } }));
    const made = await push(clerk, star, rows, { period: half });
    await change(townshipClerk, star, clash, { serviceTeam: 7.5 }, { period: half });
    await change(townshipClerk, star, beside, { serviceSupport: 1.5 }, { period: half });
    const answer = await undo(clerk, made.push);
    expect(statuses(answer)).toEqual(["conflict", "merged", "saved"]);
    const was = before.get(clash)!.serviceTeam;
    expect(answer.body.results[0].conflicts).toEqual([{ key: "serviceTeam", base: 2.5, theirs: 7.5, mine: was }]);
    const after = await cellsOf(star, `period=${half}`);
    expect(after.get(clash)).toMatchObject({ serviceTeam: 7.5 });
    expect(after.get(beside)).toEqual({ ...before.get(beside), serviceSupport: 1.5 });
    expect(after.get(alone)).toEqual(before.get(alone));
    const atomic = await undo(clerk, made.push, { mode: "atomic" });
    expect(atomic).toMatchObject({
      status: 409,
      body: { code: "atomicRefused", results: [{ id: clash, status: "conflict" }] },
    });
  });

  test("rows that it made are deleted, rows that it deleted are there again, what it filled in first is emptied", async () => {
    const code = await newOrganization(clerk);
    const before = await cellsOf(organizations);
    const made = await push(clerk, organizations, [
      { id: code, baseVersion: 1, delete: true },
      { newKey: "n", cells: { code: newCode(), name: "又一个", regionCode: village, kind: "村" } },
    ]);
    expect(statuses(await undo(clerk, made.push))).toEqual(["saved", "saved"]);
    expect(await cellsOf(organizations)).toEqual(before);

    const empty = await cellsOf(star, "period=2016-H1");
    const filled = await push(clerk, star, [{ id: village, baseVersion: 0, cells: { serviceTeam: 3 } }], {
      period: "2016-H1",
    });
    expect(statuses(await undo(clerk, filled.push))).toEqual(["saved"]);
    expect(await cellsOf(star, "period=2016-H1")).toEqual(empty);
  });

  test("a second undo finds everything unchanged, also where somebody has typed the same again; an undo can be undone", async () => {
    const id = "990101001010";
    const { push: made } = await change(clerk, star, id, { serviceTeam: 1 }, { period: half });
    const first = await undo(clerk, made);
    const again = await undo(clerk, made);
    expect(again.body).toMatchObject({ push: null, summary: { unchanged: 1, saved: 0 } });
    expect(statuses(await undo(clerk, first.body.push))).toEqual(["saved"]);
    expect(await rowOf(clerk, star, id, `period=${half}`)).toMatchObject({ serviceTeam: 1 });
    // The value stands by the undo of the undo now; who wants it gone undoes that.
    expect(statuses(await undo(clerk, made))).toEqual(["unchanged"]);
    expect(await rowOf(clerk, star, id, `period=${half}`)).toMatchObject({ serviceTeam: 1 });
  });

  test("a township takes back its own rows and is told how many others there are; the rest stays for the level above", async () => {
    const ids = ["990101001011", "990101002005", "990102001005"];
    const before = await cellsOf(star, `period=${half}`);
    const rows = ids.map((id) => ({ id, baseVersion: 1, cells: { serviceTeam: 0.5 } }));
    const made = await push(clerk, star, rows, { period: half });
    expect(await undo(townshipClerk, made.push, { mode: "atomic" })).toMatchObject({
      status: 409,
      body: { code: "atomicRefused", errors: [{ code: "pushBeyondRegion", pointer: "/push" }] },
    });
    const own = await undo(townshipClerk, made.push);
    expect(own.body).toMatchObject({ outside: 2, results: [{ id: ids[0], status: "saved" }] });
    expect(own.text).not.toContain("9901020010");
    const rest = await undo(clerk, made.push);
    const byId = new Map(rest.body.results.map(({ id, status }: { id: string; status: string }) => [id, status]));
    expect(ids.map((id) => byId.get(id))).toEqual(["unchanged", "saved", "saved"]);
    expect(await cellsOf(star, `period=${half}`)).toEqual(before);
    const told = await clerk("GET", `/v1/pushes/${made.push}`);
    expect(told.body.undoneBy).toEqual([rest.body.push, own.body.push]);
    // What others undid elsewhere is not told as undone here.
    expect((await townshipClerk("GET", `/v1/pushes/${made.push}`)).body.undoneBy).toEqual([own.body.push]);
  });

  test("needs the right to write: not of a reader, not of a roster by a township, not where one may only look", async () => {
    const { push: made } = await change(clerk, star, "990101001003", { serviceTeam: 9 }, { period: half });
    expect((await undo(office.as.viewer, made)).status).toBe(403);
    const { push: named } = await change(clerk, organizations, village, { members: 33 });
    expect((await undo(townshipClerk, named)).status).toBe(403);
    const { push: there } = await change(clerk, star, "990101002006", { serviceTeam: 9 }, { period: half });
    await office.d1.prepare(`insert into "grant" values ('demo-township', 'viewer', '990101000000')`).run();
    const looked = await undo(townshipClerk, there);
    expect(looked.body.results).toMatchObject([{ id: "990101002006", status: "forbidden" }]);
    await office.d1.prepare(`delete from "grant" where principal = 'demo-township' and role = 'viewer'`).run();
  });

  test("a repeated key gets the first answer; five at once undo once", async () => {
    const { push: made } = await change(clerk, star, "990101001002", { serviceMechanism: 0.5 }, { period: half });
    const key = { "idempotency-key": "undo-1" };
    const first = await undo(clerk, made, {}, key);
    expect((await undo(clerk, made, {}, key)).body).toEqual(first.body);
    const { push: other } = await change(clerk, star, "990101001002", { serviceMechanism: 1.5 }, { period: half });
    const answers = await Promise.all(Array.from({ length: 5 }, () => undo(clerk, other)));
    const done = answers.flatMap(statuses);
    expect(done.filter((status) => status === "saved")).toHaveLength(1);
    expect(done.filter((status) => status === "unchanged")).toHaveLength(4);
  });
});
