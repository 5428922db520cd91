import { beforeAll, describe, expect, test } from "vitest";
import {
  type Client,
  indicators,
  type Office,
  openOffice,
  otherTownship,
  prefecture,
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

const path = `/v1/sheets/${indicators}`;
const pull = (who: Client, query = "period=2014-H1") => who("GET", `${path}?${query}`);
const push = (who: Client, rows: unknown[], more: object = {}, headers = {}) =>
  who("PATCH", path, { period: "2014-H1", rows, ...more }, headers);
const versionOf = async (id: string) => rowsOf(await pull(clerk)).find((row) => row.id === id)!.version;

describe("pulling", () => {
  test("the list names every sheet with its group, and whether I may edit it", async () => {
    const { body } = await clerk("GET", "/v1/sheets");
    const byId = new Map(body.sheets.map((sheet: { id: string }) => [sheet.id, sheet]));
    expect([...byId.keys()]).toEqual(
      expect.arrayContaining(["organizations", "persons", "appointments", "successions", indicators]),
    );
    expect(byId.get(indicators)).toMatchObject({ group: "指标", editable: true, period: "half-year" });
    expect(byId.get("outcomes.chuxiong-backward")).toMatchObject({ group: "结果", editable: false });
    expect(body.label).toBe("演示数据");
  });

  test("an indicator sheet has a row for every organization, also where nothing is filled in yet", async () => {
    const later = await pull(clerk, "period=2015-H1");
    expect(later.body.rows).toHaveLength(48);
    expect(rowsOf(later)[0]).toMatchObject({
      id: village,
      version: 0,
      name: "城关镇01村党总支",
      township: "城关镇",
      serviceTeam: null,
    });
  });

  test("a township pulls its own rows and no others, on every sheet", async () => {
    const { body } = await townshipClerk("GET", "/v1/sheets");
    const periods: Record<string, string> = { none: "", "half-year": "2014-H1", month: "2014-03", year: "2014" };
    for (const { id, period } of body.sheets.filter(({ id }: { id: string }) => !id.startsWith("outcomes."))) {
      const { status, text } = await townshipClerk("GET", `/v1/sheets/${id}?period=${periods[period]}`);
      expect(status).toBe(200);
      const others = [...text.matchAll(/\b99\d{10}\b/g)].filter(([code]) => !code.startsWith("990101001"));
      expect(others, id).toEqual([]);
    }
  });

  test("pages by cursor add up to the whole sheet, in the same order", async () => {
    const whole = (await pull(clerk)).body.rows;
    const pages: unknown[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const { body } = await pull(clerk, `period=2014-H1&limit=7${cursor && `&cursor=${cursor}`}`);
      expect(body.rows.length).toBeLessThanOrEqual(7);
      pages.push(...body.rows);
      cursor = body.next;
    }
    expect(pages).toEqual(whole);
  });

  test("since a push, only the rows that were touched after it come back", async () => {
    const { push: before } = (await pull(clerk)).body;
    const id = "990101001004";
    await push(clerk, [{ id, baseVersion: await versionOf(id), cells: { serviceTeam: 11.5 } }]);
    const { body } = await pull(clerk, `period=2014-H1&since=${before}`);
    expect(body.rows.map((row: { id: string }) => row.id)).toEqual([id]);
    expect(body.push).toBe(before + 1);
  });
});

describe("pushing", () => {
  test("three changed cells are saved; the same push again finds them unchanged and writes nothing", async () => {
    const rows = rowsOf(await pull(clerk))
      .slice(10, 13)
      .map(({ id, version }) => ({ id, baseVersion: version, cells: { serviceTeam: "13.5" } }));
    const first = await push(clerk, rows);
    expect(first.body.summary).toMatchObject({ saved: 3, unchanged: 0 });
    const tables = ["entry", "past", "push", "audit"];
    const before = await Promise.all(tables.map(office.count));
    const second = await push(clerk, rows);
    expect(second.body).toMatchObject({ push: null, summary: { saved: 0, unchanged: 3 } });
    expect(await Promise.all(tables.map(office.count))).toEqual(before);
  });

  test("two clerks who changed different cells of a row are merged; the same cell is a conflict with all three values", async () => {
    const id = "990101001005";
    const baseVersion = await versionOf(id);
    const was = rowsOf(await pull(clerk)).find((row) => row.id === id)!.serviceTeam;
    await push(townshipClerk, [{ id, baseVersion, cells: { serviceTeam: 9.5 } }]);
    const merged = await push(clerk, [{ id, baseVersion, cells: { serviceSupport: 4.5 } }]);
    expect(merged.body.results[0]).toMatchObject({
      status: "merged",
      version: baseVersion + 2,
      cells: { serviceTeam: 9.5, serviceSupport: 4.5 },
    });
    const conflict = await push(clerk, [{ id, baseVersion, cells: { serviceTeam: 12, noVenue: "是" } }]);
    expect(conflict.body.results[0]).toMatchObject({
      status: "conflict",
      version: baseVersion + 2,
      conflicts: [{ key: "serviceTeam", base: was, theirs: 9.5, mine: 12 }],
    });
    expect(rowsOf(await pull(clerk)).find((row) => row.id === id)).toMatchObject({ serviceTeam: 9.5 });
  });

  test("what both typed alike is no conflict", async () => {
    const id = "990101001006";
    const baseVersion = await versionOf(id);
    await push(townshipClerk, [{ id, baseVersion, cells: { serviceTeam: 8 } }]);
    const same = await push(clerk, [{ id, baseVersion, cells: { serviceTeam: "8.0" } }]);
    expect(same.body.results[0]).toMatchObject({ status: "unchanged" });
  });

  test("every bad cell is named with column, code, reason and fix, and the good rows of the push are saved", async () => {
    const rows = rowsOf(await pull(clerk)).slice(20, 29);
    const bad: [Record<string, unknown>, string][] = [
      [{ serviceTeam: 20.5 }, "tooLarge"],
      [{ serviceTeam: -1 }, "tooSmall"],
      [{ serviceTeam: "十八" }, "notNumber"],
      [{ serviceTeam: 18.555 }, "tooManyDecimals"],
      [{ noVenue: "可能" }, "notFlag"],
      [{ name: "改名" }, "readOnlyColumn"],
      [{ serviceTeams: 1 }, "unknownColumn"],
      [{ serviceTeam: { value: 1 } }, "notNumber"],
    ];
    const { body } = await push(clerk, [
      ...bad.map(([cells], i) => ({ id: rows[i]!.id, baseVersion: rows[i]!.version, cells })),
      { id: rows[8]!.id, baseVersion: rows[8]!.version, cells: { serviceTeam: "15.5" } },
    ]);
    expect(body.summary).toMatchObject({ invalid: bad.length, saved: 1 });
    bad.forEach(([cells, code], i) => {
      const [error] = body.results[i].errors;
      expect(error).toMatchObject({ key: Object.keys(cells)[0], code });
      expect(error.message).toMatch(/\p{Script=Han}/u);
      expect(error.fix).toMatch(/\p{Script=Han}/u);
    });
  });

  test("full-width digits and 是/否 are read as what they mean", async () => {
    const id = "990101001007";
    const { body } = await push(clerk, [
      { id, baseVersion: await versionOf(id), cells: { serviceTeam: "\uff11\uff16．\uff15", noVenue: "否" } },
    ]);
    expect(body.results[0].status).toMatch(/saved|unchanged/);
    expect(rowsOf(await pull(clerk)).find((row) => row.id === id)).toMatchObject({ serviceTeam: 16.5, noVenue: false });
  });

  test("a row outside my region is gone, as if it did not exist; one that never was, too", async () => {
    const rows = ["990101002001", "990101001099"].map((id) => ({ id, baseVersion: 1, cells: { serviceTeam: 1 } }));
    const { body } = await push(townshipClerk, rows);
    expect(body.results.map((row: { status: string }) => row.status)).toEqual(["gone", "gone"]);
  });

  test("a row that I may see but not change is forbidden", async () => {
    await office.d1.batch([
      office.d1.prepare(`insert into "grant" values ('demo-township', 'viewer', '990101000000')`),
    ]);
    const { body } = await push(townshipClerk, [{ id: "990101002001", baseVersion: 1, cells: { serviceTeam: 1 } }]);
    expect(body.results[0].status).toBe("forbidden");
    await office.d1.batch([
      office.d1.prepare(`delete from "grant" where principal = 'demo-township' and role = 'viewer'`),
    ]);
  });

  test("atomic: one bad row, and none is saved", async () => {
    const [good, wrong] = rowsOf(await pull(clerk)).slice(30, 32);
    const rows = [
      { id: good!.id, baseVersion: good!.version, cells: { serviceTeam: 3 } },
      { id: wrong!.id, baseVersion: wrong!.version, cells: { serviceTeam: 99 } },
    ];
    const answer = await push(clerk, rows, { mode: "atomic" });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: "atomicRefused", results: [{ id: wrong!.id, status: "invalid" }] });
    expect(await versionOf(good!.id)).toBe(good!.version);
  });

  test("a repeated Idempotency-Key gets the first answer and saves nothing; with another body it is refused", async () => {
    const id = "990101001009";
    const rows = [{ id, baseVersion: await versionOf(id), cells: { serviceMechanism: 2.5 } }];
    const key = { "idempotency-key": "k-1" };
    const first = await push(clerk, rows, {}, key);
    expect(first.body.summary.saved).toBe(1);
    const again = await push(clerk, rows, {}, key);
    expect(again.body).toEqual(first.body);
    expect(await versionOf(id)).toBe(first.body.results[0].version);
    const other = await push(clerk, rows, { note: "另一次" }, key);
    expect(other).toMatchObject({ status: 422, body: { code: "keyReused" } });
  });

  test("five at once with one Idempotency-Key save once and all get the same answer", async () => {
    const id = "990101001008";
    const rows = [{ id, baseVersion: await versionOf(id), cells: { serviceTeam: 6.5 } }];
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => push(clerk, rows, {}, { "idempotency-key": "k-5" })),
    );
    for (const { body } of answers) expect(body).toEqual(answers[0]!.body);
    expect(await versionOf(id)).toBe(rows[0]!.baseVersion + 1);
  });

  test("twelve clerks on twelve cells of two rows at once: every acknowledged cell stands", async () => {
    const ids = ["990101001010", "990101001011"];
    const columns = [
      "serviceTeam",
      "servicePersonnel",
      "serviceCapability",
      "serviceSupport",
      "serviceMechanism",
      "noVenue",
    ];
    const base = new Map(await Promise.all(ids.map(async (id) => [id, await versionOf(id)] as const)));
    const sent = ids.flatMap((id, r) =>
      columns.map((key, i) => ({ id, key, value: key === "noVenue" ? true : 1.5 + r + i })),
    );
    const answers = await Promise.all(
      sent.map(({ id, key, value }) => push(clerk, [{ id, baseVersion: base.get(id), cells: { [key]: value } }])),
    );
    const rows = rowsOf(await pull(clerk));
    answers.forEach(({ status, body }, i) => {
      const { id, key, value } = sent[i]!;
      if (status === 409) expect(body.code).toBe("busy");
      else {
        expect(["saved", "merged", "unchanged"]).toContain(body.results[0].status);
        expect(rows.find((row) => row.id === id)![key]).toBe(value);
      }
    });
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  });
});

describe("rosters", () => {
  const organizations = "/v1/sheets/organizations";
  const fresh = {
    code: "990101001300",
    name: "城关镇新村党支部",
    regionCode: "990101001001",
    kind: "村",
    form: "branch",
  };
  const add = (who: Client, cells: object) => who("PATCH", organizations, { rows: [{ newKey: "n1", cells }] });

  test("a new organization stands in its region, appears on the indicator sheet, can be deleted and restored", async () => {
    const added = await add(clerk, fresh);
    expect(added.body.results[0]).toMatchObject({ id: fresh.code, newKey: "n1", status: "saved", version: 1 });
    expect(rowsOf(await pull(townshipClerk)).map(({ id }) => id)).toContain(fresh.code);
    const one = (row: object) => clerk("PATCH", organizations, { rows: [{ id: fresh.code, ...row }] });
    expect((await one({ baseVersion: 1, delete: true })).body.results[0]).toMatchObject({
      status: "saved",
      version: 2,
    });
    expect(rowsOf(await pull(townshipClerk)).map(({ id }) => id)).not.toContain(fresh.code);
    expect((await one({ baseVersion: 2, restore: true })).body.results[0]).toMatchObject({
      status: "saved",
      version: 3,
    });
    expect(rowsOf(await pull(clerk)).find(({ id }) => id === fresh.code)).toMatchObject({ name: fresh.name });
    expect((await one({ baseVersion: 3, delete: true })).body.results[0].status).toBe("saved");
  });

  test("a code that is taken, a region that is not there, a missing cell: each refused with its reason", async () => {
    const codes = async (cells: object) => {
      const { body } = await add(clerk, cells);
      return body.results[0].errors?.map(({ key, code }: { key: string; code: string }) => `${key} ${code}`);
    };
    expect(await codes({ ...fresh, code: village })).toEqual(["code keyTaken"]);
    expect(await codes({ ...fresh, code: "990101001301", regionCode: "110101001001" })).toEqual([
      "regionCode unknownReference",
    ]);
    expect(await codes({ code: "990101001302", regionCode: village, kind: "village" })).toEqual(["name required"]);
  });

  test("a team and a member are judged by one policy, so that no code stands for both", async () => {
    const { teams, members } = { teams: "/v1/sheets/leadership-teams", members: "/v1/sheets/committee-members" };
    const put = async (path: string, cells: object) => {
      const { body } = await clerk("PATCH", path, { rows: [{ newKey: "n1", cells }] });
      return body.results[0];
    };
    const team = { code: "T-1", name: "城关镇01村班子", organization: village };
    const member = { name: "某人", organization: village, post: "secretary" };
    expect(await put(teams, team)).toMatchObject({ status: "saved" });
    expect((await put(members, { ...member, code: "T-1" })).errors).toMatchObject([{ key: "code", code: "keyTaken" }]);
    expect(await put(members, { ...member, code: "T-2" })).toMatchObject({ status: "saved" });
  });

  test("a region's code is 12 digits within my own: a refused one says so and shows no cells", async () => {
    const put = async (code: string) => {
      const rows = [{ newKey: "n1", cells: { code, name: "新区" } }];
      const { body } = await clerk("PATCH", "/v1/sheets/regions", { rows });
      return body.results[0];
    };
    expect(await put("9901")).toMatchObject({
      status: "invalid",
      errors: [{ key: "code", code: "badFormat", fix: "须为 12 位数字的区划代码,如 990101001000" }],
    });
    const outside = await put("110101001001");
    expect(outside).toMatchObject({ status: "forbidden", version: 0, errors: [{ key: "code", code: "rowForbidden" }] });
    expect(outside.cells).toBeUndefined();
    expect(await put(" 990101009000 ")).toMatchObject({ status: "saved" });
  });

  test("where a row belongs cannot be changed afterwards, for its entries stand there", async () => {
    const { body } = await clerk("PATCH", organizations, {
      rows: [{ id: village, baseVersion: 1, cells: { regionCode: "990102001001" } }],
    });
    expect(body.results[0].errors[0]).toMatchObject({ key: "regionCode", code: "regionFixed" });
  });

  test.each([["　"], ["a b"], ["a/b"], [".."], ["长".repeat(65)], ["\ud800"]])("%j is no code", async (code) => {
    const { body } = await add(clerk, { ...fresh, code });
    expect(body.results[0]).toMatchObject({ status: "invalid", errors: [{ key: "code" }] });
  });

  test("two new rows with bad codes are each told why; the same code twice is taken once", async () => {
    const rows = [{ ...fresh, code: 12 }, { ...fresh, code: 13 }, fresh, fresh].map((cells, i) => ({
      newKey: `n${i}`,
      cells: { ...cells, code: typeof cells.code === "number" ? cells.code : "Z-1" },
    }));
    const { body } = await clerk("PATCH", organizations, { rows });
    const codes = body.results.map(
      (row: { status: string; errors?: { code: string }[] }) => row.errors?.[0]?.code ?? row.status,
    );
    expect(codes).toEqual(["notText", "notText", "saved", "duplicate"]);
    await clerk("PATCH", organizations, { rows: [{ id: "Z-1", baseVersion: 1, delete: true }] });
  });

  test("a county cannot learn of codes outside it, nor place a row or a reference there", async () => {
    const county = office.as.county;
    const place = (cells: object) =>
      county("PATCH", organizations, { rows: [{ newKey: "n", cells: { ...fresh, ...cells } }] });
    const taken = (await place({ code: "990102001001" })).body.results[0];
    expect(taken).toMatchObject({ status: "invalid", version: 0 });
    const outside = (await place({ code: "Z-2", regionCode: "990102001001" })).body.results[0];
    expect(outside).toMatchObject({ status: "invalid", errors: [{ code: "unknownReference" }] });
    const both = await county("PATCH", organizations, {
      rows: [
        { id: "990102001001", baseVersion: 1, delete: true },
        { newKey: "n", cells: { ...fresh, code: "990102001001" } },
      ],
    });
    expect(both.body.results.map(({ status }: { status: string }) => status)).toEqual(["gone", "invalid"]);
  });

  test("an organization that left the roster has no row to fill in, and since a push it comes back as deleted", async () => {
    const { push: before } = (await pull(clerk)).body;
    const id = "990101001011";
    const { version } = rowsOf(await clerk("GET", organizations)).find((row) => row.id === id)!;
    await clerk("PATCH", organizations, { rows: [{ id, baseVersion: version, delete: true }] });
    const answer = await push(clerk, [{ id, baseVersion: await pull(clerk).then(() => 1), cells: { serviceTeam: 1 } }]);
    expect(answer.body.results[0].status).toBe("gone");
    const { rows } = (await pull(clerk, `period=2014-H1&since=${before}`)).body;
    expect(rows).toEqual([expect.objectContaining({ id, deleted: true })]);
    await clerk("PATCH", organizations, { rows: [{ id, baseVersion: version + 1, restore: true }] });
    const remove = await push(clerk, [{ id, baseVersion: await versionOf(id), delete: true }]);
    expect(remove.body.results[0].errors[0].code).toBe("noDelete");
  });

  test("a township may not change rosters", async () => {
    expect(await add(townshipClerk, fresh)).toMatchObject({ status: 403, body: { code: "forbidden" } });
  });

  test("text that begins like a formula stays text, a code keeps its leading zero", async () => {
    const code = "012";
    const name = "=HYPERLINK(1)";
    const cells = { ...fresh, code, name };
    expect((await add(clerk, cells)).body.summary.saved).toBe(1);
    expect(rowsOf(await clerk("GET", organizations)).find(({ id }) => id === code)).toMatchObject({ code, name });
    const number = await add(clerk, { ...fresh, code: 12 });
    expect(number.body.results[0].errors[0]).toMatchObject({ key: "code", code: "notText" });
  });
});

describe("a ledger with many rows a period", () => {
  const visits = "/v1/sheets/register.visits";
  const visit = (subject: string, on: string) => ({ newKey: on, cells: { subject, on } });
  test("takes new rows for organizations of the region, names them, and keeps each under its own id", async () => {
    const rows = [visit(village, "2014-03-01"), visit(village, "2014-03-08"), visit("990101002001", "2014-03-09")];
    const { body } = await townshipClerk("PATCH", visits, { period: "2014-03", rows });
    expect(body.results.map(({ status }: { status: string }) => status)).toEqual(["saved", "saved", "invalid"]);
    const pulled = rowsOf(await townshipClerk("GET", `${visits}?period=2014-03`));
    expect(pulled).toHaveLength(2);
    expect(new Set(pulled.map(({ id }) => id)).size).toBe(2);
    expect(pulled[0]).toMatchObject({ subject: village, name: "城关镇01村党总支", township: "城关镇" });
    const move = [{ id: pulled[0]!.id, baseVersion: 1, cells: { subject: "990101001002" } }];
    const moved = await townshipClerk("PATCH", visits, { period: "2014-03", rows: move });
    expect(moved.body.results[0].errors[0]).toMatchObject({ key: "subject", code: "keyFixed" });
    expect(rowsOf(await office.as.village("GET", `${visits}?period=2014-03`))).toHaveLength(2);
  });
});

describe("bad requests: the right status, the place, a Chinese reason, a fix; nothing written", () => {
  const good = { period: "2014-H1", rows: [{ id: village, baseVersion: 1, cells: { serviceTeam: 1 } }] };
  test.each([
    ["not JSON", "{", 400, "badJson", undefined],
    ["an unknown key", { ...good, perod: 1 }, 422, "invalid", "/perod unknownKey"],
    ["a bad period", { ...good, period: "2014-H3" }, 422, "invalid", "/period badPeriod"],
    ["the period of another kind", { ...good, period: "2014" }, 422, "invalid", "/period badPeriod"],
    ["a wrong type", { ...good, rows: "alle" }, 422, "invalid", "/rows invalidType"],
    [
      "a row without version",
      { ...good, rows: [{ id: village, cells: {} }] },
      422,
      "invalid",
      "/rows/0/baseVersion required",
    ],
    ["no rows", { ...good, rows: [] }, 422, "invalid", "/rows tooFew"],
    ["another's region", { ...good, region: "990201000000" }, 404, "notFound", "/region unknown"],
  ])("%s", async (_, body, status, code, place) => {
    const before = await office.count("past");
    const answer = await clerk("PATCH", path, body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(answer.body).toMatchObject({ code, status });
    expect(answer.body.title).toMatch(/\p{Script=Han}/u);
    if (place) {
      expect(`${answer.body.errors[0].pointer} ${answer.body.errors[0].code}`).toBe(place);
      expect(answer.body.errors[0].fix).not.toBe("");
    }
    expect(await office.count("past")).toBe(before);
  });

  test("not declared as JSON: 415; too large: 413; an unknown sheet or column of the query: 404, 400", async () => {
    expect(await clerk("PATCH", path, JSON.stringify(good), { "content-type": "text/plain" })).toMatchObject({
      status: 415,
    });
    const large = { ...good, note: "x".repeat(8 * 1024 * 1024) };
    expect(await clerk("PATCH", path, large)).toMatchObject({ status: 413, body: { code: "tooLarge" } });
    expect(await clerk("GET", "/v1/sheets/nothing?period=2014-H1")).toMatchObject({ status: 404 });
    expect(await pull(clerk, "period=2014-H1&limt=3")).toMatchObject({ status: 400, body: { code: "badQuery" } });
    expect(await pull(clerk, "period=2014-H1&cursor=abc")).toMatchObject({ status: 400 });
    expect(await pull(clerk, "period=2014-13")).toMatchObject({
      status: 400,
      body: { errors: [{ code: "badPeriod" }] },
    });
    expect(await pull(townshipClerk, `period=2014-H1&region=${otherTownship}`)).toMatchObject({ status: 404 });
    expect(await pull(townshipClerk, `period=2014-H1&region=${prefecture}`)).toMatchObject({ status: 200 });
    expect((await pull(clerk, `period=2014-H1&region=${township}`)).body.rows.length).toBeLessThan(48);
  });

  test("in English where the caller asks for it", async () => {
    const { body } = await clerk("PATCH", path, { ...good, perod: 1 }, { "accept-language": "en-GB" });
    expect(body).toMatchObject({ title: "The request does not fit", errors: [{ message: "Unknown key: perod" }] });
  });
});
