import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import type { Outcome, Unscored } from "../../schema/outcome.ts";
import { everywhere } from "../../schema/region.ts";
import type { TraceStep } from "../../schema/trace.ts";
import { demoAccounts } from "../../worker/cli/demo/load.ts";
import { engineVersion } from "../../worker/core/judge.ts";
import { commit } from "../../worker/store/database.ts";
import { finalStatements } from "../../worker/store/evidence.ts";
import { findRound, listRuns, outcomesOf, runStatements } from "../../worker/store/rounds.ts";
import { type Explained, judgeRun } from "../../worker/usecases/judgeRun.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import {
  type Client,
  indicators,
  type Office,
  openOffice,
  policies,
  prefecture,
  registers,
  rowsOf,
  village,
} from "./office.ts";

const star = "xinhui-star-organization";
const county = "990101000000";
const roundOf = (policyId: string, period: string, regionCode = prefecture) => `${policyId}.${period}.${regionCode}`;
const first = roundOf(star, "2014-H1");
const second = roundOf(star, "2014-H2");
/** Rounds of all four kinds; those that take results from others come after them. */
const rounds: [policyId: string, period: string][] = [
  [star, "2014-H1"],
  [star, "2014-H2"],
  ["xinhui-ten-star-household", "2014"],
  ["xinhui-three-ballots", "2014"],
  ["chuxiong-backward", "2014"],
  ["chuxiong-base-allowance", "2014"],
  ["dongyang-venue-reward", "2014"],
  ["benxi-village-funds", "2016"],
];
const roundIds = rounds.map(([policyId, period]) => roundOf(policyId, period));

let office: Office;
let clerk: Client;
let approver: Client;
const work = () => ({ db: office.db, principal: { id: "test" }, now: "2014-12-31T00:00:00.000Z", requestId: "test" });
const compute = (round: string, who = clerk) => who("POST", `/v1/rounds/${round}/compute`);
const finalise = (round: string, who = approver) => who("POST", `/v1/rounds/${round}/finalise`);
const runsOf = async (round: string) => (await clerk("GET", `/v1/rounds/${round}/runs`)).body.runs;
const explain = (round: string, subject: string, run?: number, who = clerk) =>
  who("GET", `/v1/rounds/${round}/outcomes/${subject}${run === undefined ? "" : `?run=${run}`}`);
const fault = ({ status, body }: Awaited<ReturnType<Client>>) =>
  `${status} ${body.code} ${body.errors?.[0].pointer} ${body.errors?.[0].code}`;
const sql = (text: string, ...values: unknown[]) =>
  office.d1
    .prepare(text)
    .bind(...values)
    .run();

/** Changes cells of one row of a sheet. */
async function edit(sheet: string, period: string, id: string, cells: object) {
  const row = rowsOf(await clerk("GET", `/v1/sheets/${sheet}?period=${period}`)).find((one) => one.id === id)!;
  const body = { period, rows: [{ id, baseVersion: row.version, cells }] };
  const { summary } = (await clerk("PATCH", `/v1/sheets/${sheet}`, body)).body;
  expect(summary.saved).toBe(1);
  return row;
}

beforeAll(async () => {
  office = await openOffice();
  clerk = office.as.prefecture;
  approver = office.as.approver;
  for (const [policyId, period] of rounds)
    await clerk("POST", "/v1/rounds", { policyId, period, regionCode: prefecture });
  for (const round of roundIds) await compute(round);
  // What every kind lives by moves on, and all is computed again; then only a part, twice.
  await edit(indicators, "2014-H1", village, { serviceTeam: 8, servicePersonnel: "" });
  await edit("indicators.xinhui-ten-star-household", "2014", `${village}-01`, { lawAbiding: false, harmony: null });
  await edit("tallies.xinhui-three-ballots", "2014", `B${village}`, { "masses.excellent": null });
  await edit("appointments", "", "R000001", { from: "2014-03-15", to: "2014-10-02" });
  await edit("indicators.dongyang-venue-reward", "2014", "V990101001004", { work: "repair" });
  await clerk("PATCH", "/v1/sheets/organizations", { rows: [{ id: "990102001001", baseVersion: 1, delete: true }] });
  for (const round of roundIds) await compute(round);
  await edit(indicators, "2014-H1", "990101001002", { serviceTeam: 20, noVenue: true });
  await compute(first);
  await edit(indicators, "2014-H1", "990101001003", { serviceSupport: 3 });
  for (const round of [first, second, roundIds[4]!]) await compute(round);
  // And on, without another run.
  await edit(indicators, "2014-H1", village, { serviceTeam: 20, servicePersonnel: 20 });
  await edit("appointments", "", "R000001", { to: null });
});

describe("the runs of a round", () => {
  test("are listed, the newest first, with when, by whom, over what and with how many results", async () => {
    const { body } = await clerk("GET", `/v1/rounds/${first}/runs`);
    expect(body.label).toBe("演示数据");
    expect(body.runs).toHaveLength(4);
    const ids = body.runs.map(({ id }: { id: number }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(body.runs.at(-1)).toEqual({
      id: ids.at(-1),
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      by: "州委组织部(演示数据)",
      push: expect.any(Number),
      policyVersion: 1,
      engine: expect.any(String),
      scored: 47,
      unscored: 1,
      written: 48,
    });
    expect((await office.as.village("GET", `/v1/rounds/${first}/runs`)).body.runs).toHaveLength(4);
    expect(fault(await clerk("GET", "/v1/rounds/nothing/runs"))).toBe("404 notFound /round unknown");
  });

  test("of a round that was never computed there are none", async () => {
    await clerk("POST", "/v1/rounds", { policyId: star, period: "2015-H1", regionCode: county });
    expect((await clerk("GET", `/v1/rounds/${roundOf(star, "2015-H1", county)}/runs`)).body.runs).toEqual([]);
  });
});

/** Every result of a run, stored and explained. */
async function explainedRun(roundId: string, runId: number) {
  const round = (await findRound(office.db, everywhere, roundId))!;
  const run = (await listRuns(office.db, everywhere, roundId)).find(({ id }) => id === runId)!;
  const again = await judgeRun(work(), round, run);
  const stored = await outcomesOf(office.db, everywhere, roundId, run.id);
  expect(again.size).toBe(stored.length);
  return stored.map(({ body }) => ({ stored: JSON.parse(body) as Outcome & Unscored, explained: again.explain(body) }));
}

const fen = (yuan: unknown) => Math.round(Number(yuan) * 100);
const starSteps = ["cuts", "distribution", "movement", "required", "worstItem", "veto", "share"];

/** Whether the numbers inside a trace are those of the result that it explains. */
function expectFits(result: Outcome & Unscored, trace: TraceStep[]) {
  const last = (...shapes: string[]) => trace.findLast(({ shape }) => shapes.includes(shape))?.value;
  expect(trace.length).toBeGreaterThan(0);
  if (result.code !== undefined) return;
  if (result.score !== undefined && result.selected === undefined)
    expect((trace.find(({ shape }) => shape === "composite") ?? trace[0]!).value).toBe(result.score);
  if (result.stars !== undefined) expect(last(...starSteps)).toBe(result.stars);
  if (result.grade !== undefined) expect(last("grade", "streak", "share")).toBe(result.grade);
  if (result.rank !== undefined) expect(last("rank")).toBe(result.rank);
  if (result.selected !== undefined) {
    expect(last("measure")).toBe(result.score);
    expect(last("selection")).toBe(result.selected);
  }
  if (result.amountFen === undefined) return;
  const [total] = trace;
  expect(fen(total!.value)).toBe(result.amountFen);
  const byItem = Object.groupBy(total!.steps!, ({ code }) => code!);
  for (const { code, amountFen } of result.items!)
    expect((byItem[code] ?? []).reduce((sum, { value }) => sum + fen(value), 0)).toBe(amountFen);
  expect(result.items!.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(result.amountFen);
  if (result.payers) {
    expect(fen(last("payers"))).toBe(result.amountFen);
    expect(result.payers.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(result.amountFen);
  }
}

describe("the explanation of any run", () => {
  test.each(roundIds)("comes to exactly what was stored, with the same numbers inside: %s", async (round) => {
    const runs = await runsOf(round);
    expect(runs.length).toBeGreaterThan(round === roundOf("benxi-village-funds", "2016") ? 0 : 1);
    let scored = 0;
    for (const { id } of runs) {
      for (const { stored, explained } of await explainedRun(round, id)) {
        expect(explained).toMatchObject({ ...stored, run: id, round, equal: true });
        expectFits(stored, explained.trace);
        if (stored.code === undefined) scored++;
      }
    }
    expect(scored).toBeGreaterThan(0);
  });

  test("names the run; the last one unless another is asked for; each by the entries of its own push", async () => {
    const runs = await runsOf(first);
    const answers = await Promise.all(runs.map(({ id }: { id: number }) => explain(first, village, id)));
    expect((await explain(first, village)).text).toBe(answers[0]!.text);
    const [newest, , third, oldest] = answers.map(({ body }) => body);
    expect(oldest.score).not.toBe(third.score);
    for (const [i, { body }] of answers.entries())
      expect(body).toMatchObject({ run: runs[i].id, push: runs[i].push, equal: true, warnings: [] });
    const read = ({ trace }: Explained) => trace[0]!.steps![0]!.inputs![0]!.from![0]!;
    expect(read(oldest)).toMatchObject({ version: 1 });
    expect(read(newest)).toMatchObject({ version: 2, cells: { serviceTeam: 8 } });
  });

  test("a run of another round is not there, nor is a subject that the run did not know, nor a bad number", async () => {
    const [{ id: other }] = await runsOf(second);
    expect(fault(await explain(first, village, other))).toBe("404 notFound /run unknown");
    expect(fault(await explain(first, village, 999_999))).toBe("404 notFound /run unknown");
    const runs = await runsOf(first);
    const deleted = "990102001001";
    expect((await explain(first, deleted, runs.at(-1).id)).body).toMatchObject({ subjectId: deleted, equal: true });
    expect(fault(await explain(first, deleted))).toBe("404 notFound /subject unknown");
    expect(fault(await explain(first, "990101002001", runs[0].id, office.as.township))).toBe(
      "404 notFound /subject unknown",
    );
    expect((await clerk("GET", `/v1/rounds/${first}/outcomes/${village}?run=last`)).status).toBe(400);
    expect(fault(await explain(roundOf(star, "2015-H1", county), village))).toBe("404 notFound /round notComputed");
  });

  test("a later version of the policy changes nothing in the runs by the earlier one", async () => {
    const before = (await explain(first, village)).text;
    const library = policies.map((policy) =>
      policy.id === star && policy.kind === "rating"
        ? {
            ...policy,
            inputs: { ...policy.inputs, serviceTeam: { ...policy.inputs.serviceTeam!, title: "班子建设" } },
            grade: {
              ...policy.grade,
              stability: { percent: 20, draws: 20, seed: 7, assumed: "试验" },
            },
          }
        : policy,
    );
    await loadLibrary(office.db, { policies: library, registers }, "2015-01-01T00:00:00.000Z");
    expect((await clerk("GET", `/v1/policies/${star}`)).body.version).toBe(2);
    expect((await explain(first, village)).text).toBe(before);
    for (const { explained } of await explainedRun(first, (await runsOf(first))[1].id))
      expect(explained.equal).toBe(true);
  });

  describe("says so when it does not come to what was stored", () => {
    const differs = async (message: RegExp, subject = village) => {
      const { status, body } = await explain(first, subject);
      expect(status).toBe(200);
      expect(body.equal).toBe(false);
      expect(body.warnings.at(-1)).toEqual({ code: "traceDiffers", message: expect.stringMatching(message) });
      return body;
    };

    test("because another engine computed it", async () => {
      const [{ id }] = await runsOf(first);
      const last = `where round = ?1 and subjectId = ?2
        and run = (select max(run) from outcome where round = ?1 and subjectId = ?2)`;
      const was = await office.d1.prepare(`select body from outcome ${last}`).bind(first, village).first("body");
      await sql("update run set engine = '0' where id = ?", id);
      expect((await explain(first, village)).body).toMatchObject({ equal: true, engine: "0" });
      await sql(`update outcome set body = json_set(body, '$.rank', 99) ${last}`, first, village);
      expect(await differs(/当时的程序为第0版/)).toMatchObject({ rank: 99, engine: "0" });
      await sql("update run set engine = ? where id = ?", engineVersion, id);
      await sql(`update outcome set body = ?3 ${last}`, first, village, was);
      expect((await explain(first, village)).body.equal).toBe(true);
    });

    test("because facts of that time are lost, for those too whose result is the same", async () => {
      const beside = "990102001002";
      const kept = await office.d1
        .prepare("select * from past where sheet = ? and id = ? and version = 2")
        .bind(indicators, village)
        .first<Record<string, unknown>>();
      await sql("delete from past where sheet = ? and id = ? and version = 2", indicators, village);
      await differs(/当时的数据或办法已不完整/);
      await differs(/当时的数据或办法已不完整/, beside);
      const columns = Object.keys(kept!);
      const names = columns.map((name) => `"${name}"`).join(", ");
      await sql(`insert into past (${names}) values (${columns.map(() => "?").join(", ")})`, ...Object.values(kept!));
      expect((await explain(first, beside)).body.equal).toBe(true);
    });

    test("because the version of the policy is lost: the result stands without a trace", async () => {
      await sql("update policy set version = 90 where id = ? and version = 1", star);
      const body = await differs(/已不完整/);
      expect(body).toMatchObject({ trace: [], policy: { id: star, version: 1, hash: null, title: null } });
      await sql("update policy set version = 1 where id = ? and version = 90", star);
      expect((await explain(first, village)).body.equal).toBe(true);
    });
  });
});

describe("审定", () => {
  const state = async (round: string) => (await clerk("GET", `/v1/rounds/${round}`)).body;

  test("wants the role, the whole region, a round in reach", async () => {
    expect(fault(await finalise(second, clerk))).toBe("403 forbidden undefined undefined");
    expect(fault(await finalise("nothing"))).toBe("404 notFound /round unknown");
    await sql("insert into grant values ('demo-viewer', 'approver', ?)", county);
    const countyApprover = await office.signIn("viewer");
    const answer = await finalise(second, countyApprover);
    expect(fault(answer)).toBe("403 forbidden /round beyondRegion");
    expect(answer.body.errors[0].fix).toContain("由上级办理");
    expect(fault(await finalise(roundOf(star, "2014-H1", "990102000000"), countyApprover))).toBe(
      "404 notFound /round unknown",
    );
    await sql("delete from grant where principal = 'demo-viewer' and role = 'approver'");
  });

  test("wants a run over the data as it stands", async () => {
    expect(fault(await finalise(roundOf(star, "2015-H1", county)))).toBe("409 notCurrent /round notComputed");
    const answer = await finalise(first);
    expect(fault(answer)).toBe("409 notCurrent /round notCurrent");
    expect(answer.body).toMatchObject({ title: "批次没有按现有数据算过", errors: [{ fix: /先重算/ }] });
    // Another rating came after the ranking that was made of it.
    const backward = roundOf("chuxiong-backward", "2014");
    await compute(backward);
    await compute(second);
    await edit(indicators, "2014-H2", village, { serviceTeam: 8.5 });
    await compute(second);
    expect(fault(await finalise(backward))).toBe("409 notCurrent /round notCurrent");
    await compute(backward);
    const [{ id, engine }] = await runsOf(backward);
    await sql("update run set engine = '0' where id = ?", id);
    expect(fault(await finalise(backward))).toBe("409 notCurrent /round notCurrent");
    await sql("update run set engine = ? where id = ?", engine, id);
    await sql(
      "update outcome set body = json_set(body, '$.name', '别名') where round = ? and subjectId = ?",
      backward,
      village,
    );
    expect(fault(await finalise(backward))).toBe("409 notCurrent /round notCurrent");
    await compute(backward);
    expect(await office.count("runEvidence")).toBe(0);
    expect(await state(backward)).toMatchObject({
      state: "computed",
      finalRun: null,
      finalBy: null,
      evidenceHash: null,
    });
  });

  test("wants another person than the one who computed last", async () => {
    await sql("insert into grant values ('demo-prefecture', 'approver', ?)", prefecture);
    const both = await office.signIn("prefecture");
    await compute(first, both);
    const answer = await finalise(first, both);
    expect(fault(answer)).toBe("403 secondPerson /round ownRun");
    expect(answer.body.title).toBe("须由另一人办理");
    const english = await both("POST", `/v1/rounds/${first}/finalise`, undefined, { "accept-language": "en" });
    expect(english.body.title).toBe("Another person must do this");
    await sql("delete from grant where principal = 'demo-prefecture' and role = 'approver'");
    expect(await office.count("runEvidence")).toBe(0);
  });

  const before = new Map<string, string>();
  test.each(roundIds)(
    "keeps the whole explanation of every subject, hashed one by one and all together: %s",
    async (round) => {
      await compute(round);
      const { outcomes, unscored } = (await clerk("GET", `/v1/rounds/${round}/outcomes`)).body;
      const subjects: string[] = [...outcomes, ...unscored].map(({ subjectId }) => subjectId);
      const [{ id: run }] = await runsOf(round);
      const sample = [subjects[0]!, subjects.at(-1)!];
      for (const subject of sample) before.set(`${round} ${subject}`, (await explain(round, subject)).text);
      const kept = await explainedRun(round, run);

      const answer = await finalise(round);
      expect(answer).toMatchObject({
        status: 200,
        body: { id: round, state: "final", finalRun: run, finalBy: "州委组织部复核人(演示数据)" },
      });
      expect(await state(round)).toEqual(answer.body);
      const { results } = await sql("select subjectId, hash, body from runEvidence where round = ?", round);
      const rows = results as { subjectId: string; hash: string; body: string }[];
      expect(rows.map(({ subjectId }) => subjectId).sort()).toEqual(subjects.sort());
      for (const { subjectId, hash, body } of rows) {
        const text = gunzipSync(Buffer.from(body, "base64")).toString();
        expect(createHash("sha256").update(text).digest("hex")).toBe(hash);
        expect(text).toBe(JSON.stringify(kept.find(({ stored }) => stored.subjectId === subjectId)!.explained));
      }
      const lines = rows.map(({ subjectId, hash }) => `${subjectId} ${hash}\n`).sort();
      expect(createHash("sha256").update(lines.join("")).digest("hex")).toBe(answer.body.evidenceHash);
      const audit = await office.d1.prepare("select * from audit order by id desc limit 1").first();
      expect(audit).toMatchObject({ action: "round.finalise", target: round, principal: "demo-approver" });
      for (const subject of sample)
        expect((await explain(round, subject)).text).toBe(before.get(`${round} ${subject}`));
    },
  );

  test("ends the computing, and is done once", async () => {
    const tables = ["run", "outcome", "runEvidence", "audit"];
    const counts = await Promise.all(tables.map(office.count));
    const answer = await compute(first);
    expect(fault(answer)).toBe("409 roundFinal /round roundFinal");
    expect(answer.body.errors[0].message).toContain("已经审定");
    expect(fault(await finalise(first))).toBe("409 roundFinal /round roundFinal");
    expect(await Promise.all(tables.map(office.count))).toEqual(counts);
    const listed = (await clerk("GET", `/v1/rounds?policyId=${star}&period=2014-H1`)).body.rounds;
    expect(listed).toMatchObject([{ state: "final", finalBy: "州委组织部复核人(演示数据)" }]);
  });

  test("the explanation keeps its bytes when entries, engine and policies move on; earlier runs are judged again", async () => {
    await edit(indicators, "2014-H1", village, { serviceTeam: 1 });
    await edit("indicators.xinhui-ten-star-household", "2014", `${village}-01`, { education: false });
    await sql("update run set engine = 'another'");
    await sql("update policy set version = version + 50");
    for (const [key, text] of before) {
      const [round, subject] = key.split(" ") as [string, string];
      expect((await explain(round, subject)).text).toBe(text);
      expect((await explain(round, subject, JSON.parse(text).run)).text).toBe(text);
    }
    const earlier = (await runsOf(first))[1].id;
    expect((await explain(first, village, earlier)).body).toMatchObject({ run: earlier, equal: false });
    await sql("update policy set version = version - 50");
    expect((await explain(first, village, earlier)).body).toMatchObject({ equal: true, engine: "another" });
    await sql("update run set engine = ?", engineVersion);
    expect((await explain(first, "990101002001", undefined, office.as.township)).status).toBe(404);
    expect((await explain(first, village, undefined, office.as.village)).status).toBe(200);
    expect((await explain(first, "990102001001")).status).toBe(404);
  });

  test.each<[what: string, break_: () => Promise<unknown>]>([
    ["is no gzip", () => sql("update runEvidence set body = 'x' where round = ? and subjectId = ?", first, village)],
    [
      "was replaced",
      () => {
        const text = gzipSync("{}").toString("base64");
        return sql("update runEvidence set body = ? where round = ? and subjectId = ?", text, first, village);
      },
    ],
    [
      "was replaced together with its hash",
      () => {
        const hash = createHash("sha256").update("{}").digest("hex");
        const set = "update runEvidence set body = ?, hash = ? where round = ? and subjectId = ?";
        return sql(set, gzipSync("{}").toString("base64"), hash, first, village);
      },
    ],
    ["is missing", () => sql("delete from runEvidence where round = ? and subjectId = ?", first, village)],
  ])("evidence that %s is a problem of its own, and nothing is judged in its place", async (_, breakIt) => {
    const where = "where round = ? and subjectId = ?";
    const was = await office.d1.prepare(`select * from runEvidence ${where}`).bind(first, village).first();
    await breakIt();
    const answer = await explain(first, village);
    expect(fault(answer)).toBe("500 evidenceBroken /subject evidenceBroken");
    expect(answer.body.title).toBe("存证与审定时不符");
    await sql(`delete from runEvidence ${where}`, first, village);
    await sql("insert into runEvidence values (?, ?, ?, ?, ?, ?)", ...Object.values(was!));
    expect((await explain(first, village)).status).toBe(200);
  });

  test("no run slips in: whichever of 重算 and 审定 is first, what is final is the last run", async () => {
    const round = roundOf(star, "2014-H1", county);
    await clerk("POST", "/v1/rounds", { policyId: star, period: "2014-H1", regionCode: county });
    await compute(round);
    const [stale] = await runsOf(round);
    await edit(indicators, "2014-H1", village, { serviceTeam: 9 });
    await compute(round);
    const { db } = office;
    const final = { finalRun: stale.id, finalBy: "a", finalAt: "2015-01-01T00:00:00.000Z", evidenceHash: "" };
    const moved = await commit(db, finalStatements(db, everywhere, { id: round, regionCode: county }, final, [])).catch(
      (error) => error,
    );
    expect(String(moved.cause ?? moved)).toContain("finalMoved");
    expect((await state(round)).state).toBe("computed");

    const [run] = await listRuns(db, everywhere, round);
    await Promise.all([finalise(round), compute(round), finalise(round), compute(round)]);
    expect(await state(round)).toMatchObject({ state: "final", finalRun: run!.id });
    const { id: _, guard: __, by: ___, ...values } = { ...run!, previous: run!.id };
    const late = await commit(db, runStatements(db, everywhere, values, [])).catch((error) => error);
    expect(String(late.cause ?? late)).toContain("runsMoved");
    expect((await runsOf(round))[0].id).toBe(run!.id);
  });
});

describe("the stability of ranks", () => {
  const round = roundOf(star, "2015-H2");
  const subject = "990101001001";
  const mayRead = (account: string) => ["prefecture", "county", "admin"].includes(account);
  /** Finance reads what is paid, and no ranks. */
  const readers = demoAccounts.filter(({ account }) => account !== "finance");
  const shapes = (trace: TraceStep[]) => trace.map(({ shape }) => shape);

  beforeAll(async () => {
    // The second version of the policy has it; it is in force since the test above.
    await clerk("POST", "/v1/rounds", { policyId: star, period: "2015-H2", regionCode: prefecture });
    const marks = {
      serviceTeam: 15,
      servicePersonnel: 12,
      serviceCapability: 11,
      serviceSupport: 7,
      serviceMechanism: 6,
    };
    await clerk("PATCH", `/v1/sheets/${indicators}`, {
      period: "2015-H2",
      rows: [1, 2, 3].map((i) => ({
        id: `99010100100${i}`,
        baseVersion: 0,
        cells: { ...marks, serviceTeam: 10 + i, servicePersonnel: 14 - i },
      })),
    });
    await compute(round);
  });

  test.each(readers)(
    "is in the answers to prefecture and county, and to nobody else: $account",
    async ({ account }) => {
      const who = office.as[account];
      const { body } = await explain(round, subject, undefined, who);
      expect(shapes(body.trace).includes("stability")).toBe(mayRead(account));
      expect(shapes(body.trace)).toContain("rank");
      const inputs = {
        serviceTeam: 20,
        servicePersonnel: 20,
        serviceCapability: 20,
        serviceSupport: 10,
        serviceMechanism: 9,
      };
      const subjects = [{ id: "a", inputs }];
      const calculated = (await who("POST", "/v1/calculate", { policyId: star, period: "2015-H2", subjects })).body;
      expect(shapes(calculated.outcomes[0].trace).includes("stability")).toBe(mayRead(account));
    },
  );

  test("is for the county's own subjects only, also for who reads further with another role", async () => {
    await sql("insert into grant values ('demo-county', 'viewer', ?)", prefecture);
    const who = await office.signIn("county");
    const other = "990102001002";
    await clerk("PATCH", `/v1/sheets/${indicators}`, {
      period: "2015-H2",
      rows: [
        {
          id: other,
          baseVersion: 0,
          cells: { serviceTeam: 9, servicePersonnel: 9, serviceCapability: 9, serviceSupport: 9, serviceMechanism: 9 },
        },
      ],
    });
    await compute(round);
    expect(shapes((await explain(round, other)).body.trace)).toContain("stability");
    expect(shapes((await explain(round, other, undefined, who)).body.trace)).not.toContain("stability");
    expect(shapes((await explain(round, subject, undefined, who)).body.trace)).toContain("stability");
    await sql("delete from grant where principal = 'demo-county' and role = 'viewer'");
  });

  test("is kept in the evidence, and read from it by prefecture and county only", async () => {
    expect((await finalise(round)).status).toBe(200);
    const row = await office.d1
      .prepare("select body from runEvidence where round = ? and subjectId = ?")
      .bind(round, subject)
      .first<{ body: string }>();
    const kept = JSON.parse(gunzipSync(Buffer.from(row!.body, "base64")).toString()) as Explained;
    expect(shapes(kept.trace)).toContain("stability");
    for (const { account } of readers) {
      const { body } = await explain(round, subject, undefined, office.as[account]);
      expect(shapes(body.trace).includes("stability")).toBe(mayRead(account));
      expect(body.trace).toEqual(kept.trace.filter(({ shape }) => mayRead(account) || shape !== "stability"));
    }
  });
});
