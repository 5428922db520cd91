/** An installation on this machine: its database in a folder, and the worker that serves it. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { getPlatformProxy, unstable_splitSqlQuery } from "wrangler";
import type { Bindings } from "../env.ts";
import { type Database, open } from "../store/database.ts";
import { root } from "./root.ts";

process.env.WRANGLER_SEND_METRICS = "false";

/** Brings a database up to the tables of this program; `wrangler d1 migrations apply` goes on from there, and the other way round. */
async function migrate(d1: D1Database) {
  const noted = `create table if not exists d1_migrations (
    id integer primary key autoincrement, name text unique, applied_at timestamp default current_timestamp not null)`;
  await d1.prepare(noted).run();
  const { results } = await d1.prepare("select name from d1_migrations").all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  const place = `${root}/schema/migrations`;
  for (const name of readdirSync(place).sort()) {
    if (!name.endsWith(".sql") || applied.has(name)) continue;
    const parts = unstable_splitSqlQuery(readFileSync(`${place}/${name}`, "utf8"));
    const note = d1.prepare("insert into d1_migrations (name) values (?)").bind(name);
    await d1.batch([...parts.map((part) => d1.prepare(part)), note]);
  }
}

/** Works on the database in a folder, which nothing serves meanwhile; it has the tables of this program. */
export async function withDatabase<T>(
  folder: string,
  work: (db: Database, auditSecret: string | undefined) => Promise<T>,
): Promise<T> {
  const { env, dispose } = await getPlatformProxy<Bindings>({
    configPath: `${root}/wrangler.toml`,
    persist: { path: `${folder}/v3` },
  });
  try {
    await migrate(env.DB);
    return await work(open(env.DB), env.AUDIT_SECRET);
  } finally {
    await dispose();
  }
}

/** Starts serving the database in a folder. */
export function serve(folder: string, port: string): ChildProcess {
  const args = ["dev", "--port", port, "--ip", "127.0.0.1", "--persist-to", folder, "--log-level", "error"];
  const script = `${root}/node_modules/wrangler/bin/wrangler.js`;
  const quiet = ["--inspector-port", "0", "--show-interactive-dev-session=false"];
  return spawn(process.execPath, [script, ...args, ...quiet], {
    cwd: root,
    env: { ...process.env, CI: "1" },
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
}

/** Waits until the worker answers. */
export async function answering(child: ChildProcess, port: string) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`wrangler ended with ${child.exitCode}`);
    const ready = await fetch(`http://localhost:${port}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    await delay(200);
  }
}

/** Stops the whole process group (Windows has none): wrangler alone would leave its runtime serving. */
export function stop(child: ChildProcess, signal: NodeJS.Signals) {
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid!, signal);
  } catch {
    // It is gone already.
  }
}
