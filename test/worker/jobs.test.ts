/** Jobs: what the clock and the clerk set going, in parts that are claimed, done once, and taken over from whoever died. */
import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import worker from "../../worker/index.ts";
import { commit } from "../../worker/store/database.ts";
import { claimShard, startStatements } from "../../worker/store/jobs.ts";
import { change, star as starSheet } from "./desk.ts";
import { type Office, openOffice, otherCounty, prefecture, rowsOf, village } from "./office.ts";

const star = "xinhui-star-organization";
const county = "990101000000";
const night = "30 18 * * *";
const often = "*/10 * * * *";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  for (const regionCode of [county, otherCounty])
    expect(
      (await office.as.prefecture("POST", "/v1/rounds", { policyId: star, period: "2014-H1", regionCode })).status,
    ).toBe(201);
});

/** A tick of a cron, so many minutes after the office opened its jobs. */
const begin = Date.now();
const moment = (minutes: number) => new Date(begin + minutes * 60_000).toISOString();
const tick = (cron: string, minutes = 0) =>
  worker.scheduled(createScheduledController({ cron, scheduledTime: new Date(begin + minutes * 60_000) }), env);
const run = async (job: string, who = office.as.prefecture) => await who("POST", `/v1/jobs/${job}/run`);
const listed = async () => (await office.as.admin("GET", "/v1/jobs")).body.jobs;
const recomputes = async () => (await listed()).filter(({ name }: { name: string }) => name === "recompute");
const outcomesOf = async (regionCode: string) =>
  (await office.as.prefecture("GET", `/v1/rounds/${star}.2014-H1.${regionCode}/outcomes`)).body;

describe("recompute", () => {
  test("by hand computes the open rounds; on unchanged data it writes nothing; after one changed entry only what changed", async () => {
    const first = await run("recompute");
    expect(first).toMatchObject({
      status: 200,
      body: {
        name: "recompute",
        title: "重算批次",
        state: "done",
        roundsComputed: 2,
        by: "州委组织部(演示数据)",
        unfinished: [],
      },
    });
    expect(first.body.outcomesWritten).toBe(48);
    const before = await office.count("outcome");
    const again = await run("recompute");
    expect(again.body).toMatchObject({ state: "done", outcomesWritten: 0, shards: { all: 0 } });
    expect(await office.count("outcome")).toBe(before);

    const row = rowsOf(await office.as.prefecture("GET", `${starSheet}?period=2014-H1`)).find(
      ({ id }) => id === village,
    )!;
    await change(
      office.as.prefecture,
      starSheet,
      village,
      { serviceTeam: Number(row.serviceTeam) - 0.5 },
      { period: "2014-H1" },
    );
    const { body } = await run("recompute");
    expect(body.roundsComputed).toBe(2);
    expect(body.outcomesWritten).toBeGreaterThan(0);
    expect(body.outcomesWritten).toBeLessThan(12);
    expect(await office.count("outcome")).toBe(before + body.outcomesWritten);
  });

  test("of a county leaves the rounds of the others alone", async () => {
    const others = await outcomesOf(otherCounty);
    for (const id of [village, "990102001001"])
      await change(office.as.prefecture, starSheet, id, { serviceTeam: 0 }, { period: "2014-H1" });
    expect((await run("recompute", office.as.county)).body).toMatchObject({ roundsComputed: 1, state: "done" });
    expect(await outcomesOf(otherCounty)).toEqual(others);
    expect((await run("recompute")).body).toMatchObject({ roundsComputed: 2 });
    expect(await outcomesOf(otherCounty)).not.toEqual(others);
  });

  test("at night is the clock's work, and a run says so", async () => {
    await change(office.as.prefecture, starSheet, village, { serviceTeam: 1 }, { period: "2014-H1" });
    await tick(night);
    const [job] = await recomputes();
    expect(job).toMatchObject({ state: "done", by: "系统", roundsComputed: 2, at: moment(0) });
    const { body } = await office.as.prefecture("GET", `/v1/rounds/${star}.2014-H1.${county}/runs`);
    expect(body.runs[0]).toMatchObject({ by: "系统", at: moment(0) });
    // Nothing has moved since: the next night starts no such job.
    await tick(night, 24 * 60);
    expect((await recomputes())[0]).toEqual(job);
  });

  test("ticks that overlap are one job, and every part is done once", async () => {
    await change(office.as.prefecture, starSheet, village, { serviceTeam: 2 }, { period: "2014-H1" });
    const before = (await recomputes()).length;
    const runs = await office.count("run");
    await Promise.all(Array.from({ length: 5 }, () => tick(night, 48 * 60)));
    const jobs = await recomputes();
    expect(jobs.length - before).toBeLessThanOrEqual(2);
    expect(jobs.every(({ state }: { state: string }) => state === "done")).toBe(true);
    const attempts = await office.d1.prepare("select max(attempt) as most from jobShard").first<{ most: number }>();
    expect(attempts!.most).toBe(1);
    expect((await office.count("run")) - runs).toBeLessThanOrEqual(2);
  });

  test("whose worker died is gone on with by the next tick after its lease, to the same outcomes", async () => {
    const round = `${star}.2014-H1.${county}`;
    await change(office.as.prefecture, starSheet, village, { serviceTeam: 0.5 }, { period: "2014-H1" });
    // A worker starts the job, claims its part, and is never heard of again.
    const [at, until] = [moment(72 * 60), moment(72 * 60 + 10)];
    const head = { name: "recompute" as const, request: "died", principal: "system", at };
    await commit(
      office.db,
      startStatements(office.db, head, [{ shard: round, regionCode: county, position: 0 }], true),
    );
    const { id } = (await office.d1.prepare("select id from job where requestId = 'died'").first<{ id: number }>())!;
    expect(await claimShard(office.db, id, at, until)).toMatchObject({ shard: round, attempt: 1 });
    await tick(often, 72 * 60 + 9);
    expect((await listed()).find(({ job }: { job: number }) => job === id)).toMatchObject({
      state: "running",
      shards: { all: 1, running: 1 },
    });
    await tick(often, 72 * 60 + 10);
    expect((await listed()).find(({ job }: { job: number }) => job === id)).toMatchObject({
      state: "done",
      shards: { all: 1, done: 1 },
    });
    const finished = await outcomesOf(county);
    // Computed once more by hand it comes to the same.
    expect((await office.as.prefecture("POST", `/v1/rounds/${round}/compute`)).body.written).toBe(0);
    expect(await outcomesOf(county)).toEqual(finished);
  });

  test("tries a part that fails three times, then says why; the other parts are done", async () => {
    await office.d1
      .prepare(
        `insert into round (id, policyId, policyVersion, period, regionCode, state, principal, at)
         values ('nothing.2014.${prefecture}', 'nothing', 1, '2014', '${prefecture}', 'open', 'x', '2014-01-01')`,
      )
      .run();
    await tick(night, 96 * 60);
    const last = async () => (await recomputes())[0];
    expect(await last()).toMatchObject({ state: "running", shards: { all: 3, waiting: 1, done: 2 } });
    await tick(often, 96 * 60 + 10);
    expect(await last()).toMatchObject({ state: "running" });
    await tick(often, 96 * 60 + 20);
    expect(await last()).toMatchObject({ state: "failed", shards: { all: 3, failed: 1, done: 2 } });
    await office.d1.prepare("delete from round where policyId = 'nothing'").run();
  });
});

describe("the other jobs", () => {
  test("seals: a tick seals what is not sealed, and without anything new starts no job", async () => {
    await office.signIn("viewer");
    await tick(often, 200 * 60);
    const [job] = await listed();
    expect(job).toMatchObject({ name: "seals", state: "done" });
    expect(job.linesSealed).toBeGreaterThan(0);
    await tick(often, 200 * 60 + 10);
    expect((await listed())[0]).toEqual(job);
  });

  test("housekeeping removes answers, sessions and tries that have served their time, and nothing younger", async () => {
    await office.d1
      .prepare(
        "insert into idempotency (principal, key, part, requestHash, answer, at) values ('x', ?, 0, 'h', '{}', ?), ('x', ?, 0, 'h', '{}', ?)",
      )
      .bind("old", moment(-91 * 24 * 60), "new", moment(-89 * 24 * 60))
      .run();
    const { body } = await run("housekeeping", office.as.admin);
    expect(body).toMatchObject({ name: "housekeeping", state: "done", rowsRemoved: 1 });
    const left = await office.d1.prepare("select key from idempotency where principal = 'x'").all();
    expect(left.results).toEqual([{ key: "new" }]);
    // Sessions live on: whoever is signed in stays so.
    expect((await office.as.viewer("GET", "/v1/sheets")).status).toBe(200);
  });
});

test("who may: an office computes its rounds, an administrator runs the rest; others only look or do not even that", async () => {
  const { as } = office;
  expect((await run("recompute", as.viewer)).status).toBe(403);
  expect((await run("housekeeping", as.prefecture)).status).toBe(403);
  expect((await as.viewer("GET", "/v1/jobs")).status).toBe(403);
  expect((await as.auditor("GET", "/v1/jobs")).status).toBe(200);
  expect((await run("nothing")).status).toBe(400);
  expect((await as.auditor("GET", "/v1/audit?action=job.run")).body.lines.length).toBeGreaterThan(0);
});
