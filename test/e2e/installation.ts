/** An installation in a folder of its own for a test: the demo in a size, the worker served, its accounts signed in, its clock's ticks. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Role } from "../../schema/roles.ts";
import { keepAuditSecret } from "../../worker/cli/auditSecret.ts";
import { demoPassword, loadDemo } from "../../worker/cli/demo/load.ts";
import type { DemoSize } from "../../worker/cli/demo/places.ts";
import { readLibrary } from "../../worker/cli/library.ts";
import { answering, serve, stop, withDatabase } from "../../worker/cli/local.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";

export async function install(size: DemoSize) {
  const folder = mkdtempSync(join(tmpdir(), "xingping-year-"));
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  keepAuditSecret();
  await withDatabase(folder, async (db, secret) => {
    const now = new Date().toISOString();
    await loadLibrary(db, readLibrary(), now, secret);
    await loadDemo(db, size, now, secret);
  });
  const child: ChildProcess = serve(folder, String(port));
  await answering(child, String(port));
  const address = `http://localhost:${port}`;
  const tokens = new Map<Role, string>();

  /** One request as an account, which signs in when it is first needed. */
  async function send(role: Role, method: string, path: string, body?: unknown): Promise<Response> {
    if (!tokens.has(role)) {
      const answer = await fetch(`${address}/v1/sessions`, {
        ...{ method: "POST", headers: { "content-type": "application/json" } },
        body: JSON.stringify({ account: role, password: demoPassword }),
      });
      tokens.set(role, ((await answer.json()) as { token: string }).token);
    }
    const type = body === undefined ? {} : { "content-type": "application/json" };
    return fetch(`${address}${path}`, {
      ...{ method, headers: { authorization: `Bearer ${tokens.get(role)}`, ...type } },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  return {
    address,
    send,
    /** The same, answered as status and body. */
    async call(role: Role, method: string, path: string, body?: unknown) {
      const answer = await send(role, method, path, body);
      // biome-ignore lint/suspicious/noExplicitAny: read as a tool in any language would read it
      return { status: answer.status, body: (await answer.json()) as any };
    },
    /** A tick of a cron at a time of the clock. */
    tick: (cron: string, time: number) =>
      fetch(`${address}/cdn-cgi/handler/scheduled?cron=${encodeURIComponent(cron)}&time=${time}`),
    async end() {
      const gone = once(child, "exit");
      stop(child, "SIGKILL");
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type Installation = Awaited<ReturnType<typeof install>>;
