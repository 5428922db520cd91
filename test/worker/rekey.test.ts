import { beforeAll, describe, expect, test } from "vitest";
import type { AppraisalPolicy } from "../../schema/policy/policy.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import { change, newOrganization, organizations, persons, push, rowOf, star, statuses, undo, visits } from "./desk.ts";
import {
  type Client,
  type Office,
  openOffice,
  otherCounty,
  otherTownship,
  policies,
  rowsOf,
  township,
  village,
} from "./office.ts";

let office: Office;
let clerk: Client;
let townshipClerk: Client;
beforeAll(async () => {
  office = await openOffice();
  clerk = office.as.prefecture;
  townshipClerk = office.as.township;
});

describe("a row that gets another code", () => {
  const rekey = async (id: string, code: string, more: object = {}, path = organizations, who = clerk) => {
    const { version = 1 } = (await rowOf(clerk, path, id)) ?? {};
    return who("PATCH", path, { rows: [{ id, baseVersion: version, cells: { code, ...more } }] });
  };

  test("stands under the new one with all its cells; both lines of history name each other", async () => {
    const code = await newOrganization(clerk);
    const { body } = await rekey(code, `${code}N`, { name: "改名" });
    expect(body.results).toEqual([{ id: code, status: "saved", version: 1, rekeyed: `${code}N` }]);
    expect(await rowOf(clerk, organizations, code)).toBeUndefined();
    expect(await rowOf(clerk, organizations, `${code}N`)).toMatchObject({
      code: `${code}N`,
      name: "改名",
      kind: "village",
    });
    const historyOf = async (id: string) => (await clerk("GET", `${organizations}/rows/${id}/history`)).body.history;
    expect((await historyOf(code))[0]).toMatchObject({
      push: body.push,
      deleted: true,
      other: `${code}N`,
      cells: [{ key: "code", title: "组织编码", from: code, to: `${code}N` }],
    });
    expect(await historyOf(`${code}N`)).toMatchObject([
      { push: body.push, created: true, deleted: false, other: code },
    ]);
    const told = (await clerk("GET", `/v1/pushes/${body.push}`)).body.rows;
    expect(told).toMatchObject([
      { id: code, kind: "rekeyed", other: `${code}N` },
      { id: `${code}N`, kind: "rekeyed", other: code },
    ]);
  });

  test("can go back to the code that it had, by hand or by undoing, and again", async () => {
    const code = await newOrganization(clerk);
    const first = await rekey(code, `${code}N`, { members: 7 });
    expect((await rekey(`${code}N`, code)).body.results[0]).toMatchObject({
      status: "saved",
      version: 3,
      rekeyed: code,
    });
    expect(await rowOf(clerk, organizations, code)).toMatchObject({ members: 7 });
    expect((await rekey(code, `${code}N`)).body.results[0]).toMatchObject({ rekeyed: `${code}N`, version: 3 });
    expect(first.body.results[0].rekeyed).toBe(`${code}N`);

    const other = await newOrganization(clerk);
    const made = await rekey(other, `${other}N`, { members: 9, name: "改名" });
    await change(clerk, organizations, `${other}N`, { founded: "2014-07-01" });
    const back = await undo(clerk, made.body.push);
    expect(back.body.results).toMatchObject([{ id: `${other}N`, status: "merged", rekeyed: other }]);
    expect(await rowOf(clerk, organizations, other)).toMatchObject({
      name: "新建党支部",
      members: null,
      founded: "2014-07-01",
    });
    expect(await rowOf(clerk, organizations, `${other}N`)).toBeUndefined();
    const redone = await undo(clerk, back.body.push);
    expect(redone.body.results).toMatchObject([{ id: other, status: "saved", rekeyed: `${other}N` }]);
    expect(await rowOf(clerk, organizations, `${other}N`)).toMatchObject({
      name: "改名",
      members: 9,
      founded: "2014-07-01",
    });
    expect(statuses(await undo(clerk, made.body.push))).toEqual(["unchanged", "unchanged"]);

    await push(clerk, star, [{ id: `${other}N`, baseVersion: 0, cells: { serviceTeam: 1 } }], { period: "2017-H1" });
    const used = await undo(clerk, redone.body.push);
    expect(used.body.results).toMatchObject([{ id: `${other}N`, status: "invalid", errors: [{ code: "keyInUse" }] }]);
  });

  test("is refused a code that is taken, in this sheet or one judged together with it, or taken twice in one push", async () => {
    const code = await newOrganization(clerk);
    expect((await rekey(code, village)).body.results[0].errors).toMatchObject([{ key: "code", code: "keyTaken" }]);
    const gone = await newOrganization(clerk);
    await push(clerk, organizations, [{ id: gone, baseVersion: 1, delete: true }]);
    expect((await rekey(code, gone)).body.results[0].errors).toMatchObject([{ code: "keyTaken" }]);
    const second = await newOrganization(clerk);
    const rows = [code, second].map((id) => ({ id, baseVersion: 1, cells: { code: "X-same" } }));
    const { results } = await push(clerk, organizations, rows);
    expect(results.map(({ status }: { status: string }) => status)).toEqual(["saved", "invalid"]);
    expect(results[1].errors).toMatchObject([{ key: "code", code: "duplicate" }]);
    const teams = "/v1/sheets/leadership-teams";
    await push(clerk, teams, [{ newKey: "n", cells: { code: "T-9", name: "班子", organization: village } }]);
    const members = rowsOf(await clerk("GET", "/v1/sheets/committee-members"));
    const taken = await rekey("T-9", members[0]!.id, {}, teams);
    expect(taken.body.results[0].errors).toMatchObject([{ code: "keyTaken" }]);
    expect((await rekey(code === "X-same" ? second : second, "不 行")).body.results[0].errors).toMatchObject([
      { key: "code", code: "badCode" },
    ]);
  });

  test("is refused where anything stands on the old one, saying what, how much, and what to do", async () => {
    const refused = async (id: string, code: string, path = organizations) =>
      (await rekey(id, code, {}, path)).body.results[0];
    const [indicator] = [await refused("990101001002", "Z1")];
    expect(indicator).toMatchObject({ status: "invalid", errors: [{ key: "code", code: "keyInUse" }] });
    expect(indicator.errors[0].message).toMatch(/^“990101001002”不能改编码:.+等\d+处共\d+行用着它$/);
    expect(indicator.errors[0].fix).toBe("另建一行,在沿革中登记");

    const code = await newOrganization(clerk);
    const person = { code: "P-1", name: "某人", organization: code };
    await push(clerk, persons, [{ newKey: "n", cells: person }]);
    expect((await refused(code, "Z2")).errors[0].message).toBe(`“${code}”不能改编码:人员名册共1行用着它`);
    await push(clerk, star, [{ id: code, baseVersion: 0, cells: { serviceTeam: 1 } }], { period: "2017-H1" });
    await push(clerk, star, [{ id: code, baseVersion: 0, cells: { serviceTeam: 1 } }], { period: "2017-H2" });
    expect((await refused(code, "Z2")).errors[0].message).toBe(`“${code}”不能改编码:人员名册等3处共3行用着它`);
    const visited = await newOrganization(clerk);
    await push(clerk, visits, [{ newKey: "n", cells: { subject: visited, on: "2014-05-01" } }], { period: "2014-05" });
    expect((await refused(visited, "Z3")).errors[0].message).toBe(
      `“${visited}”不能改编码:走访登记簿2014年5月共1行用着它`,
    );

    const judged = await newOrganization(clerk);
    const round = { policyId: "xinhui-star-organization", period: "2018-H1", regionCode: township };
    const opened = await clerk("POST", "/v1/rounds", round);
    await clerk("POST", `/v1/rounds/${opened.body.id}/compute`);
    expect((await refused(judged, "Z4")).errors[0].message).toBe(
      `“${judged}”不能改编码:星级服务型党组织评定办法·结果2018年上半年共1行用着它`,
    );
  });

  test("what is used by others is found where the asking clerk cannot look; what is deleted or emptied does not count", async () => {
    const code = await newOrganization(clerk);
    const made = await push(clerk, star, [{ id: code, baseVersion: 0, cells: { serviceTeam: 1 } }], {
      period: "2017-H1",
    });
    const person = { code: "P-2", name: "某人", organization: code };
    const added = await push(clerk, persons, [{ newKey: "n", cells: person }]);
    expect((await rekey(code, "Z5")).body.results[0].status).toBe("invalid");
    await undo(clerk, made.push);
    await undo(clerk, added.push);
    expect((await rekey(code, "Z5")).body.results[0]).toMatchObject({ status: "saved", rekeyed: "Z5" });
  });

  test("the code of a region is its place and stays; an emptied code is missing", async () => {
    const region = { code: "990101009000", name: "新区" };
    await push(clerk, "/v1/sheets/regions", [{ newKey: "n", cells: region }]);
    const moved = await rekey(region.code, "990101008000", {}, "/v1/sheets/regions");
    expect(moved.body.results[0].errors).toMatchObject([{ key: "code", code: "keyFixed" }]);
    const code = await newOrganization(clerk);
    const { results } = await push(clerk, organizations, [{ id: code, baseVersion: 1, cells: { code: "" } }]);
    expect(results[0].errors).toMatchObject([{ key: "code", code: "required" }]);
  });

  test("while somebody fills in a row on the old code, either it gets the new one or the row is filled in, never both", async () => {
    for (let i = 0; i < 6; i++) {
      const code = await newOrganization(clerk);
      const fill = () =>
        clerk("PATCH", star, { period: "2017-H2", rows: [{ id: code, baseVersion: 0, cells: { serviceTeam: 1 } }] });
      const both = i % 2 ? [rekey(code, `${code}N`), fill()] : [fill(), rekey(code, `${code}N`)];
      const done = (await Promise.all(both)).map(({ body }) => body.results?.[0].status ?? body.code);
      expect(done.filter((status) => status === "saved")).toHaveLength(1);
    }
  });
});

describe("a row that passes to another organization", () => {
  const allowances = "/v1/sheets/indicators.chuxiong-base-allowance";
  const [here, there] = [village, "990101002001"];
  const personOf = async (organization: string) =>
    rowsOf(await clerk("GET", persons)).filter((row) => row.organization === organization);
  const move = (id: string, organization: string, who = clerk) => change(who, persons, id, { organization });

  test("stands in its new region; whoever pulls what changed is told there that it came, and here that it went", async () => {
    const { push: since, definition } = (await clerk("GET", persons)).body;
    const [person] = await personOf(here);
    const moved = await move(person!.id, there);
    expect(moved).toMatchObject({ status: "saved", notices: [{ key: "organization", code: "moved" }] });
    const changed = async (path: string, query = "") =>
      (await townshipClerk("GET", `${path}?${query}&since=${since}`)).body.rows;
    const gone = { id: person!.id, deleted: true };
    expect(await changed(persons)).toEqual([{ ...gone, version: 2, cells: definition.columns.map(() => null) }]);
    expect(await changed(allowances, "period=2014")).toMatchObject([{ ...gone, version: 0 }]);
    expect((await clerk("GET", `${persons}?region=${otherTownship}&since=${since}`)).body.rows).toMatchObject([
      { id: person!.id, version: 2 },
    ]);
    expect((await townshipClerk("GET", `${persons}/rows/${person!.id}/history`)).status).toBe(404);
    // The push that took it away is told of where it went from, and where it went to.
    expect((await townshipClerk("GET", `/v1/pushes/${moved.push}`)).body.rows).toMatchObject([{ id: person!.id }]);
    const back = await undo(clerk, moved.push);
    expect(back.body.results).toMatchObject([{ status: "saved", notices: [{ code: "moved" }] }]);
    expect(await rowOf(townshipClerk, persons, person!.id)).toMatchObject({ organization: here, version: 3 });
    expect(await changed(persons)).toMatchObject([{ id: person!.id, version: 3 }]);
  });

  test("brings along what was recorded about it; its row is filled in where it is now, and nobody's cell is lost", async () => {
    const [person] = await personOf("990101001002");
    const id = person!.id;
    const row = (cells: object, baseVersion: number) => [{ id, baseVersion, cells }];
    await push(townshipClerk, allowances, row({ commended: true }, 0), { period: "2015" });
    await move(id, there);
    await office.d1
      .prepare(`update "grant" set role = 'township', regionCode = '${otherTownship}'
      where principal = 'demo-village'`)
      .run();
    const newTownship = office.as.village;
    expect(await rowOf(newTownship, allowances, id, "period=2015")).toMatchObject({ commended: true, version: 1 });
    const stale = await push(newTownship, allowances, row({ commended: false }, 0), { period: "2015" });
    expect(stale.results[0]).toMatchObject({ status: "conflict", conflicts: [{ key: "commended", theirs: true }] });
    const gone = await push(townshipClerk, allowances, row({ commended: false }, 1), { period: "2015" });
    expect(gone.results[0].status).toBe("gone");
    const saved = await push(newTownship, allowances, row({ commended: false }, 1), { period: "2015" });
    expect(saved.results[0]).toMatchObject({ status: "saved", version: 2 });
    expect((await townshipClerk("GET", `/v1/pushes/${saved.push}`)).status).toBe(404);
    const { history } = (await newTownship("GET", `${allowances}/rows/${id}/history?period=2015`)).body;
    expect(history).toMatchObject([{ version: 2 }, { version: 1, principal: { account: "township" } }]);
    await office.d1
      .prepare(`update "grant" set role = 'village', regionCode = '${village}'
      where principal = 'demo-village'`)
      .run();
  });

  test("is judged where it is now, by what was recorded where it was; what was computed before comes out the same", async () => {
    const [person] = await personOf("990101001003");
    const id = person!.id;
    await push(clerk, allowances, [{ id, baseVersion: 0, cells: { commended: true } }], { period: "2014" });
    const rounds = await Promise.all(
      [township, otherTownship].map(async (regionCode) => {
        const { body } = await clerk("POST", "/v1/rounds", {
          policyId: "chuxiong-base-allowance",
          period: "2014",
          regionCode,
        });
        return `/v1/rounds/${body.id}`;
      }),
    );
    const [old, next] = rounds as [string, string];
    const compute = async (round: string) => (await clerk("POST", `${round}/compute`)).body;
    const outcome = async (round: string, query = "") => clerk("GET", `${round}/outcomes/${id}${query}`);
    const [{ run }, firstThere] = [await compute(old), await compute(next)];
    const before = await outcome(old);
    expect(before.body).toMatchObject({ equal: true, regionCode: "990101001003" });
    expect(before.body.amountFen).toBeGreaterThan(0);
    expect((await outcome(next)).status).toBe(404);

    await move(id, there);
    // The run of before is judged over the data of then.
    expect((await outcome(old, `?run=${run}`)).body).toEqual(before.body);
    const [again, secondThere] = [await compute(old), await compute(next)];
    expect(again.written).toBe(1);
    expect(secondThere.scored + secondThere.unscored).toBe(firstThere.scored + firstThere.unscored + 1);
    expect((await outcome(old)).status).toBe(404);
    const after = (await outcome(next)).body;
    expect(after).toMatchObject({ equal: true, regionCode: there, amountFen: before.body.amountFen });
    expect((await outcome(old, `?run=${run}`)).body).toEqual(before.body);
    const other = rowsOf(await clerk("GET", `/v1/sheets/outcomes.chuxiong-base-allowance?round=${next.slice(11)}`))[0]!;
    expect((await clerk("GET", `${next}/outcomes/${other.id}?run=${firstThere.run}`)).body.equal).toBe(true);

    // It is filled in again at its new place: what was computed from the entry where it was comes out the same.
    const { version } = (await rowOf(clerk, allowances, id, "period=2014"))!;
    await push(clerk, allowances, [{ id, baseVersion: version, cells: { commended: false } }], { period: "2014" });
    expect((await outcome(next)).body).toEqual(after);
    expect((await outcome(old, `?run=${run}`)).body).toEqual(before.body);
    await compute(next);
    expect((await outcome(next)).body.amountFen).toBeLessThan(before.body.amountFen);
  });

  test("keeps the results that it had where it was: 基本称职 there and here, two years running, becomes 不称职", async () => {
    const id = "B990101001002";
    const policyId = "xinhui-three-ballots";
    const document = policies.find((one) => one.id === policyId) as AppraisalPolicy;
    const effect = { title: "连续两年基本称职", grade: "basic", periods: 2, becomes: "incompetent", assumed: "试验" };
    const stricter = { ...document, grade: { ...document.grade!, effects: [effect] } };
    await loadLibrary(office.db, { policies: [stricter], registers: [] }, "2015-01-01T00:00:00.000Z");
    const judged = async (period: string, regionCode: string) => {
      const cells = { "masses.basic": 20, "members.basic": 20 };
      await push(clerk, `/v1/sheets/tallies.${policyId}`, [{ id, baseVersion: 0, cells }], { period });
      const { body } = await clerk("POST", "/v1/rounds", { policyId, period, regionCode });
      await clerk("POST", `/v1/rounds/${body.id}/compute`);
      return (await clerk("GET", `/v1/rounds/${body.id}/outcomes/${id}`)).body;
    };
    expect(await judged("2014", township)).toMatchObject({ score: 60, grade: "basic" });
    await change(clerk, "/v1/sheets/leadership-teams", id, { organization: there });
    expect(await judged("2015", otherTownship)).toMatchObject({ grade: "incompetent", bound: "streak", equal: true });
  });

  test("needs the right to write at both places, and leaves organizations, regions and households where they are", async () => {
    const county = office.as.county;
    const [person] = await personOf("990101001005");
    const outside = await move(person!.id, "990102001001", county);
    expect(outside.errors).toMatchObject([{ key: "organization", code: "unknownReference" }]);
    await office.d1.prepare(`insert into "grant" values ('demo-county', 'viewer', '${otherCounty}')`).run();
    const looked = await move(person!.id, "990102001001", county);
    expect(looked).toMatchObject({ status: "forbidden", errors: [{ key: "organization", code: "rowForbidden" }] });
    await office.d1.prepare(`delete from "grant" where principal = 'demo-county' and role = 'viewer'`).run();
    const [household] = rowsOf(await clerk("GET", "/v1/sheets/households"));
    for (const [path, id] of [
      [organizations, village],
      ["/v1/sheets/households", household!.id],
    ] as const) {
      const refused = await change(clerk, path, id, { regionCode: "990101002001" });
      expect(refused.errors).toMatchObject([{ key: "regionCode", code: "regionFixed" }]);
    }
  });

  test("an appointment stays where it was made when its person is named again unchanged", async () => {
    const [person] = await personOf("990101001006");
    const appointments = "/v1/sheets/appointments";
    const [appointment] = rowsOf(await clerk("GET", appointments)).filter((row) => row.person === person!.id);
    await move(person!.id, there);
    const cells = { person: person!.id, to: "2014-06-30" };
    expect(await change(clerk, appointments, appointment!.id, cells)).toMatchObject({ status: "saved" });
    expect(await rowOf(townshipClerk, appointments, appointment!.id)).toMatchObject({ to: "2014-06-30" });
  });
});

describe("deleting a row of a roster on which others stand", () => {
  test("is done, and said: how many stand on it, and that a merger belongs elsewhere", async () => {
    const code = await newOrganization(clerk);
    await push(clerk, star, [{ id: code, baseVersion: 0, cells: { serviceTeam: 1 } }], { period: "2017-H1" });
    const free = await newOrganization(clerk);
    const rows = [code, free].map((id) => ({ id, baseVersion: 1, delete: true }));
    const { results } = await push(clerk, organizations, rows);
    expect(results[0]).toMatchObject({ status: "saved", version: 2 });
    expect(results[0].notices).toEqual([
      {
        key: "code",
        code: "stillInUse",
        message: `“${code}”已删除,但星级服务型党组织评定办法·指标2017年上半年共1行还用着它`,
        fix: "误删的可以恢复;撤并、更名不必删除,在沿革中登记",
      },
    ]);
    expect(results[1]).toEqual({ id: free, status: "saved", version: 2 });
  });
});
