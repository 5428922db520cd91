/** The data path beside its floor: the same 10,000 rows pulled and pushed over HTTP, product and bare worker by turns. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stop } from "../../worker/cli/local.ts";
import { root } from "../../worker/cli/root.ts";
import { freePort, freshPush, keys, rows, rowsOf, type Server, startProduct } from "./product.ts";

const turns = 25;
/** Either side needs some turns until it is warm. */
const warmUp = 8;

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
  await call(product, "PATCH", path, freshPush(0));
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
