/** The edge: headers on every answer, other origins, how much and how often, and what the log is told. */
import { createScheduledController } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { makeApp } from "../../worker/app.ts";
import { demoPassword } from "../../worker/cli/demo/load.ts";
import type { Bindings } from "../../worker/env.ts";
import worker from "../../worker/index.ts";
import { type Office, openOffice } from "./office.ts";

let office: Office;
let token: string;
beforeAll(async () => {
  office = await openOffice();
  token = (await office.nobody("POST", "/v1/sessions", { account: "county", password: demoPassword })).body.token;
});
afterEach(() => vi.restoreAllMocks());

const app = makeApp();
/** A request with variables of its own. */
const ask = (path: string, init: RequestInit = {}, variables: Partial<Bindings> = {}) =>
  app.fetch(new Request(`http://xingping.test${path}`, init), { ...env, ...variables });
const signed = (more: Record<string, string> = {}) => ({ headers: { authorization: `Bearer ${token}`, ...more } });

describe("every answer", () => {
  const places: [string, string, RequestInit, number][] = [
    ["a page", "/", {}, 200],
    ["the style", "/style.css", {}, 200],
    ["the description of the API", "/openapi.json", {}, 200],
    ["a list", "/v1/sheets", {}, 200],
    ["a refusal", "/v1/sheets", { headers: { authorization: "Bearer xp_bad" } }, 401],
    ["what is not there", "/nothing", {}, 404],
    [
      "what is not JSON",
      "/v1/sessions",
      { method: "POST", body: "{", headers: { "content-type": "application/json" } },
      400,
    ],
  ];
  test.each(places)("%s says what a browser may do with it", async (_, path, init, status) => {
    const answer = await ask(path, { ...signed(), ...init });
    expect(answer.status).toBe(status);
    const { headers } = answer;
    const policy = headers.get("content-security-policy")!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|script-src/);
    expect(headers.get("strict-transport-security")).toBe("max-age=63072000; includeSubDomains");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(headers.get("permissions-policy")).toContain("camera=()");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get("content-type")).toMatch(/charset=utf-8|application\/json/i);
    if (path.startsWith("/v1/")) expect(headers.get("cache-control")).toBe("no-store");
  });

  test("pages have neither style nor script in them", async () => {
    for (const path of ["/", "/language"]) {
      const html = await (await ask(path)).text();
      expect(html).toContain('<link rel="stylesheet" href="/style.css"');
      expect(html).not.toMatch(/<style|<script|\sstyle=|\son\w+=|javascript:/i);
    }
  });

  test("what Excel shows in its pane may stand in Office, and nowhere else", async () => {
    const { status, headers } = await ask("/addin/taskpane.html");
    expect(status).toBe(200);
    const ancestors = /frame-ancestors ([^;]*)/.exec(headers.get("content-security-policy")!)![1]!;
    expect(ancestors.split(" ")).toContain("https://*.officeapps.live.com");
    expect(ancestors).not.toMatch(/(^| )\*( |$)|'self'|http:/);
    expect(headers.get("content-security-policy")).toContain("script-src 'self' https://appsforoffice.microsoft.com;");
    expect(headers.get("content-security-policy")).not.toContain("unsafe");
    expect(headers.get("x-frame-options")).toBeNull();
  });

  test.each(["/addin/icons/pull-32.png", "/addin/functions.json"])(
    "%s may be fetched by Office from its own origins, and be kept",
    async (path) => {
      const { status, headers } = await ask(path, { headers: { origin: "https://excel.officeapps.live.com" } });
      expect(status).toBe(200);
      expect(headers.get("access-control-allow-origin")).toBe("*");
      expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
      expect(headers.get("cache-control")).toBe("public, max-age=3600");
      expect(headers.get("content-type")).toMatch(/^(image\/png|application\/json)/);
    },
  );
});

describe("the pane", () => {
  const china = "https://appsforoffice.cdn.partner.office365.cn/appsforoffice/lib/1/hosted/office.js";
  test.each([
    [
      "nothing",
      undefined,
      "https://appsforoffice.microsoft.com/lib/1/hosted/office.js",
      "https://appsforoffice.microsoft.com",
    ],
    ["Microsoft's Chinese network", china, china, "https://appsforoffice.cdn.partner.office365.cn"],
    ["a copy on this site", "/addin/office/office.js", "/addin/office/office.js", "'self'"],
    [
      "a copy in the house",
      "https://files.county.example/office.js",
      "https://files.county.example/office.js",
      "https://files.county.example",
    ],
    [
      "what would run in the pane's place",
      'javascript:alert(1)"',
      "https://appsforoffice.microsoft.com/lib/1/hosted/office.js",
      "https://appsforoffice.microsoft.com",
    ],
  ])("takes office.js from where it is said: %s", async (_, setting, address, source) => {
    const answer = await ask("/addin/taskpane.html", {}, setting === undefined ? {} : { OFFICE_JS: setting });
    expect(/<script +src="([^"]*)"/.exec(await answer.text())![1]).toBe(address);
    const allowed = /script-src ([^;]*)/.exec(answer.headers.get("content-security-policy")!)![1]!.split(" ");
    expect([...new Set(allowed)].sort()).toEqual([...new Set(["'self'", source])].sort());
    expect(answer.headers.get("cache-control")).toBe("no-cache");
  });

  test("is read again only where it has changed: its parts are kept for a year", async () => {
    const html = await (await ask("/addin/taskpane.html")).text();
    const parts = [...html.matchAll(/"(\/addin\/assets\/[^"]+)"/g)].map((match) => match[1]!);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      const { status, headers } = await ask(part);
      expect(status).toBe(200);
      expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    }
  });

  test("is told of what is not there as any other place is", async () => {
    const answer = await ask("/addin/nothing.html");
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: "notFound" });
    // The files are nowhere but below /addin/.
    expect((await ask("/dist/site/addin/taskpane.html")).status).toBe(404);
  });

  test.each([
    ["the address it was asked by", {}, "http://xingping.test"],
    ["the one that is set", { PUBLIC_ORIGIN: "https://xp.county.example/" }, "https://xp.county.example"],
  ])("is named by the manifest below %s", async (_, variables, origin) => {
    const answer = await ask("/manifest.xml", {}, variables);
    expect(answer.headers.get("content-type")).toBe("application/xml; charset=utf-8");
    const text = await answer.text();
    expect(text).toContain(`<SourceLocation DefaultValue="${origin}/addin/taskpane.html"/>`);
    expect(text).not.toContain("xingping.example");
  });
});

describe("other origins", () => {
  const own = "https://desk.county.example";
  const preflight = (origin: string, variables: Partial<Bindings>) =>
    ask("/v1/sheets", { method: "OPTIONS", headers: { origin, "access-control-request-method": "GET" } }, variables);

  test("call from a browser if they are listed; nobody is unless it is said", async () => {
    const listed = { CORS_ORIGINS: `https://other.example, ${own}` };
    const answer = await preflight(own, listed);
    expect(answer.headers.get("access-control-allow-origin")).toBe(own);
    expect(answer.headers.get("access-control-allow-headers")).toContain("authorization");
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
    expect((await preflight("https://evil.example", listed)).headers.get("access-control-allow-origin")).toBeNull();
    expect((await preflight(own, {})).headers.get("access-control-allow-origin")).toBeNull();
    const got = await ask("/v1/sheets", signed({ origin: own }), listed);
    expect(got.headers.get("access-control-allow-origin")).toBe(own);
  });

  test("cannot use what a browser sends by itself: a cookie signs nobody in", async () => {
    const answer = await ask("/v1/sheets", { headers: { cookie: `token=${token}; session=${token}` } });
    expect(answer.status).toBe(401);
  });
});

describe("a request that brings too much", () => {
  test("of a body whose length nobody told is cut off while it comes in", async () => {
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 65_536;
        if (sent > 64 * 1024 * 1024) controller.close();
        else controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const answer = await ask("/v1/sessions", {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
    });
    expect(answer.status).toBe(413);
    expect(sent).toBeLessThan(8 * 1024 * 1024);
  });

  test("of an address is refused", async () => {
    const answer = await ask(`/v1/sheets?filter=${"x".repeat(9000)}`, signed());
    expect(answer.status).toBe(414);
    expect(await answer.json()).toMatchObject({ code: "urlTooLong", title: "地址太长" });
  });
});

describe("who calls too often", () => {
  test("with one session waits as long as it is told; another session goes on", async () => {
    const few = { RATE_PER_CREDENTIAL: "60" };
    const seen = [];
    for (let i = 0; i < 17; i++) seen.push(await ask("/v1/sheets", signed(), few));
    const late = seen.find(({ status }) => status === 429)!;
    expect(seen.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(14);
    expect(Number(late.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(await late.json()).toMatchObject({ code: "tooFast", title: "请求太频繁,请稍候再试" });
    const other = (await office.nobody("POST", "/v1/sessions", { account: "county", password: demoPassword })).body;
    expect((await ask("/v1/sheets", { headers: { authorization: `Bearer ${other.token}` } }, few)).status).toBe(200);
  });

  test("from one address waits, also without having signed in; another address does not", async () => {
    const few = { RATE_PER_ADDRESS: "40" };
    const from = (address: string) => ask("/v1/sheets", { headers: { "cf-connecting-ip": address } }, few);
    const seen = [];
    for (let i = 0; i < 12; i++) seen.push((await from("192.0.2.1")).status);
    expect(seen.slice(0, 10)).toEqual(Array(10).fill(401));
    expect(seen.at(-1)).toBe(429);
    expect((await from("192.0.2.2")).status).toBe(401);
  });

  test("is nobody who works: a thousand calls in a row are heard where nothing is set", async () => {
    const answers = await Promise.all(
      Array.from({ length: 1000 }, () =>
        ask("/v1/sheets", { headers: { "cf-connecting-ip": "192.0.2.9", authorization: "Bearer xp_none" } }),
      ),
    );
    expect(answers.every(({ status }) => status === 401)).toBe(true);
  });
});

describe("the log", () => {
  /** What is written while something is done. */
  async function written(work: () => Promise<unknown>) {
    const lines: string[] = [];
    for (const level of ["log", "error", "warn", "info"] as const)
      vi.spyOn(console, level).mockImplementation((...said: unknown[]) => void lines.push(said.map(String).join(" ")));
    await work();
    vi.restoreAllMocks();
    return lines;
  }
  const send = (method: string, path: string, body?: unknown, more: Record<string, string> = {}) =>
    exports.default.fetch(`http://xingping.test${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...more },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  test("has one line of JSON for a request: route, status, whose, how long", async () => {
    const lines = await written(() => send("GET", "/v1/sheets/persons?limit=1"));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toEqual({
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      requestId: expect.any(String),
      method: "GET",
      route: "/v1/sheets/:sheet",
      status: 200,
      ms: expect.any(Number),
      principal: "demo-county",
      credential: expect.any(String),
    });
  });

  test("is told nothing of what a request brings or is answered", async () => {
    const secrets = {
      password: "a-password-nobody-knows",
      code: "code-ABCD-1234",
      number: "990101199001011234",
      name: "张三丰",
      query: "990101195501010009",
    };
    const lines = await written(async () => {
      await send("POST", "/v1/sessions", { account: "county", password: secrets.password });
      await send("POST", "/v1/password/reset", { account: "county", code: secrets.code, password: secrets.password });
      await send("PATCH", "/v1/sheets/persons", {
        rows: [{ newKey: "n", cells: { code: "X9", name: secrets.name, idNumber: secrets.number } }],
        note: secrets.name,
      });
      await send("GET", `/v1/sheets/persons?filter=idNumber:${secrets.query}`);
      await send("PUT", "/v1/password", { current: secrets.password, password: "short" });
      await send("GET", `/v1/sheets/${secrets.query}`, undefined, { "x-forwarded-for": "192.0.2.77" });
      await worker.scheduled(createScheduledController({ cron: "*/10 * * * *" }), env);
    });
    expect(lines.length).toBeGreaterThanOrEqual(6);
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
    const all = lines.join("\n");
    for (const secret of [...Object.values(secrets), token, demoPassword, "192.0.2.77"])
      expect(all).not.toContain(secret);
    const refused = lines.map((line) => JSON.parse(line)).find(({ route }) => route === "/v1/sessions");
    expect(refused).toMatchObject({ status: 401, problem: "wrongPassword" });
  });

  test("says where an error was thrown, not what it said; who asked is told a number only", async () => {
    const broken = {
      DB: {
        prepare: () => {
          throw new TypeError("990101199001011234 is in the way");
        },
      },
    } as never;
    let answer: Response | undefined;
    const lines = await written(async () => {
      answer = await ask("/v1/sheets", signed(), broken);
    });
    const said = JSON.parse(lines[0]!);
    expect(said).toMatchObject({ status: 500, problem: "internal", error: expect.any(String) });
    expect(said.stack.length).toBeGreaterThan(0);
    const told = await answer!.text();
    for (const text of [lines.join(), told]) expect(text).not.toContain("990101199001011234");
    expect(JSON.parse(told)).toMatchObject({ code: "internal", requestId: said.requestId });
    expect(told).not.toContain("TypeError");
  });
});
