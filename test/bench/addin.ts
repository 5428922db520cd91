/** The add-in with 10,000 rows: what it asks of Excel, through Microsoft's client, and what it sends to the server. */
/// <reference types="office-js" />
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Api } from "../../addin/api/api.ts";
import { Tokens } from "../../addin/api/tokens.ts";
import { Desk } from "../../addin/desk/desk.ts";
import { excelWorkbook } from "../../addin/workbook/excel.ts";
import type { PushRow } from "../../schema/sheet/push.ts";
import { stop } from "../../worker/cli/local.ts";
import { officeClient } from "../addin/officeClient.ts";
import { excelUser } from "../addin/user.ts";
import { WireHost } from "../addin/wireHost.ts";
import { freshPush, rows, type Server, startProduct } from "./product.ts";

const sheet = "bench";
const changed = 30;
/** What the add-in may take: requests of Excel for a pull, and bytes of any one of them. */
const mostSyncs = 5;
const mostBytes = 1_000_000;

/** A clerk who is signed in, at an Excel that counts; `sent` has the rows of the pushes. */
function clerkAt({ port, headers }: Server) {
  const sent: PushRow[] = [];
  const token = headers.authorization!.replace("Bearer ", "");
  const signedIn = JSON.stringify({ token, account: "bench", expiresAt: "9999-12-31T00:00:00.000Z" });
  const api = new Api({
    origin: `http://localhost:${port}`,
    tokens: new Tokens(() => ({ getItem: () => signedIn, setItem() {}, removeItem() {} })),
    fetch(address, asked) {
      if (asked?.method === "PATCH") sent.push(...JSON.parse(String(asked.body)).rows);
      return fetch(address, asked);
    },
  });
  const host = new WireHost();
  return { desk: new Desk(api, excelWorkbook(officeClient(host))), host, user: excelUser(host), sent };
}

/** Prints how many requests of Excel a pull takes, the largest of all requests, and how many cells a push sends. */
export async function benchAddin() {
  const folder = mkdtempSync(join(tmpdir(), "xingping-bench-"));
  const product = await startProduct(folder);
  try {
    const filled = await fetch(`http://localhost:${product.port}/v1/sheets/${sheet}`, {
      ...{ method: "PATCH", headers: { ...product.headers, "content-type": "application/json" }, body: freshPush(0) },
    });
    if (!filled.ok) throw new Error(await filled.text());
    const { desk, host, user, sent } = clerkAt(product);

    const begun = performance.now();
    const name = await desk.pull(sheet, { period: "" });
    const [syncs, pulled] = [host.syncs, performance.now() - begun];
    const { content } = await desk.look(name);
    if (content.rows.length !== rows) throw new Error(`${content.rows.length} rows were pulled`);

    const at = content.columns.indexOf("党员数");
    for (let i = 0; i < changed; i++) user.type(name, i * 333, at, String(900 + i));
    const before = host.syncs;
    const began = performance.now();
    const { summary } = await desk.push(name);
    const pushed = performance.now() - began;
    if (summary.saved !== changed) throw new Error(`push: ${JSON.stringify(summary)}`);
    const cells = sent.reduce((all, row) => all + ("cells" in row ? Object.keys(row.cells).length : 0), 0);

    console.log(`pull ${rows} syncs ${syncs}`);
    console.log(`largest request ${host.largestRequest} bytes`);
    console.log(`push of ${changed} changed cells sends ${cells} cells`);
    console.table([
      { what: "取数", syncs, ms: pulled.toFixed(0) },
      { what: "提交", syncs: host.syncs - before, ms: pushed.toFixed(0) },
    ]);
    if (syncs > mostSyncs || host.largestRequest >= mostBytes || cells !== changed) process.exitCode = 1;
  } finally {
    stop(product.child, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}
