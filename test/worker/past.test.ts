import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { newCode, newOrganization, organizations, pagesOf, persons, push, star, undo } from "./desk.ts";
import { type Client, type Office, openOffice, otherCounty, rowsOf } from "./office.ts";

let office: Office;
let clerk: Client;
beforeAll(async () => {
  office = await openOffice();
  clerk = office.as.prefecture;
});

const allowances = "/v1/sheets/indicators.chuxiong-base-allowance";
const sessions = "/v1/sheets/register.remote-education-sessions";
const places = ["990101001001", "990101001002", "990101002001", "990102001001"];
const pick = <T>(list: readonly T[], n: number) => list[n % list.length]!;
const pickRow = async (n: number, path: string, query = "") => pick(rowsOf(await clerk("GET", `${path}?${query}`)), n);

/** What clerks do in a year, each by some number. */
const deeds: ((n: number) => Promise<unknown>)[] = [
  (n) => newOrganization(clerk, { name: `第${n}党支部`, regionCode: pick(places, n) }),
  async function rename(n) {
    const { id, version } = await pickRow(n, organizations);
    await push(clerk, organizations, [{ id, baseVersion: version, cells: { name: `改名${n}` } }]);
  },
  async function remove(n) {
    const { id, version } = await pickRow(n, organizations);
    await push(clerk, organizations, [{ id, baseVersion: version, delete: true }]);
  },
  async function transfer(n) {
    const { id, version } = await pickRow(n, persons);
    const cells = { organization: pick(places, n), name: `干部${n}` };
    await push(clerk, persons, [{ id, baseVersion: version, cells }]);
  },
  async function fillIn(n) {
    const { id, version } = await pickRow(n, star, "period=2015-H1");
    const cells = { serviceTeam: n % 20, noVenue: n % 3 === 0 ? null : n % 2 === 0 };
    await push(clerk, star, [{ id, baseVersion: version, cells }], { period: "2015-H1" });
  },
  async function commend(n) {
    const { id, version } = await pickRow(n, allowances, "period=2014");
    await push(clerk, allowances, [{ id, baseVersion: version, cells: { commended: n % 2 === 0 } }], {
      period: "2014",
    });
  },
  async function hold(n) {
    const cells = { subject: pick(places, n), heldOn: "2015-01-05", topic: `第${n}课`, attendance: "30余人" };
    await push(clerk, sessions, [{ newKey: "n", cells }], { period: "2015-01" });
  },
  async function merge(n) {
    const [predecessor, successor] = [pick(places, n), pick(places, n + 1)];
    const cells = { code: newCode(), kind: "合并", predecessor, successor, on: "2015-01-01" };
    await push(clerk, "/v1/sheets/successions", [{ newKey: "n", cells }]);
  },
  async function takeBack(n) {
    const [last] = (await clerk("GET", "/v1/pushes?limit=1")).body.pushes;
    await undo(clerk, last.push - (n % 3));
  },
  async function rekey(n) {
    const id = await newOrganization(clerk, { regionCode: pick(places, n) });
    await push(clerk, organizations, [{ id, baseVersion: 1, cells: { code: `${id}-2`, name: "改了编码" } }]);
  },
];

describe("a sheet as of a push", () => {
  test("is what was pulled then: rows, versions, names, places, who was on the roster", async () => {
    const sheets = [
      organizations,
      persons,
      `${star}?period=2015-H1`,
      `${allowances}?period=2014`,
      `${sessions}?period=2015-01`,
    ];
    const views: [Client, string][] = [
      [office.as.township, ""],
      [clerk, `region=${otherCounty}`],
    ];
    const pull = (more = "") =>
      Promise.all(
        sheets.flatMap((path) =>
          views.map(async ([who, region]) => {
            const query = [region, more].filter(Boolean).join("&");
            const { status, body } = await who("GET", `${path}${path.includes("?") ? "&" : "?"}${query}`);
            expect(status).toBe(200);
            return body.rows;
          }),
        ),
      );
    const recorded = new Map<number, unknown>();
    const record = async () => recorded.set((await clerk("GET", `${organizations}?limit=1`)).body.push, await pull());
    await record();
    const script = fc.sample(fc.tuple(fc.nat(deeds.length - 1), fc.nat(1000)), { numRuns: 2, seed: 2014 });
    for (const [deed, n] of [...deeds.map((_, i): [number, number] => [i, 7 * i]), ...script]) {
      await deeds[deed]!(n);
      await record();
    }
    expect(recorded.size).toBeGreaterThan(10);
    for (const [number, then] of recorded) expect(await pull(`asOf=${number}`), `as of ${number}`).toEqual(then);
  }, 120_000);

  test("names the push, and goes page by page", async () => {
    const path = `${star}?period=2014-H1&asOf=17`;
    const { body } = await clerk("GET", path);
    expect(body).toMatchObject({ asOf: 17, push: 17, next: null });
    expect(body.rows).toHaveLength(48);
    expect(await pagesOf(clerk, `${path}&limit=7`, "rows")).toEqual(body.rows);
    expect((await clerk("GET", `${organizations}?asOf=0`)).body.rows).toEqual([]);
    const villages = rowsOf(await clerk("GET", `${organizations}?asOf=17&filter=kind:社区`));
    expect(villages.map(({ kind }) => kind)).toEqual(["community", "community", "community", "community"]);
  });

  test("not together with since, not of what pushes do not make, not of a push that was not yet", async () => {
    const refused = async (path: string, status: number, code: string) =>
      expect(await clerk("GET", path)).toMatchObject({ status, body: { errors: [{ code }] } });
    await refused(`${organizations}?asOf=3&since=2`, 400, "pastOrSince");
    await refused("/v1/sheets/outcomes.chuxiong-backward?period=2014&asOf=3", 400, "pastOfRound");
    await refused("/v1/sheets/parameters.chuxiong-backward?asOf=3", 400, "pastDocument");
    await refused(`${organizations}?asOf=999999`, 404, "unknown");
  });
});
