/** The program as a new user starts it: `npm start` on an empty folder, the README's example, a second start. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "xingping-"));
let port = 0;
let office: ChildProcess;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port: found } = server.address() as { port: number };
  server.close();
  return found;
}

async function start(): Promise<string> {
  office = spawn("npm", ["start", "--", "--port", String(port), "--persist-to", folder], { detached: true });
  let printed = "";
  office.stdout!.on("data", (part) => {
    printed += part;
  });
  office.stderr!.on("data", (part) => {
    printed += part;
  });
  while (!printed.includes("viewer")) {
    if (office.exitCode !== null) throw new Error(printed);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return printed;
}

async function stop() {
  const gone = once(office, "exit");
  process.kill(-office.pid!, "SIGTERM");
  await gone;
}

async function call(method: string, path: string, body?: unknown, token?: string) {
  const answer = await fetch(`http://localhost:${port}${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: read as a tool in any language would read it
  return { status: answer.status, body: (await answer.json()) as any };
}

let printed = "";
beforeAll(async () => {
  port = await freePort();
  printed = await start();
});
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

test("a taken port is said so, before anything is started", async () => {
  const second = spawn("npm", ["start", "--", "--port", String(port), "--persist-to", `${folder}-2`]);
  let said = "";
  second.stderr!.on("data", (part) => {
    said += part;
  });
  await once(second, "exit");
  expect(said).toContain(`端口 ${port} 已被占用`);
});

test("npm start prints the address and the demo accounts", () => {
  expect(printed).toContain(`http://localhost:${port}`);
  for (const word of ["prefecture", "county", "approver", "township", "village", "viewer", "xingping-demo"])
    expect(printed).toContain(word);
});

const readme = readFileSync("README.md", "utf8");
const english = readFileSync("README.en.md", "utf8");
const blocksOf = (page: string) =>
  [...page.matchAll(/^```bash\n([\s\S]*?)^```/gm)].map((match) => match[1]!).filter((block) => block.includes("curl "));
const quotesOf = (page: string) => [...page.matchAll(/^> (.+)$/gm)].map((match) => match[1]!);

/** The commands of a page without comments, and without what a clerk notes in her own language. */
const commandsOf = (page: string) =>
  blocksOf(page).flatMap((block) =>
    block
      .replace(/^#.*\n/gm, "")
      .replace(/"note": "[^"]*",?/g, "")
      .split(/\n(?=\S)/)
      .map((command) => command.replace(/\s+/g, " ").trim()),
  );

let answered = "";
test("the commands of README.md run as printed, in a new office, and answer what is quoted there", () => {
  answered = execFileSync("bash", ["-euo", "pipefail"], {
    input: blocksOf(readme).join("").replaceAll("localhost:8787", `localhost:${port}`),
    encoding: "utf8",
    stdio: ["pipe", "pipe", "ignore"],
    maxBuffer: 64 * 1024 * 1024,
  });
  expect(quotesOf(readme)).toHaveLength(16);
  for (const quote of quotesOf(readme)) expect(answered).toContain(quote);
  for (const code of ["invalid", "badQuery", "notFound", "internal"])
    expect(answered).not.toContain(`"code":"${code}"`);
});

test("an answer is compressed for whoever takes that, and whole for whoever does not", () => {
  const size = (args: string[]) =>
    Number(
      execFileSync("curl", [
        "-s",
        "-o",
        "/dev/null",
        "-w",
        "%{size_download}",
        ...args,
        `http://localhost:${port}/openapi.json`,
      ]),
    );
  const [whole, compressed] = [size([]), size(["-H", "accept-encoding: gzip"])];
  expect(whole).toBeGreaterThan(100_000);
  expect(compressed).toBeLessThan(whole / 5);
});

test("README.en.md gives the same commands and quotes the same answers", () => {
  expect(commandsOf(readme)).toEqual(expect.arrayContaining(commandsOf(english)));
  expect(commandsOf(english).length).toBeGreaterThan(18);
  for (const quote of quotesOf(english)) expect(answered).toContain(quote);
});

test("the auditor finds what was planted in the demo, and its audit holds", async () => {
  const { token } = (await call("POST", "/v1/sessions", { account: "auditor", password: "xingping-demo" })).body;
  const { exceptions, more } = (await call("GET", "/v1/audit/exceptions", undefined, token)).body;
  const planted = exceptions.filter(({ at }: { at: string | null }) => at !== null);
  expect(new Set(planted.map(({ kind }: { kind: string }) => kind)).size).toBe(7);
  expect(more).toBe(0);
  const said = execFileSync("npm", ["run", "-s", "audit:verify", "--", "--persist-to", folder], { encoding: "utf8" });
  expect(said).toContain("核对相符");
  expect(said).toMatch(/封存至第 \d+ 行/);
});

test("the main job on the demo prefecture of 1,098 organizations, and a second start keeps it", async () => {
  const signIn = async () =>
    (await call("POST", "/v1/sessions", { account: "prefecture", password: "xingping-demo" })).body.token as string;
  const token = await signIn();
  const pulled = await call("GET", "/v1/sheets/indicators.xinhui-star-organization?period=2014-H2", undefined, token);
  expect(pulled.body.rows).toHaveLength(1098);
  const rows = pulled.body.rows.slice(-3).map((row: { id: string; version: number }) => ({
    id: row.id,
    baseVersion: row.version,
    cells: { serviceTeam: 7.25 },
  }));
  const pushed = await call(
    "PATCH",
    "/v1/sheets/indicators.xinhui-star-organization",
    { period: "2014-H2", rows },
    token,
  );
  expect(pushed.body.summary.saved).toBe(3);

  const regionCode = "990100000000";
  const run = async (policyId: string, period: string) => {
    const round = await call("POST", "/v1/rounds", { policyId, period, regionCode }, token);
    expect([201, 409]).toContain(round.status);
    return (await call("POST", `/v1/rounds/${round.body.id}/compute`, undefined, token)).body;
  };
  const half = () => run("xinhui-star-organization", "2014-H2");
  // The README's recompute has computed it once already.
  expect(await half()).toMatchObject({ scored: 1084, unscored: 14 });
  expect(await half()).toMatchObject({ written: 0, unchanged: 1098 });
  expect(await run("chuxiong-backward", "2014")).toMatchObject({ scored: 1084, unscored: 14 });
  const list = await call("GET", "/v1/rounds/chuxiong-backward.2014.990100000000/outcomes", undefined, token);
  expect(list.body.outcomes.filter(({ selected }: { selected: boolean }) => selected)).toHaveLength(109);

  const page = await (await fetch(`http://localhost:${port}/`)).text();
  expect(page).toContain("星评");
  expect(page).toContain("演示数据");

  await stop();
  await start();
  const again = await signIn();
  const kept = await call("GET", "/v1/sheets/indicators.xinhui-star-organization?period=2014-H2", undefined, again);
  expect(kept.body.rows.at(-1).cells).toContain(7.25);
  const { rounds } = (await call("GET", "/v1/rounds", undefined, again)).body;
  expect(rounds.map(({ period, state }: Record<string, string>) => `${period} ${state}`).sort()).toEqual([
    "2014 computed",
    "2014-H1 final",
    "2014-H2 computed",
    // What an auditor is to find.
    "2015 computed",
    "2015 final",
    "2015-H1 final",
  ]);
  const repeat = await call("POST", "/v1/rounds", { policyId: "chuxiong-backward", period: "2014", regionCode }, again);
  expect(repeat).toMatchObject({ status: 409, body: { id: "chuxiong-backward.2014.990100000000" } });
});
