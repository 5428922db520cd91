/** The archive of a round: what is in it, that it can be checked years later, who reads it; and what is carried forward. */
import { beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../worker/hash.ts";
import { change } from "./desk.ts";
import { finalSubsidy, type Office, openOffice, prefecture, rowsOf, unzipped, village } from "./office.ts";
import { watched } from "./watched.ts";

const star = "xinhui-star-organization";
const appraisal = "xinhui-three-ballots";
const fundPolicy = "dongyang-venue-reward";
let office: Office;
let round: string;
let money: string;
// biome-ignore lint/suspicious/noExplicitAny: as any answer
let carried: any;

const at = (path: string, id = round) => `/v1/rounds/${id}/${path}`;
const codes = ({ body }: { body: { errors: { code: string }[] } }) => body.errors.map(({ code }) => code);
const finalRound = async (policyId: string, period: string) => {
  const { body } = await office.as.prefecture("POST", "/v1/rounds", { policyId, period, regionCode: prefecture });
  await office.as.prefecture("POST", at("compute", body.id));
  expect((await office.as.approver("POST", at("finalise", body.id))).status).toBe(200);
  return body.id as string;
};
const fileOf = async (id = round) => {
  const answer = await office.as.approver("GET", at("archive/file", id));
  expect(answer.status).toBe(200);
  return { answer, files: unzipped(answer.bytes) };
};
const pay = (batch: number, who: "approver" | "finance", body: object) =>
  office.as[who]("POST", `/v1/payments/${money}.${batch}/steps`, body);

beforeAll(async () => {
  office = await openOffice();
  round = await finalRound(star, "2014-H1");
});

describe("an archive", () => {
  test("is made of a final round only, once, by prefecture and county offices in their region", async () => {
    const open = { policyId: star, period: "2014-H2", regionCode: prefecture };
    const { id } = (await office.as.prefecture("POST", "/v1/rounds", open)).body;
    expect(codes(await office.as.prefecture("POST", at("archive", id)))).toEqual(["roundState"]);
    for (const who of [office.as.approver, office.as.township, office.as.viewer, office.as.auditor])
      expect((await who("POST", at("archive"))).status).toBe(403);
    expect(codes(await office.as.county("POST", at("archive")))).toEqual(["beyondRegion"]);
    const both = await Promise.all([
      office.as.prefecture("POST", at("archive")),
      office.as.prefecture("POST", at("archive")),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await office.as.viewer("GET", `/v1/rounds/${round}`)).body.state).toBe("archived");
    const { steps } = (await office.as.viewer("GET", at("steps"))).body;
    expect(steps.at(-1)).toMatchObject({ action: "archive", state: "archived", principal: { account: "prefecture" } });
  });

  test("is one file that its index and its hash describe to the byte", async () => {
    const { answer, files } = await fileOf();
    const { body } = await office.as.approver("GET", at("archive"));
    expect(await sha256(answer.bytes)).toBe(body.sha256);
    expect(answer.headers.get("etag")).toBe(`"${body.sha256}"`);
    expect(answer.bytes.length).toBe(body.bytes);
    const index = JSON.parse(files.get("index.json")!);
    expect([...files.keys()].sort()).toEqual(
      [...index.files.map(({ path }: { path: string }) => path), "index.json"].sort(),
    );
    // Whom it is about is told inside it only.
    const told = index.files.filter(({ path }: { path: string }) => !path.startsWith("evidence/"));
    expect({ ...index, files: told }).toEqual(body.contents);
    expect((await office.as.township("GET", at("archive"))).text).not.toContain("990101002001");
    for (const { path, sha256: told, bytes } of index.files) {
      const text = new TextEncoder().encode(files.get(path)!);
      // A mark at the beginning is read over by whoever decodes.
      const whole = /\.(csv|txt)$/.test(path) ? new Uint8Array([0xef, 0xbb, 0xbf, ...text]) : text;
      expect([await sha256(whole), whole.length], path).toEqual([told, bytes]);
    }
  });

  test("holds rules, data, results and the evidence whose hash the final round bears", async () => {
    const { files } = await fileOf();
    const index = JSON.parse(files.get("index.json")!);
    expect(index).toMatchObject({
      ...{ format: "xingping-archive-1", round, period: "2014-H1", regionCode: prefecture, seal: null },
      ...{ policy: { id: star, version: 1 }, label: "演示数据" },
    });
    const evidence = [...files].filter(([path]) => path.startsWith("evidence/")).sort();
    expect(evidence).toHaveLength(48);
    const lines = await Promise.all(
      evidence.map(
        async ([path, text]) => `${path.slice("evidence/".length, -".json".length)} ${await sha256(text)}\n`,
      ),
    );
    expect(await sha256(lines.join(""))).toBe(index.evidenceHash);
    expect((await office.as.viewer("GET", `/v1/rounds/${round}`)).body.evidenceHash).toBe(index.evidenceHash);
    expect(JSON.parse(files.get("policy.json")!)).toMatchObject({ id: star, grade: expect.any(Object) });
    expect(files.get("说明.txt")).toContain("2014年上半年");
    const [titles, keys, first] = files.get("outcomes.csv")!.split("\r\n");
    expect(titles).toMatch(/^编码,名称,乡镇\(街道\)/);
    expect(keys).toMatch(/^subject,name,township/);
    expect(first).toContain(village);
    expect([...files.keys()].filter((path) => path.startsWith("sheets/")).sort()).toEqual([
      `sheets/indicators.${star}.2014-H1.csv`,
      "sheets/organizations.csv",
      ...[1, 2, 3, 4, 5, 6].map((month) => `sheets/register.service-cases.2014-0${month}.csv`),
    ]);
  });

  test("keeps the data as of the final run, whatever is changed later, and the round stays closed", async () => {
    const path = `sheets/indicators.${star}.2014-H1.csv`;
    const before = (await fileOf()).files.get(path)!;
    await change(
      office.as.prefecture,
      `/v1/sheets/indicators.${star}`,
      village,
      { noVenue: true },
      { period: "2014-H1" },
    );
    expect((await fileOf()).files.get(path)).toBe(before);
    expect(before).toContain(village);
    expect(codes(await office.as.approver("POST", at("steps"), { action: "reopen", reason: "更正" }))).toEqual([
      "roundState",
    ]);
    expect((await office.as.prefecture("POST", at("compute"))).body.code).toBe("roundFinal");
    for (const sql of ["update archive set hash = ''", "delete from archive", "delete from archivePart"])
      await expect(office.d1.prepare(sql).run()).rejects.toThrow("archives are kept");
  });

  test("is read by who may read ballots; its index by who reads rounds, alike for what is not there", async () => {
    for (const who of [office.as.prefecture, office.as.approver, office.as.admin])
      expect((await who("GET", at("archive/file"))).status).toBe(200);
    for (const who of [office.as.township, office.as.viewer, office.as.auditor, office.as.village])
      expect((await who("GET", at("archive/file"))).status).toBe(403);
    expect(codes(await office.as.county("GET", at("archive/file")))).toEqual(["beyondRegion"]);
    expect((await office.as.viewer("GET", at("archive", `${star}.2014-H2.${prefecture}`))).status).toBe(404);
  });

  test("of an appraisal holds the ballots as they were counted, and of no voter who voted how", async () => {
    const id = await finalRound(appraisal, "2014");
    expect((await office.as.prefecture("POST", at("archive", id))).status).toBe(201);
    const { files } = await fileOf(id);
    const tallies = files.get(`sheets/tallies.${appraisal}.2014.csv`)!;
    const sheet = rowsOf(await office.as.admin("GET", `/v1/sheets/tallies.${appraisal}?period=2014`));
    expect(tallies.trimEnd().split("\r\n")).toHaveLength(2 + sheet.length);

    // Few ballots are found by hashing all that they could be: whoever may not read them is told no hash of theirs.
    const { contents, sha256: whole } = (await office.as.auditor("GET", at("archive", id))).body;
    const { nonce, ...index } = JSON.parse(files.get("index.json")!);
    expect(nonce).toMatch(/^[0-9a-f]{32,}$/);
    const without = index.files
      .filter(({ path }: { path: string }) => !path.startsWith("evidence/"))
      .map((file: { path: string; title: string; ballots?: boolean }) =>
        file.ballots ? { path: file.path, title: file.title, ballots: true } : file,
      );
    expect(contents).toEqual({ ...index, files: without });
    expect(without.filter(({ ballots }: { ballots?: boolean }) => ballots)).toMatchObject([
      { path: `sheets/tallies.${appraisal}.2014.csv` },
    ]);
    expect(whole).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("money", () => {
  test("is archived when no batch waits, with its lines and steps", async () => {
    money = await finalSubsidy(office, fundPolicy, "2014");
    // What is left goes over before anything of it is paid: what is due is not carried.
    carried = (await office.as.prefecture("POST", at("next", money))).body;
    // Nor around a batch that is prepared at the same moment.
    const prepare = () => office.as.prefecture("POST", at("payments", money));
    const { who: late } = await watched("prefecture", prepare, 'insert into "roundStep"');
    expect(codes(await late("POST", at("archive", money)))).toEqual(["paymentsOpen"]);
    expect(codes(await office.as.prefecture("POST", at("archive", money)))).toEqual(["paymentsOpen"]);
    await pay(1, "approver", { action: "approve" });
    expect(codes(await office.as.prefecture("POST", at("archive", money)))).toEqual(["paymentsOpen"]);
    await pay(1, "finance", { action: "pay", reference: "2014-0001", paidOn: "2014-12-20" });
    expect((await office.as.prefecture("POST", at("archive", money))).status).toBe(201);
    const { batches, total } = JSON.parse((await fileOf(money)).files.get("payments.json")!);
    expect(batches[0].steps.map(({ state }: { state: string }) => state)).toEqual(["prepared", "approved", "paid"]);
    expect(total.outstandingFen).toBe(0);
  });
});

describe("the next period", () => {
  const next = (id: string, who = office.as.prefecture) => who("POST", at("next", id));

  test("is opened of a final round as a draft, once, with what goes over into it", async () => {
    const { status, body } = await next(`${star}.2014-H1.${prefecture}`);
    // The second half-year was opened by hand already.
    expect([status, body.code, body.id]).toEqual([409, "roundExists", `${star}.2014-H2.${prefecture}`]);
    expect(codes(await next(`${star}.2014-H2.${prefecture}`))).toEqual(["roundState"]);
    for (const who of [office.as.approver, office.as.township, office.as.viewer])
      expect((await next(round, who)).status).toBe(403);
    const appraised = await next(`${appraisal}.2014.${prefecture}`);
    expect(appraised).toMatchObject({
      status: 201,
      body: {
        round: { id: `${appraisal}.2015.${prefecture}`, state: "draft", period: "2015" },
        policy: { version: 1, draft: null, differences: [] },
        ...{ subjects: { judged: 144, before: 144 }, cases: null, fund: null },
      },
    });
  });

  test("has what is left of a fund as its carry-over, once another person has activated the draft of it", async () => {
    const body = carried;
    const { leftFen } = body.fund;
    expect(body).toMatchObject({ policy: { version: 1, draft: 2 }, fund: { code: "venueFund", carryOverFen: 0 } });
    expect(leftFen).toBeGreaterThan(0);
    const opened = () => office.as.prefecture("POST", at("steps", body.round.id), { action: "open" });
    expect(codes(await opened())).toEqual(["unapproved"]);
    const activate = `/v1/policies/${fundPolicy}/versions/2/activate`;
    expect((await office.as.approver("POST", activate)).status).toBe(200);
    expect((await opened()).body).toMatchObject({ state: "open", policyVersion: 2 });
    const { funds } = (await office.as.prefecture("GET", "/v1/funds?period=2015")).body;
    expect(funds).toMatchObject([
      { carryOverFen: leftFen, computedCarryOverFen: leftFen, leftFen: 200_000_000 + leftFen },
    ]);
    const { document } = (await office.as.viewer("GET", `/v1/policies/${fundPolicy}`)).body;
    const none = { value: 0, assumed: "没有结转" };
    expect(document.fund.carryOver).toEqual([
      { from: "2010-01", to: "2014-12", ...none },
      {
        ...{ from: "2015-01", to: "2015-12", value: leftFen / 100 },
        source: { document: money, quote: `2014年结余${(leftFen / 100).toFixed(2)}元` },
      },
      { from: "2016-01", ...none },
    ]);
    // The old year stays as it was.
    expect((await office.as.prefecture("GET", "/v1/funds?period=2014")).body.funds[0]).toMatchObject({
      ...{ carryOverFen: 0, leftFen },
    });
  });
});
