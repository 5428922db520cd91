/** The product with a roster of 10,000 rows to come, as the benches of the data path and of the add-in serve it. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { Register } from "../../schema/register.ts";
import { build } from "../../worker/cli/build.ts";
import { answering, serve, withDatabase } from "../../worker/cli/local.ts";
import { sha256 } from "../../worker/hash.ts";
import { insertCredential } from "../../worker/store/credentials.ts";
import { commit } from "../../worker/store/database.ts";
import { insertPrincipal } from "../../worker/store/principals.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";

export const rows = 10_000;

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
export const keys = columns.map(({ key }) => key);

/** The rows of one pass, as the floor's own bench makes them: five cells of twelve differ from pass to pass. */
export function rowsOf(pass: number): (string | number)[][] {
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

/** A served worker, and the headers by which its account is known. */
export interface Server {
  port: number;
  headers: Record<string, string>;
  child: ChildProcess;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** The product: a fresh office with the register, and an account that covers the rows' prefecture. */
export async function startProduct(folder: string): Promise<Server> {
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

/** The push by which the rows of a pass come in. */
export const freshPush = (pass: number): string =>
  JSON.stringify({
    rows: rowsOf(pass).map((row, i) => ({
      newKey: `n${i}`,
      cells: Object.fromEntries(keys.map((key, k) => [key, row[k]])),
    })),
  });
