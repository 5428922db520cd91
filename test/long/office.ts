/** A real office on this machine for the long tests: its own folder, the served worker, one account, one ledger of free text. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Register } from "../../schema/register.ts";
import { answering, serve, stop, withDatabase } from "../../worker/cli/local.ts";
import { sha256 } from "../../worker/hash.ts";
import { insertCredential } from "../../worker/store/credentials.ts";
import { commit } from "../../worker/store/database.ts";
import { insertPrincipal } from "../../worker/store/principals.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";

export const columns = ["a", "b", "c", "d", "e", "f"];
const register: Register = {
  id: "shared",
  title: "共用名册",
  group: "名册",
  assumed: "只用于试验",
  period: "none",
  rows: "roster",
  key: "code",
  region: "code",
  columns: [
    { key: "code", title: "编码", type: "code", required: true },
    ...columns.map((key) => ({ key, title: key, type: "text" as const })),
  ],
};
export const path = "/v1/sheets/shared";
const token = "xp_long";
export const prefecture = "990100000000";

async function freePort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  return String(port);
}

/** What a push is answered. */
export interface Pushed {
  push: number | null;
  summary: Record<string, number>;
  results: { id: string; status: string; version: number; cells?: Record<string, unknown> }[];
}

/** Opens an office; `kill` ends its whole process group at once, `start` serves the same folder again. */
export async function openOffice() {
  const folder = mkdtempSync(join(tmpdir(), "xingping-long-"));
  const at = new Date().toISOString();
  const hash = await sha256(token);
  await withDatabase(folder, async (db) => {
    await loadLibrary(db, { policies: [], registers: [register] }, at);
    const who = { id: "clerk", account: "clerk", name: "试验", password: null, locked: false, demo: true };
    await commit(db, [
      ...insertPrincipal(db, who, [{ role: "prefecture", regionCode: prefecture }]),
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
  let child: ChildProcess | undefined;
  const kill = async () => {
    if (!child) return;
    const gone = once(child, "exit");
    stop(child, "SIGKILL");
    await gone;
    child = undefined;
  };
  return {
    folder,
    async start() {
      child = serve(folder, port);
      await answering(child, port);
    },
    kill,
    async close() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
    /** One request; fails where the line breaks. */
    async call(method: string, place: string, body?: unknown, key?: string, signal?: AbortSignal) {
      const answer = await fetch(`http://localhost:${port}${place}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { "content-type": "application/json" }),
          ...(key !== undefined && { "idempotency-key": key }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
      });
      return { status: answer.status, body: (await answer.json()) as Pushed };
    },
  };
}

export type Office = Awaited<ReturnType<typeof openOffice>>;

/** Pulled rows by id: their version and their cells. */
export async function pullAll(office: Office) {
  const { body } = await office.call("GET", path);
  const { rows } = body as unknown as { rows: { id: string; version: number; cells: unknown[] }[] };
  return new Map(rows.map(({ id, version, cells }) => [id, { version, cells }]));
}

/** The code of the n-th row, a village's. */
export const codeOf = (n: number) => `990101${String(1001 + n).padStart(6, "0")}`;
