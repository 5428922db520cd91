/** Who guesses passwords waits; the others do not, and the time of an answer tells nothing of whether an account exists. */

import { env } from "cloudflare:workers";
import crypto from "node:crypto";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { makeApp } from "../../worker/app.ts";
import { hashPassword } from "../../worker/auth/secret.ts";
import { demoPassword } from "../../worker/cli/demo/load.ts";
import { type Office, openOffice } from "./office.ts";

/** The work of scrypt, as it was asked for: the real one does it. */
const scrypt = vi.spyOn(crypto, "scrypt");
const work = () => scrypt.mock.calls.map(([, , length, cost]) => [length, cost]);

const app = makeApp();
async function post(path: string, body: unknown, address = "10.0.0.1") {
  const headers = { "content-type": "application/json", "cf-connecting-ip": address };
  const answer = await app.request(path, { method: "POST", headers, body: JSON.stringify(body) }, { DB: env.DB });
  const text = await answer.text();
  // biome-ignore lint/suspicious/noExplicitAny: read as a tool in any language would read it
  return { status: answer.status, headers: answer.headers, body: (text ? JSON.parse(text) : {}) as any };
}
const signIn = (account: string, password: string, address?: string) =>
  post("/v1/sessions", { account, password }, address);

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
beforeEach(async () => {
  await office.d1.prepare("delete from throttle").run();
  scrypt.mockClear();
});

/** Lets the counted tries become older by some minutes. */
const later = (minutes: number) =>
  office.d1
    .prepare("update throttle set at = at - ?1, until = until - ?1")
    .bind(minutes * 60_000)
    .run();

test("after ten wrong passwords an account waits, with the right one too; others and later it do not", async () => {
  for (let i = 0; i < 10; i++) expect((await signIn("county", "wrong")).status).toBe(401);
  const slowed = await signIn("county", demoPassword);
  expect(slowed).toMatchObject({ status: 429, body: { code: "tooMany" } });
  const wait = Number(slowed.headers.get("retry-after"));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(30);
  expect(slowed.body.retryAfter).toBe(wait);
  expect((await signIn("prefecture", demoPassword)).status).toBe(201);
  await later(1);
  expect((await signIn("county", demoPassword)).status).toBe(201);
  // The right password lets it start anew.
  for (let i = 0; i < 10; i++) expect((await signIn("county", "wrong")).status).toBe(401);
});

test("whoever goes on guessing waits longer each time, up to a quarter of an hour", async () => {
  const waits: number[] = [];
  for (let i = 0; i < 18; i++) {
    const { status, headers } = await signIn("township", "wrong");
    if (status !== 429) continue;
    waits.push(Number(headers.get("retry-after")));
    await office.d1.prepare("update throttle set until = 0").run();
  }
  expect(waits.length).toBeGreaterThan(3);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  await office.d1.prepare("update throttle set failures = failures + 20, until = 0").run();
  await signIn("township", "wrong");
  expect(Number((await signIn("township", "wrong")).headers.get("retry-after"))).toBeLessThanOrEqual(900);
});

test("a hundred wrong passwords from one address slow that address, and no other", async () => {
  const guess = (account: string) =>
    post("/v1/password/reset", { account, code: "x", password: "maple-river-kite" }, "10.9.9.9");
  for (const account of ["a", "b"]) expect((await guess(account)).status).toBe(401);
  // Each is another account's first; the address has all of them.
  const counted = await office.d1.prepare("update throttle set failures = 98 where failures = 2").run();
  expect(counted.meta.changes).toBe(1);
  expect((await guess("c")).status).toBe(401);
  expect((await signIn("viewer", demoPassword, "10.9.9.9")).status).toBe(201);
  expect((await guess("d")).status).toBe(401);
  expect((await signIn("viewer", demoPassword, "10.9.9.9")).status).toBe(429);
  expect((await signIn("viewer", demoPassword, "10.9.9.8")).status).toBe(201);
});

test("an office that shares an address signs in as often as it likes", async () => {
  for (let i = 0; i < 12; i++) expect((await signIn("viewer", demoPassword, "10.2.2.2")).status).toBe(201);
  const { failures } = (await office.d1
    .prepare("select max(failures) as failures from throttle")
    .first<{ failures: number }>())!;
  expect(failures).toBe(0);
});

test("tries that come all at once are counted each", async () => {
  const answers = await Promise.all(Array.from({ length: 30 }, () => signIn("auditor", "wrong")));
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
});

test("an unknown account, a locked one, one without a password and a wrong password take the same work", async () => {
  const stored = await hashPassword(demoPassword);
  await office.d1.prepare("update principal set password = ?").bind(stored).run();
  await office.d1.prepare("update principal set password = null where account = 'tool'").run();
  await office.d1.prepare("update principal set locked = 1 where account = 'finance'").run();
  const works: unknown[] = [];
  for (const account of ["nobody", "finance", "tool", "county"]) {
    scrypt.mockClear();
    const { status, body } = await signIn(account, "wrong");
    expect([status, body.title]).toEqual([401, "账号或密码不对"]);
    works.push(work());
  }
  expect(new Set(works.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(works[0]).toEqual([[32, { N: 2 ** 14, r: 8, p: 1 }]]);
  for (const account of ["nobody", "county"]) {
    scrypt.mockClear();
    expect((await post("/v1/password/reset", { account, code: "x", password: "maple-river-kite" })).body.code).toBe(
      "wrongCode",
    );
    expect(work()).toHaveLength(1);
  }
});

test("a waiting account costs no scrypt, and what was typed as an account is not kept", async () => {
  for (let i = 0; i < 10; i++) await signIn("my-secret-by-mistake", "wrong");
  scrypt.mockClear();
  expect((await signIn("my-secret-by-mistake", "wrong")).status).toBe(429);
  expect(work()).toHaveLength(0);
  const kept = JSON.stringify((await office.d1.prepare("select * from throttle").all()).results);
  expect(kept).not.toMatch(/secret|10\.0\.0\.1/);
});
