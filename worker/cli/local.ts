/** An installation on this machine: its database in a folder, and the worker that serves it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { getPlatformProxy } from "wrangler";
import type { Bindings } from "../env.ts";
import { type Database, open } from "../store/database.ts";
import { root } from "./root.ts";

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

/** Brings the database in a folder up to the tables of this program. */
export async function migrate(folder: string) {
  const child = wrangler(["d1", "migrations", "apply", "DB", "--local", "--persist-to", folder], true);
  const output: string[] = [];
  child.stdout?.on("data", (part: Buffer) => output.push(String(part)));
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`迁移失败:\n${output.join("")}`);
}

/** Works on the database in a folder, which nothing serves meanwhile. */
export async function withDatabase<T>(
  folder: string,
  work: (db: Database, auditSecret: string | undefined) => Promise<T>,
): Promise<T> {
  const { env, dispose } = await getPlatformProxy<Bindings>({
    configPath: `${root}/wrangler.toml`,
    persist: { path: `${folder}/v3` },
  });
  try {
    return await work(open(env.DB), env.AUDIT_SECRET);
  } finally {
    await dispose();
  }
}

/** Starts serving the database in a folder. */
export function serve(folder: string, port: string): ChildProcess {
  const args = ["dev", "--port", port, "--ip", "127.0.0.1", "--persist-to", folder, "--log-level", "error"];
  return wrangler([...args, "--inspector-port", "0", "--show-interactive-dev-session=false"], false);
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
