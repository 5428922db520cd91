/** `npm start`: build the add-in, load library and demo, serve. `--port 9000 --persist-to DIR` where wanted. */
import { once } from "node:events";
import { createServer } from "node:net";
import { parseArgs } from "node:util";
import type { Database } from "../store/database.ts";
import { demoState, isEmpty } from "../store/settings.ts";
import { loadLibrary } from "../usecases/loadLibrary.ts";
import { keepAuditSecret } from "./auditSecret.ts";
import { build } from "./build.ts";
import { plantExceptions } from "./demo/exceptions.ts";
import { demoAccounts, demoPassword, loadDemo } from "./demo/load.ts";
import { demoLabel, fullSize } from "./demo/places.ts";
import { readLibrary } from "./library.ts";
import { answering, serve, stop, withDatabase } from "./local.ts";
import { root } from "./root.ts";

const { port, "persist-to": folder } = readArguments();
const tenMinutes = 10 * 60_000;
const address = `http://localhost:${port}`;

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

async function fill(db: Database, auditSecret: string | undefined) {
  const now = new Date().toISOString();
  const library = readLibrary();
  await loadLibrary(db, library, now, auditSecret);
  if ((await demoState(db)) === "loading" || (await isEmpty(db))) {
    console.log(`数据库为空,载入${demoLabel} …`);
    await loadDemo(db, fullSize, now, auditSecret);
    await plantExceptions(db, library, fullSize, now, auditSecret);
  }
}

/** On this machine nothing else calls the jobs that a cron calls in production. */
async function tick() {
  const now = new Date();
  const isNight = now.getUTCHours() === 18 && now.getUTCMinutes() >= 30 && now.getUTCMinutes() < 40;
  for (const cron of ["*/10 * * * *", ...(isNight ? ["30 18 * * *"] : [])])
    await fetch(`${address}/cdn-cgi/local/scheduled?cron=${encodeURIComponent(cron)}`).catch(() => undefined);
}

await requirePort();
keepAuditSecret();
await build();
await withDatabase(folder, fill);
const office = serve(folder, port);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(office, signal));
office.on("exit", (code) => process.exit(code ?? 1));
await answering(office, port);
await tick();
setInterval(tick, tenMinutes).unref();
console.log(`\n星评已启动: ${address}   (停止: Ctrl-C;数据在 ${folder})`);
console.log(`演示账号(密码都是 ${demoPassword}):`);
for (const { account, name, regionCode } of demoAccounts) console.log(`  ${account.padEnd(11)} ${name}  ${regionCode}`);
