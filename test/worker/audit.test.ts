/** GET /v1/audit: what an auditor is told, by which filters, and where. */
import { beforeAll, expect, test } from "vitest";
import { pagesOf, push, star } from "./desk.ts";
import { type Client, client, type Office, openOffice } from "./office.ts";

let office: Office;
let auditor: Client;
let countyAuditor: Client;
let pushed = 0;

interface Line {
  line: number;
  action: string;
  target: string;
  regionCode: string | null;
  principal: { account: string; name: string };
}
const linesOf = async (query: string, who = auditor): Promise<Line[]> =>
  (await who("GET", `/v1/audit?${query}`)).body.lines;

beforeAll(async () => {
  office = await openOffice();
  auditor = office.as.auditor;
  await office.d1.prepare("insert into grant values ('demo-viewer', 'auditor', '990101000000')").run();
  const { body } = await office.nobody("POST", "/v1/sessions", { account: "viewer", password: "xingping-demo" });
  countyAuditor = client(body.token);
  const rows = [{ id: "990101001001", baseVersion: 1, cells: { serviceTeam: 11 } }];
  pushed = (await push(office.as.county, star, rows, { period: "2014-H1" })).push;
  const others = [{ id: "990102001001", baseVersion: 1, cells: { serviceTeam: 12 } }];
  await push(office.as.prefecture, star, others, { period: "2014-H1" });
});

test("a line tells who did what to what, when, where, by which push", async () => {
  const { body } = await auditor("GET", `/v1/audit?push=${pushed}`);
  expect(body.lines).toEqual([
    {
      line: expect.any(Number),
      at: expect.stringMatching(/^\d{4}-/),
      principal: { account: "county", name: "示范一县委组织部(演示数据)" },
      action: "sheet.push",
      title: "提交",
      target: "indicators.xinhui-star-organization",
      regionCode: "990101001001",
      push: pushed,
      credential: expect.stringMatching(/^[0-9a-f]{16}$/),
      address: null,
      requestId: expect.any(String),
      detail: null,
      sealed: false,
    },
  ]);
  expect(body).toMatchObject({ next: null, seal: null, label: "演示数据" });
});

test("filters by account, action, target and day, alone and together", async () => {
  const all = await linesOf("limit=1000");
  const expected = (keep: (line: Line) => boolean) => all.filter(keep).map(({ line }) => line);
  const found = async (query: string) => (await linesOf(`limit=1000&${query}`)).map(({ line }) => line);
  expect(await found("principal=county")).toEqual(expected(({ principal }) => principal.account === "county"));
  expect(await found("principal=library")).toEqual(expected(({ action }) => action === "library.load"));
  expect(await found("principal=nobody")).toEqual([]);
  expect(await found("action=sheet.push&principal=county")).toHaveLength(1);
  expect(await found("target=persons")).toEqual(expected(({ target }) => target === "persons"));
  // The library and the demo were loaded on the first of January, in Beijing at eight in the morning.
  expect(await found("from=2014-01-01&to=2014-01-01")).toEqual(
    expected(({ principal }) => ["library", "demo"].includes(principal.account)),
  );
  expect(await found("from=2014-01-02&to=2014-01-31")).toEqual([]);
});

test("pages follow each other without gap or repetition", async () => {
  const whole = await linesOf("limit=1000");
  expect(whole.length).toBeGreaterThan(40);
  expect(await pagesOf(auditor, "/v1/audit?limit=7", "lines")).toEqual(whole);
  expect(whole.map(({ line }) => line)).toEqual(whole.map(({ line }) => line).sort((a, b) => b - a));
});

test("an auditor of a county is told what lies wholly in the county, and nothing that belongs to no region", async () => {
  const lines = await linesOf("limit=1000", countyAuditor);
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.filter(({ regionCode }) => !regionCode?.startsWith("990101"))).toEqual([]);
  expect(lines.some(({ principal }) => principal.account === "county")).toBe(true);
  expect((await linesOf("limit=1000")).some(({ regionCode }) => regionCode === null)).toBe(true);
  expect(await linesOf("limit=1000&region=990102000000")).toHaveLength(1);
  expect((await countyAuditor("GET", "/v1/audit?region=990102000000")).status).toBe(404);
});

test("wrong filters are refused at their place", async () => {
  for (const query of ["action=x", "from=2014", "push=a", "limit=0", "to=2014-02-30"]) {
    const { status, body } = await auditor("GET", `/v1/audit?${query}`);
    expect({ status, code: body.code, pointer: body.errors[0].pointer }).toEqual({
      status: 400,
      code: "badQuery",
      pointer: `/${query.split("=")[0]}`,
    });
  }
});
