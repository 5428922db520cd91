/** `npm run admin` on an office that has just been set up: the first administrator gets in, by a code that works once. */
import { type ChildProcess, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepAuditSecret } from "../../worker/cli/auditSecret.ts";
import { answering, serve, stop, withDatabase } from "../../worker/cli/local.ts";

const folder = mkdtempSync(join(tmpdir(), "xingping-admin-"));
const region = "990100000000";
let port: string;
let child: ChildProcess | undefined;

beforeAll(async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  port = String((server.address() as { port: number }).port);
  server.close();
  // The worker and the program take the secret of this machine.
  keepAuditSecret();
  await withDatabase(folder, async () => {});
});
afterAll(() => {
  if (child) stop(child, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

function npmRun(script: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync("npm", ["run", "-s", script, "--", ...args], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}
const admin = (...args: string[]) => npmRun("admin", "--persist-to", folder, ...args);
const codeIn = (said: string) => /一次性码: ([0-9A-Z-]{23})/.exec(said)![1]!;

async function call(method: string, path: string, body?: unknown, token?: string) {
  const answer = await fetch(`http://localhost:${port}${path}`, {
    method,
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a tool in any language would read them
  return { status: answer.status, body: (text ? JSON.parse(text) : undefined) as any };
}

test("what is not said rightly is told how to say it, and nothing is done", () => {
  for (const args of [
    ["--account", "chief", "--region", "99"],
    ["--account", "a b", "--region", region],
  ]) {
    const { status, stderr } = admin(...args);
    expect(status).toBe(2);
    expect(stderr).toContain("用法: npm run admin");
  }
});

test("the first administrator sets a password by the code, once, and administers", async () => {
  const made = admin("--account", "chief", "--region", region, "--name", "李'主任");
  expect(made.status, made.stderr).toBe(0);
  const code = codeIn(made.stdout);
  const password = "maple-river-kite-41";

  child = serve(folder, port);
  await answering(child, port);
  const reset = (typed: string) => call("POST", "/v1/password/reset", { account: "chief", code: typed, password });
  expect((await reset(`${code.slice(0, -1)}?`)).status).toBe(401);
  expect((await reset(code.toLowerCase().replaceAll("-", " "))).status).toBe(204);
  expect((await reset(code)).status).toBe(401);
  const session = await call("POST", "/v1/sessions", { account: "chief", password });
  expect(session).toMatchObject({ status: 201, body: { grants: [{ role: "admin", regionCode: region }] } });
  const users = await call("GET", "/v1/sheets/users", undefined, session.body.token);
  expect(users.body.rows).toHaveLength(1);
  expect(users.body.rows[0].cells.slice(0, 3)).toEqual(["chief", "李'主任", region]);
  const grants = await call("GET", "/v1/sheets/grants", undefined, session.body.token);
  expect(grants.body.rows).toHaveLength(1);
  expect(grants.body.rows[0].cells).toEqual(expect.arrayContaining(["chief", "admin", region]));
  // The grant is a row like any other: a next administrator is made by the sheets.
  const { body } = await call(
    "PATCH",
    "/v1/sheets/users",
    { rows: [{ id: "chief", baseVersion: 1, cells: { name: "李主任" } }] },
    session.body.token,
  );
  expect(body.summary.saved).toBe(1);
  stop(child, "SIGKILL");
  await once(child, "exit");
  child = undefined;
});

test("what it did stands in the audit, which holds", () => {
  const { status, stdout } = npmRun("audit:verify", "--persist-to", folder);
  expect(stdout).toContain("核对相符");
  expect(status).toBe(0);
});
