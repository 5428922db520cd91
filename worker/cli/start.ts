/** `npm start`: migrate, load library and demo, serve. `--port 9000 --persist-to DIR` where wanted. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { getPlatformProxy } from "wrangler";
import type { Bindings } from "../env.ts";
import { type Database, open } from "../store/database.ts";
import { demoState, isEmpty } from "../store/settings.ts";
import { loadLibrary } from "../usecases/loadLibrary.ts";
import { demoAccounts, demoPassword, loadDemo } from "./demo/load.ts";
import { demoLabel, fullSize } from "./demo/places.ts";
import { readLibrary } from "./library.ts";

const root = resolve(import.meta.dirname, "../..");
const { port, "persist-to": folder } = readArguments();
const address = `http://localhost:${port}`;
process.env.WRANGLER_SEND_METRICS = "false";

function readArguments() {
  const defaults = { port: "8787", "persist-to": `${root}/.wrangler/state` };
  try {
    const { values } = parseArgs({ options: { port: { type: "string" }, "persist-to": { type: "string" } } });
    const found = { ...defaults, ...values };
    if (/^\d{1,5}$/.test(found.port) && Number(found.port) < 65536) return found;
  } catch {
    // Falls through to the words below.
  }
  fail("用法: npm start -- [--port 端口] [--persist-to 目录]   例: npm start -- --port 9000 --persist-to ./data");
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

/** A taken port is found before anything is started: another office answering there is not ours. */
async function requirePort() {
  const probe = createServer().listen(Number(port), "127.0.0.1");
  const free = await Promise.race([
    once(probe, "listening").then(() => true),
    once(probe, "error").then(() => false),
  ]).catch(() => false);
  if (!free) fail(`端口 ${port} 已被占用。换一个: npm start -- --port ${Number(port) + 1}`);
  await new Promise((done) => probe.close(done));
}

function wrangler(args: string[], quiet: boolean): ChildProcess {
  const script = `${root}/node_modules/wrangler/bin/wrangler.js`;
  return spawn(process.execPath, [script, ...args], {
    cwd: root,
    env: { ...process.env, CI: "1" },
    stdio: ["ignore", quiet ? "pipe" : "inherit", "inherit"],
    detached: true,
  });
}

async function migrate() {
  const child = wrangler(["d1", "migrations", "apply", "DB", "--local", "--persist-to", folder], true);
  const output: string[] = [];
  child.stdout?.on("data", (part: Buffer) => output.push(String(part)));
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`迁移失败:\n${output.join("")}`);
}

async function fill() {
  const { env, dispose } = await getPlatformProxy<Bindings>({
    configPath: `${root}/wrangler.toml`,
    persist: { path: `${folder}/v3` },
  });
  try {
    const db: Database = open(env.DB);
    const now = new Date().toISOString();
    await loadLibrary(db, readLibrary(), now);
    if ((await demoState(db)) === "loading" || (await isEmpty(db))) {
      console.log(`数据库为空,载入${demoLabel} …`);
      await loadDemo(db, fullSize, now);
    }
  } finally {
    await dispose();
  }
}

async function serve(): Promise<ChildProcess> {
  const args = ["dev", "--port", port, "--ip", "127.0.0.1", "--persist-to", folder, "--log-level", "error"];
  const child = wrangler([...args, "--inspector-port", "0", "--show-interactive-dev-session=false"], false);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(child, signal));
  child.on("exit", (code) => process.exit(code ?? 1));
  for (;;) {
    const ready = await fetch(`${address}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return child;
    await delay(200);
  }
}

/** Stops the whole process group (Windows has none): wrangler alone would leave its runtime serving. */
function stop(child: ChildProcess, signal: NodeJS.Signals) {
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid!, signal);
  } catch {
    process.exit(0);
  }
}

await requirePort();
await migrate();
await fill();
await serve();
console.log(`\n星评已启动: ${address}   (停止: Ctrl-C;数据在 ${folder})`);
console.log(`演示账号(密码都是 ${demoPassword}):`);
for (const { account, name, regionCode } of demoAccounts) console.log(`  ${account.padEnd(11)} ${name}  ${regionCode}`);
