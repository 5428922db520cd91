/** The job that seals the audit: in order, once, whoever else does it at the same time. */
import { createExecutionContext, createScheduledController, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, expect, test, vi } from "vitest";
import worker from "../../worker/index.ts";
import { latestSeal } from "../../worker/store/audit.ts";
import { readAudit } from "../../worker/store/auditCopy.ts";
import { sealAudit } from "../../worker/usecases/sealAudit.ts";
import { verifyAudit } from "../../worker/usecases/verifyAudit.ts";
import { type Office, openOffice } from "./office.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});

const read = async (sql: string) => (await office.d1.prepare(sql).all()).results;
const secret = env.AUDIT_SECRET;
const tick = async (bindings: object = env) => {
  const context = createExecutionContext();
  await worker.scheduled(createScheduledController({ cron: "*/10 * * * *" }), { ...env, ...bindings });
  await waitOnExecutionContext(context);
};

test("a tick seals all lines, the next one only what came since", async () => {
  expect(await latestSeal(office.db)).toBeUndefined();
  await tick();
  const lines = await office.count("audit");
  expect(await office.count("auditSeal")).toBe(lines);
  expect(await latestSeal(office.db)).toEqual({ line: lines, seal: expect.stringMatching(/^[0-9a-f]{64}$/) });
  await office.signIn("viewer");
  expect(await sealAudit(office.db, secret)).toBe(1);
  expect(await sealAudit(office.db, secret)).toBe(0);
  expect((await verifyAudit(read, secret)).wrong).toEqual([]);
});

test("ticks that overlap seal every line once, and the chain holds", async () => {
  const before = await office.count("auditSeal");
  for (let i = 0; i < 20; i++) await office.signIn("viewer");
  const sealed = await Promise.all(Array.from({ length: 5 }, () => sealAudit(office.db, secret)));
  expect(sealed.reduce((sum, one) => sum + one)).toBe(20);
  expect(await office.count("auditSeal")).toBe(before + 20);
  expect((await verifyAudit(read, secret)).wrong).toEqual([]);
});

test("more lines than one batch holds are sealed by one tick", async () => {
  const line = "'2014-07-01', 'viewer', 'session.create', 'viewer'";
  await office.d1
    .prepare(
      `insert into audit (at, principal, action, target, requestId)
       select ${line}, value from json_each(?)`,
    )
    .bind(JSON.stringify(Array.from({ length: 1200 }, (_, i) => `many ${i}`)))
    .run();
  expect(await sealAudit(office.db, secret)).toBe(1200);
  const { lines, seals } = await readAudit(read);
  expect(seals.map(({ line }) => line)).toEqual(lines.map(({ id }) => id));
  // None of them was written by the program: they bear no mark.
  expect((await verifyAudit(read, secret)).wrong).toHaveLength(1200);
});

test("without a secret nothing is sealed, and the log says so", async () => {
  await office.signIn("viewer");
  const before = await office.count("auditSeal");
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  await tick({ AUDIT_SECRET: undefined });
  expect(said.mock.calls.flat().join()).toContain("AUDIT_SECRET is not set");
  expect(await office.count("auditSeal")).toBe(before);
});
