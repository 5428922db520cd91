/** The office killed in the middle of the nightly recompute: the next tick after the lease finishes it, to the same outcomes. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoPassword, loadDemo } from "../../worker/cli/demo/load.ts";
import { fullSize } from "../../worker/cli/demo/places.ts";
import { readLibrary } from "../../worker/cli/library.ts";
import { answering, serve, stop, withDatabase } from "../../worker/cli/local.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";

const kills = 6;
const star = "xinhui-star-organization";
const sheet = `/v1/sheets/indicators.${star}`;
const counties = [1, 2, 3].map((n) => `99010${n}000000`);

let folder: string;
let port: string;
let child: ChildProcess | undefined;
let token: string;

const start = async () => {
  child = serve(folder, port);
  await answering(child, port);
};
const kill = async () => {
  if (!child) return;
  const gone = once(child, "exit");
  stop(child, "SIGKILL");
  await gone;
  child = undefined;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "xingping-job-"));
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  port = String((server.address() as { port: number }).port);
  server.close();
  await withDatabase(folder, async (db) => {
    const now = new Date().toISOString();
    await loadLibrary(db, readLibrary(), now);
    await loadDemo(db, fullSize, now);
  });
  await start();
  token = (await call("POST", "/v1/sessions", { account: "prefecture", password: demoPassword })).token;
  for (const regionCode of counties)
    await call("POST", "/v1/rounds", { policyId: star, period: "2014-H1", regionCode });
});
afterAll(async () => {
  await kill();
  rmSync(folder, { recursive: true, force: true });
});

// biome-ignore lint/suspicious/noExplicitAny: answers are read as a tool in any language would read them
async function call(method: string, path: string, body?: unknown): Promise<any> {
  const answer = await fetch(`http://localhost:${port}${path}`, {
    method,
    headers: { ...(token && { authorization: `Bearer ${token}` }), "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

/** A tick of a cron at a time of the clock. */
const tick = (cron: string, time: number) =>
  fetch(`http://localhost:${port}/cdn-cgi/handler/scheduled?cron=${encodeURIComponent(cron)}&time=${time}`);
const minutes = (n: number) => n * 60_000;
const recomputes = async () =>
  (await call("GET", "/v1/jobs")).jobs.filter(({ name }: { name: string }) => name === "recompute");

/** Another value in every third organization, so that many results differ. */
async function change(n: number) {
  const { definition, rows } = await call("GET", `${sheet}?period=2014-H1`);
  const at = definition.columns.findIndex(({ key }: { key: string }) => key === "serviceTeam");
  const changed = rows
    .filter((_: unknown, i: number) => i % 3 === n % 3)
    .map(({ id, version, cells }: { id: string; version: number; cells: unknown[] }) => ({
      id,
      baseVersion: version,
      cells: { serviceTeam: Number(cells[at] ?? 0) >= 1 ? Number(cells[at]) - 0.5 : 1.5 },
    }));
  const { summary } = await call("PATCH", sheet, { period: "2014-H1", rows: changed });
  expect(summary.saved).toBe(changed.length);
}

test(`killed ${kills} times in mid-recompute, the job is finished by the next tick with the same outcomes`, async () => {
  let time = Date.now();
  await change(0);
  const begin = performance.now();
  expect((await tick("30 18 * * *", time)).status).toBe(200);
  const whole = performance.now() - begin;
  expect((await recomputes())[0]).toMatchObject({ state: "done", shards: { all: 3, done: 3 } });
  const told: string[] = [];
  for (let n = 1; n <= kills; n++) {
    time += minutes(24 * 60);
    await change(n);
    const ticking = tick("30 18 * * *", time).catch(() => undefined);
    await new Promise((done) => setTimeout(done, (whole * n) / (kills + 1)));
    await kill();
    await ticking;
    await start();
    const [left] = await recomputes();
    if (left?.state === "running") told.push(`${left.shards.done} of 3 done`);
    // Its lease has not ended: nobody takes a part away from who may be working on it.
    await tick("*/10 * * * *", time + minutes(9));
    await tick("*/10 * * * *", time + minutes(10));
    if (left?.state !== "running") await tick("30 18 * * *", time + minutes(20));
    expect((await recomputes())[0]).toMatchObject({ state: "done", shards: { all: 3, done: 3 } });
    // Computed by hand, every round comes to what is stored already.
    for (const county of counties)
      expect(await call("POST", `/v1/rounds/${star}.2014-H1.${county}/compute`)).toMatchObject({ written: 0 });
  }
  console.log(`killed ${kills} times; found: ${told.join(", ") || "no job begun"}`);
  expect(told.length).toBeGreaterThan(0);
});
