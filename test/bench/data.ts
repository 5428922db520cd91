/** The data path beside its floor: the same 10,000 rows pulled and pushed over HTTP, product and bare worker by turns. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Register } from "../../schema/register.ts";
import { build } from "../../worker/cli/build.ts";
import { answering, serve, stop, withDatabase } from "../../worker/cli/local.ts";
import { root } from "../../worker/cli/root.ts";
import { sha256 } from "../../worker/hash.ts";
import { insertCredential } from "../../worker/store/credentials.ts";
import { commit } from "../../worker/store/database.ts";
import { insertPrincipal } from "../../worker/store/principals.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";

const rows = 10_000;
const turns = 25;
/** Either side needs some turns until it is warm. */
const warmUp = 8;

/** The columns of the floor's table, as a register: the product holds them as a roster. */
const columns: Register["columns"] = [
  { key: "code", title: "编码", type: "code", required: true },
  { key: "name", title: "名称", type: "text", required: true },
  { key: "county", title: "县", type: "integer" },
  { key: "town", title: "乡镇", type: "text" },
  { key: "secretary", title: "书记", type: "text" },
  { key: "phone", title: "电话", type: "text" },
  { key: "members", title: "党员数", type: "integer", min: 0 },
  { key: "score", title: "得分", type: "decimal" },
  { key: "star", title: "星级", type: "integer" },
  { key: "rank", title: "名次", type: "integer" },
  { key: "year", title: "年份", type: "integer" },
  { key: "note", title: "备注", type: "note" },
];
const register: Register = {
  id: "bench",
  title: "测速名册",
  group: "名册",
  assumed: "只用于测速",
  period: "none",
  rows: "roster",
  key: "code",
  region: "code",
  columns,
};
const keys = columns.map(({ key }) => key);

/** The rows of one pass, as the floor's own bench makes them: five cells of twelve differ from pass to pass. */
function rowsOf(pass: number): (string | number)[][] {
  return Array.from({ length: rows }, (_, i) => [
    String(532901000000 + i * 37),
    `第${i}村党总支部委员会`,
    i % 10,
    `城关镇第${i % 120}片区`,
    `干部-${String(i).padStart(6, "0")}`,
    `0000-${String(i % 10000).padStart(7, "0")}`,
    20 + ((i * 7 + pass) % 180),
    ((i * 37 + pass) % 10000) / 100,
    (i + pass) % 6,
    1 + ((i + pass) % 1000),
    2026,
    `考核备注第${(i + pass) % 97}条,台账与会议记录材料均已核对`,
  ]);
}

interface Server {
  port: number;
  headers: Record<string, string>;
  child: ChildProcess;
}

const agent = new Agent({ keepAlive: true });

/** One call; its answer as text, and the milliseconds until its last byte. */
function call({ port, headers }: Omit<Server, "child">, method: string, path: string, body?: string) {
  return new Promise<{ ms: number; text: () => string }>((done, fail) => {
    const begin = performance.now();
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const sent = request(
      { port, method, path, agent, headers: { ...headers, "content-type": "application/json", ...length } },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", () => {
          const ms = performance.now() - begin;
          const text = () => Buffer.concat(parts).toString();
          if (answer.statusCode === 200) done({ ms, text });
          else fail(new Error(`${method} ${path}: ${answer.statusCode} ${text().slice(0, 500)}`));
        });
      },
    );
    sent.on("error", fail);
    sent.end(body);
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** The bare worker: rows in columns of its table, JSON made by SQLite. */
async function startFloor(folder: string): Promise<Server> {
  const port = await freePort();
  const config = ["--config", `${root}/test/bench/floor/w3/wrangler.toml`];
  const place = ["--port", String(port), "--ip", "127.0.0.1", "--inspector-port", "0", "--persist-to", folder];
  const child = spawn(
    process.execPath,
    [`${root}/node_modules/wrangler/bin/wrangler.js`, "dev", ...config, ...place, "--log-level", "error"],
    { stdio: ["ignore", "ignore", "inherit"], detached: true, env: { ...process.env, CI: "1" } },
  );
  const server = { port, headers: {}, child };
  for (;;) {
    const ready = await call(server, "GET", "/").catch(() => undefined);
    if (ready) break;
    await new Promise((next) => setTimeout(next, 200));
  }
  await call(server, "POST", "/setup");
  return server;
}

/** The product: a fresh office with the register, and an account that covers the rows' prefecture. */
async function startProduct(folder: string): Promise<Server> {
  const [at, token] = [new Date().toISOString(), "xp_bench"];
  const hash = await sha256(token);
  await withDatabase(folder, async (db) => {
    await loadLibrary(db, { policies: [], registers: [register] }, at);
    const who = { id: "bench", account: "bench", name: "测速", password: null, locked: false, demo: true };
    await commit(db, [
      ...insertPrincipal(db, who, [{ role: "prefecture", regionCode: "532900000000" }]),
      insertCredential(db, {
        id: who.id,
        hash,
        principal: who.id,
        kind: "session",
        at,
        expiresAt: "9999-12-31T00:00:00.000Z",
      }),
    ]);
  });
  const port = await freePort();
  await build();
  const child = serve(folder, String(port));
  await answering(child, String(port));
  return { port, headers: { authorization: `Bearer ${token}` }, child };
}

const path = "/v1/sheets/bench";
const median = (list: number[]) => [...list].sort((a, b) => a - b)[list.length >> 1]!;

interface PushAnswer {
  summary: Record<string, number>;
  push: number | null;
}

/** A push of rows at a version; `only` leaves the cells out that no pass changes. */
function pushOf(pass: number, version: number, only?: ReadonlySet<string>): string {
  const wanted = keys.map((key, i) => ({ key, i })).filter(({ key }) => only?.has(key) ?? key !== "code");
  return JSON.stringify({
    rows: rowsOf(pass).map((row) => ({
      id: row[0],
      baseVersion: version,
      cells: Object.fromEntries(wanted.map(({ key, i }) => [key, row[i]])),
    })),
  });
}

const changing = new Set(["members", "score", "star", "rank", "note"]);

/** Pulls and pushes by turns; every answer is checked, the last rows read back are the ones last written. */
async function race(floor: Server, product: Server) {
  const fresh = JSON.stringify({
    rows: rowsOf(0).map((row, i) => ({
      newKey: `n${i}`,
      cells: Object.fromEntries(keys.map((key, k) => [key, row[k]])),
    })),
  });
  await call(product, "PATCH", path, fresh);
  const times = { pull: [] as number[][], push: [] as number[][], changed: [] as number[], same: [] as number[] };
  let version = 1;
  for (let turn = 1; turn <= warmUp + turns; turn++) {
    const floorPush = (await call(floor, "POST", "/rows", JSON.stringify(rowsOf(turn)))).ms;
    const body = pushOf(turn, version);
    const pushed = await call(product, "PATCH", path, body);
    const { summary } = JSON.parse(pushed.text()) as PushAnswer;
    if (summary.saved !== rows) throw new Error(`push: ${JSON.stringify(summary)}`);
    version++;
    const again = await call(product, "PATCH", path, body);
    const repeated = JSON.parse(again.text()) as PushAnswer;
    if (repeated.push !== null || repeated.summary.unchanged !== rows)
      throw new Error("the same push again was not nothing");
    const floorPull = (await call(floor, "GET", "/rows-json")).ms;
    const pulled = await call(product, "GET", path);
    const found = JSON.parse(pulled.text()) as { rows: { id: string; version: number; cells: unknown[] }[] };
    const want = rowsOf(turn).map((row) => ({ id: row[0], version, cells: row }));
    if (JSON.stringify(found.rows) !== JSON.stringify(want)) throw new Error("what was pulled is not what was pushed");
    const back = await call(product, "PATCH", path, pushOf(turn - 1, version, changing));
    version++;
    if (turn <= warmUp) continue;
    times.pull.push([floorPull, pulled.ms]);
    times.push.push([floorPush, pushed.ms]);
    times.changed.push(back.ms);
    times.same.push(again.ms);
  }
  return times;
}

/** Prints the ratios of pull and push to the floor. */
export async function benchData() {
  const folder = mkdtempSync(join(tmpdir(), "xingping-bench-"));
  const servers: Server[] = [];
  try {
    const floor = await startFloor(`${folder}/floor`);
    servers.push(floor);
    const product = await startProduct(`${folder}/product`);
    servers.push(product);
    const { pull, push, changed, same } = await race(floor, product);
    const [floorPull, productPull] = [0, 1].map((side) => median(pull.map((pair) => pair[side]!))) as [number, number];
    const [floorPush, productPush] = [0, 1].map((side) => median(push.map((pair) => pair[side]!))) as [number, number];
    console.log(`pull ${rows} ratio ${(productPull / floorPull).toFixed(2)}`);
    console.log(`push ${rows} ratio ${(productPush / floorPush).toFixed(2)}`);
    console.log(`push ${rows} changed cells only ratio ${(median(changed) / floorPush).toFixed(2)}`);
    const ms = (time: number) => `${time.toFixed(0)} ms`;
    console.table([
      { what: "取数", floor: ms(floorPull), product: ms(productPull) },
      { what: "提交,整行 12 格", floor: ms(floorPush), product: ms(productPush) },
      { what: "提交,只送变动的 5 格", floor: "", product: ms(median(changed)) },
      { what: "原样重交(写 0 行)", floor: "", product: ms(median(same)) },
    ]);
  } finally {
    for (const { child } of servers) stop(child, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}
