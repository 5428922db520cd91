/** `npm start`: migrate, load library and demo, serve. `--port 9000 --persist-to DIR` where wanted. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { getPlatformProxy } from "wrangler";
import type { Bindings } from "../env.ts";
import { type Database, open } from "../store/database.ts";
import { isEmpty } from "../store/settings.ts";
import { loadLibrary } from "../usecases/loadLibrary.ts";
import { demoAccounts, demoPassword, loadDemo } from "./demo/load.ts";
import { demoLabel, fullSize } from "./demo/places.ts";
import { readLibrary } from "./library.ts";

const root = resolve(import.meta.dirname, "../..");
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8787" },
    "persist-to": { type: "string", default: `${root}/.wrangler/state` },
  },
});
const { port, "persist-to": folder } = values;
const address = `http://localhost:${port}`;
process.env.WRANGLER_SEND_METRICS = "false";

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
    if (await isEmpty(db)) {
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

/** Stops the whole process group: wrangler alone would leave its runtime serving. */
function stop(child: ChildProcess, signal: NodeJS.Signals) {
  try {
    process.kill(-child.pid!, signal);
  } catch {
    process.exit(0);
  }
}

await migrate();
await fill();
await serve();
console.log(`\n星评已启动: ${address}`);
console.log(`演示账号(密码都是 ${demoPassword}):`);
for (const { account, name, regionCode } of demoAccounts) console.log(`  ${account.padEnd(11)} ${name}  ${regionCode}`);
