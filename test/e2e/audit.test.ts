/** `npm run audit:verify` on a real database that somebody has worked on past the program: it names what was done. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadDemo } from "../../worker/cli/demo/load.ts";
import { readLibrary } from "../../worker/cli/library.ts";
import { withDatabase } from "../../worker/cli/local.ts";
import { auditStatement } from "../../worker/store/audit.ts";
import { commit } from "../../worker/store/database.ts";
import { loadLibrary } from "../../worker/usecases/loadLibrary.ts";
import { sealAudit } from "../../worker/usecases/sealAudit.ts";

const folder = mkdtempSync(join(tmpdir(), "xingping-audit-"));
const secret = "of-this-test";
const size = { counties: 1, townships: 1, villages: 2, communities: 0, householdsPerVillage: 1, personsPerVillage: 2 };
let file = "";
let sealed = 0;
let unsealed = 0;

beforeAll(async () => {
  await withDatabase(folder, async (db) => {
    const now = "2014-07-01T00:00:00.000Z";
    await loadLibrary(db, readLibrary(), now, secret);
    await loadDemo(db, size, now, secret);
    sealed = await sealAudit(db, secret);
    const work = { db, principal: { id: "demo-county" }, now, auditSecret: secret };
    for (const requestId of ["a", "b"])
      await commit(db, [auditStatement({ ...work, requestId }, { action: "session.create", target: "county" })]);
    unsealed = 2;
  });
  const place = join(folder, "v3/d1/miniflare-D1DatabaseObject");
  const name = readdirSync(place).find((one) => /^[0-9a-f]+\.sqlite$/.test(one))!;
  file = join(place, name);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const verify = (...args: string[]) => verifyWith(secret, ...args);
function verifyWith(auditSecret: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["worker/cli/auditVerify.ts", ...args], {
    encoding: "utf8",
    env: { ...process.env, AUDIT_SECRET: auditSecret },
  });
  return { status, said: stdout.trim().split("\n"), stderr };
}

const triggers = [
  ...["auditUnchanged", "auditKept", "auditNotReplaced"],
  ...["sealUnchanged", "sealKept", "sealNotReplaced"],
];

let copies = 0;
/** What is said of a copy of the database after some SQL, with the triggers out of the way meanwhile. */
function after(...sql: string[]) {
  const copy = join(folder, `copy-${++copies}.sqlite`);
  const db = new DatabaseSync(file);
  db.exec(`vacuum into '${copy}'`);
  db.close();
  const other = new DatabaseSync(copy);
  const kept = other.prepare("select sql from sqlite_master where type = 'trigger' and tbl_name like 'audit%'").all();
  for (const name of triggers) other.exec(`drop trigger ${name}`);
  for (const one of sql) other.exec(one);
  for (const one of kept) other.exec(String(one.sql));
  other.close();
  const { status, said } = verify("--file", copy);
  return {
    status,
    wrong: said.filter((line) => line.startsWith("✗")).map((line) => line.slice(2)),
    said: said.join("\n"),
  };
}

test("an untouched database is said to be right, wherever it is read", () => {
  expect(verify("--persist-to", folder)).toMatchObject({ status: 0 });
  expect(after()).toMatchObject({ status: 0, wrong: [] });
  expect(verify("--file", file).said).toEqual([
    expect.stringContaining(`审计 ${sealed + unsealed} 行;封存至第 ${sealed} 行`),
    "核对相符",
  ]);
});

test("a line that was removed is named, with what it said", () => {
  const { status, wrong, said } = after("delete from audit where id = 5");
  expect({ status, wrong }).toEqual({ status: 1, wrong: ["第 5 行被删除"] });
  expect(said).toContain("library 载入资料库");
});

test("a line that was altered is named, with what it said and what it says", () => {
  const { status, wrong, said } = after("update audit set principal = 'somebody' where id = 5");
  expect({ status, wrong }).toEqual({ status: 1, wrong: ["第 5 行被改动"] });
  expect(said).toMatch(/原为: .*library[\s\S]*现为: .*somebody/);
});

test("every column is covered", () => {
  const columns = [
    "at",
    "action",
    "target",
    "regionCode",
    "push",
    "requestId",
    "detail",
    "credential",
    "address",
    "mark",
  ];
  const { wrong } = after(...columns.map((column, i) => `update audit set ${column} = '1' where id = ${i + 7}`));
  expect(wrong).toEqual(columns.map((_, i) => `第 ${i + 7} 行被改动`));
});

const forged = "'2014-07-01', 'somebody', 'sheet.push', 'organizations', 'x'";

test("a line that was inserted is named: at the end, before the beginning, and among the others", () => {
  const insert = (id: number | null) =>
    `insert into audit (id, at, principal, action, target, requestId) values (${id}, ${forged})`;
  expect(after(insert(null)).wrong).toEqual([`第 ${sealed + unsealed + 1} 行是插入的,不是本程序写下的`]);
  expect(after(insert(0)).wrong).toEqual(["第 0 行是插入的,不是本程序写下的"]);
  const among = after(
    "update audit set id = -id where id >= 5",
    "update audit set id = 1 - id where id < 0",
    insert(5),
  );
  expect(among.wrong[0]).toBe("第 5 行是插入的,不是本程序写下的");
  expect(among.wrong.slice(1).every((text) => /^第 \d+ 行被挪动/.test(text))).toBe(true);
  expect(among.said).toContain("somebody 提交 organizations");
  const copied = after(
    `insert into audit select null, at, principal, action, target, regionCode, push, requestId, detail, credential,
      address, mark from audit where id = 3`,
  );
  expect(copied.wrong).toEqual([`第 ${sealed + unsealed + 1} 行是插入的,不是本程序写下的`]);
});

test("two lines that were exchanged are both named", () => {
  const { wrong } = after(
    "update audit set id = -3 where id = 3",
    "update audit set id = 3 where id = 8",
    "update audit set id = 8 where id = -3",
  );
  expect(wrong).toEqual(["第 3 行被挪动,现在第 8 行", "第 8 行被挪动,现在第 3 行"]);
});

test("the last lines are missed, sealed or not, with their seals or without", () => {
  const last = sealed + unsealed;
  expect(after(`delete from audit where id > ${sealed}`).wrong).toEqual([
    `第 ${sealed + 1} 行被删除`,
    `第 ${last} 行被删除`,
  ]);
  const tail = [`delete from audit where id >= ${sealed}`, `delete from auditSeal where line >= ${sealed}`];
  expect(after(...tail).wrong).toEqual([sealed, sealed + 1, last].map((number) => `第 ${number} 行被删除`));
  // Whoever also turns the counter back still has the pushes against him, and the seal on any print.
  const pushes = after(
    ...["delete from audit where id > 20", "delete from auditSeal where line > 20"],
    "update sqlite_sequence set seq = 20 where name = 'audit'",
  );
  expect(pushes.status).toBe(1);
  expect(pushes.wrong).toContain("第 3 次提交没有审计行");
});

test("a seal that was altered or removed is named, and its line is not", () => {
  expect(after("update auditSeal set seal = 'ff' || substr(seal, 3) where line = 6").wrong).toEqual([
    "第 6 行的封存被改动",
  ]);
  expect(after("update auditSeal set said = replace(said, 'library', 'somebody') where line = 6").wrong).toEqual([
    "第 6 行的封存被改动",
  ]);
  expect(after("delete from auditSeal where line = 6").wrong).toEqual(["第 6 行的封存被删除"]);
  expect(after("delete from auditSeal where line = 6", "delete from audit where id = 6").wrong).toEqual([
    "第 6 行被删除",
  ]);
});

test("a line that was altered together with what its seal says of it is named", () => {
  const { wrong } = after(
    "update audit set principal = 'somebody' where id = 6",
    "update auditSeal set said = replace(said, 'library', 'somebody') where line = 6",
  );
  expect(wrong).toEqual(["第 6 行被改动"]);
});

test("missing triggers are named", () => {
  const copy = join(folder, "unguarded.sqlite");
  const db = new DatabaseSync(file);
  db.exec(`vacuum into '${copy}'`);
  db.close();
  const other = new DatabaseSync(copy);
  expect(() => other.exec("delete from audit")).toThrow("never removed");
  other.exec("drop trigger auditKept");
  other.close();
  expect(verify("--file", copy)).toMatchObject({
    status: 1,
    said: expect.arrayContaining([expect.stringContaining("auditKept")]),
  });
});

test("a seal from a notice is held against the chain; another secret fits nothing", () => {
  const db = new DatabaseSync(file, { readOnly: true });
  const seal = db.prepare("select seal from auditSeal where line = 9").get()!.seal;
  db.close();
  expect(verify("--file", file, "--seal", `9:${seal}`).status).toBe(0);
  expect(verify("--file", file, "--seal", `8:${seal}`)).toMatchObject({ status: 1 });
  expect(verifyWith("another", "--file", file)).toMatchObject({ status: 1 });
});

test("npm run audit:verify calls it", () => {
  const env = { ...process.env, AUDIT_SECRET: secret };
  expect(spawnSync("npm", ["run", "audit:verify", "--", "--file", file], { encoding: "utf8", env })).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("核对相符"),
  });
});

test("what cannot be verified is said so, with how to call it", () => {
  expect(verify("--file", join(folder, "none.sqlite"))).toMatchObject({ status: 2 });
  expect(verify("--persist-to", join(folder, "none")).stderr).toContain("没有星评的数据库");
  expect(verify("--seal", "9").stderr).toContain("用法");
  expect(verify("--file", file, "--remote").stderr).toContain("用法");
});
