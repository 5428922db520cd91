/** The house rules that a machine can keep: rooms, directions, migrations, the frozen API. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { describe, expect, test } from "vitest";
import { faults } from "../schema/fault.ts";
import { accountFaults } from "../schema/faults/account.ts";
import { cellFaults } from "../schema/faults/cell.ts";
import { importFaults } from "../schema/faults/importing.ts";
import { judgingFaults } from "../schema/faults/judging.ts";
import { publicationFaults } from "../schema/faults/publication.ts";
import { rectificationFaults } from "../schema/faults/rectification.ts";
import { requestFaults } from "../schema/faults/request.ts";
import { rowFaults } from "../schema/faults/row.ts";
import { ruleFaults } from "../schema/faults/rule.ts";
import { tallyFaults } from "../schema/faults/tally.ts";
import { valueFaults } from "../schema/faults/value.ts";
import { workbookFaults } from "../schema/faults/workbook.ts";
import * as tables from "../schema/tables.ts";
import { makeApp } from "../worker/app.ts";

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => file !== "");
const sources = files.filter((file) => /^(schema|worker|addin)\/.*\.tsx?$/.test(file));

/** Room → the rooms it may import from. A file belongs to the longest room that its path begins with. */
const directions: Record<string, string[]> = {
  "schema/": ["schema/"],
  "worker/core/": ["schema/"],
  "worker/store/": ["schema/", "worker/hash.ts"],
  "worker/auth/": ["schema/", "worker/store/", "worker/env.ts", "worker/refusal.ts", "worker/hash.ts"],
  "worker/edge/": ["schema/", "worker/env.ts", "worker/refusal.ts"],
  "worker/files/": ["schema/"],
  "worker/usecases/": [
    ...["schema/", "worker/core/", "worker/store/", "worker/files/", "worker/refusal.ts", "worker/hash.ts"],
  ],
  "worker/routes/": ["schema/", "worker/"],
  "worker/jobs/": ["schema/", "worker/store/", "worker/usecases/", "worker/edge/log.ts", "worker/env.ts"],
  "worker/pages/": [
    ...["schema/", "worker/store/", "worker/edge/", "worker/files/", "worker/env.ts", "worker/refusal.ts"],
  ],
  "worker/site/": ["schema/", "worker/pages/frame.tsx"],
  "worker/build/": [],
  "worker/cli/": [
    ...[
      "schema/",
      "worker/store/",
      "worker/auth/",
      "worker/usecases/",
      "worker/build/",
      "worker/site/",
      "worker/env.ts",
      "worker/hash.ts",
    ],
  ],
  "worker/": ["schema/", "worker/"],
  "addin/": ["schema/", "addin/"],
};
const roomOf = (file: string) =>
  Object.keys(directions)
    .filter((room) => file.startsWith(room))
    .sort((a, b) => b.length - a.length)[0]!;

const importsOf = (file: string) =>
  [...readFileSync(file, "utf8").matchAll(/\bfrom "([^"]+)"|\bimport\("([^"]+)"\)|^import "([^"]+)"/gm)].map(
    (match) => match[1] ?? match[2] ?? match[3]!,
  );

test("imports go one way between the rooms", () => {
  const wrong = sources.flatMap((file) => {
    const room = roomOf(file);
    return importsOf(file)
      .filter((target) => target.startsWith("."))
      .map((target) => normalize(join(dirname(file), target)))
      .filter((target) => !target.startsWith(room) && !directions[room]!.some((allowed) => target.startsWith(allowed)))
      .map((target) => `${file} → ${target}`);
  });
  expect(wrong).toEqual([]);
});

test("every store call takes the scope, but for those whose answer belongs to no region", () => {
  const unscoped = new Set([
    // who asks is found before any scope is known
    ...[
      "findByAccount",
      "findByToken",
      "grantsOf",
      "namesOf",
      "noteUse",
      "accountsOfPerson",
      "insertCodeFor",
      "insertCredential",
      "credentialsOf",
      "revokeCredentials",
      "codeStands",
      "isGoodCode",
      "passwordStatement",
      "insertPrincipal",
      "grantsOfAccounts",
      "administrators",
      "isAdministered",
      "accountStatements",
      "grantStatements",
      "countTry",
      "forgiveTry",
    ],
    // numbers that name a state; facts and documents of the whole database
    ...[
      "lastPush",
      "sheetsInUse",
      "principalsOfPushes",
      "lastRunOfAll",
      "labelOf",
      "demoState",
      "setSetting",
      "isEmpty",
    ],
    ...[
      "libraryStatements",
      "registerStatements",
      "layoutOf",
      "layoutStatement",
      "readLayouts",
      "cellsOfRows",
      "wholly",
    ],
    // jobs and their parts, which name rounds but tell nothing of them; what has served its time
    ...["startStatements", "jobOf", "runningJobs", "claimShard", "settleShard", "finishJob", "latestJobs", "shardsOf"],
    ...["removeJobs", "removeAnswers", "removeCredentials", "removeTries"],
    // lines about a request, in the batch of a write that took the scope
    ...["auditStatement", "findAnswer", "answerStatements"],
    // the chain of seals goes over all lines
    ...["latestSeal", "linesAfter", "sealStatements", "readAudit"],
    // pushes by their numbers, of rows that were found inside the scope
    ...["placesOfPushes", "pushesSince", "headsOfPushes"],
    // pure helpers
    ...[
      "open",
      "within",
      "touching",
      "among",
      "whose",
      "requireWithin",
      "jsonChunks",
      "jsonObjects",
      "commit",
      "failedOn",
      "smallestBetween",
      "roundId",
      "rowsAsArrays",
      "cutSubjects",
    ],
    // conditions of a batch whose statements take the scope
    ...[
      "stillAt",
      "stillFree",
      "stillUnheld",
      "stillUntouched",
      "countSubmissionSteps",
      "stillSubmissionSteps",
      "nothingMoreIn",
      "unmovedSince",
      "guardStatement",
      "replacedSo",
      "regionReplaced",
    ],
    // notices whose time is over, wherever, closed by the clock; and in a batch, or for a region, that took the scope
    ...["noticesOver", "closeOver", "closeNoticesOf", "numbersLike", "nextObjection"],
    // the head of a push, in the batch of a write that took the scope
    "insertPush",
    "labelRow",
    "presentVersion",
  ]);
  const calls = sources
    .filter((file) => file.startsWith("worker/store/"))
    .flatMap((file) => [
      ...readFileSync(file, "utf8").matchAll(/^export (?:async function|function|const) (\w+)(?: = )?\(([^)]*)\)/gm),
    ]);
  expect(calls.length).toBeGreaterThan(25);
  expect(
    calls
      .filter(([, name, given]) => !unscoped.has(name!) && !/\bscope: RegionScope/.test(given!))
      .map(([, name]) => name),
  ).toEqual([]);
});

test("schema and core do no I/O: no library but zod and drizzle's table words, no globals of the outside", () => {
  const pure = sources.filter((file) => /^(schema|worker\/core)\//.test(file));
  const libraries = pure.flatMap((file) => importsOf(file).filter((target) => !target.startsWith(".")));
  expect([...new Set(libraries)].sort()).toEqual(["drizzle-orm/sqlite-core", "zod"]);
  const outside = /\b(fetch|console|process|crypto|Date\.now|Math\.random|new Date\(\))\b/;
  expect(pure.filter((file) => outside.test(readFileSync(file, "utf8").replace(/\/\*\*[\s\S]*?\*\//g, "")))).toEqual(
    [],
  );
});

test("the top of the tree holds the agreed rooms and the files that tools need", () => {
  const top = new Set(files.map((file) => file.split("/")[0]!));
  const agreed =
    /^(worker|addin|schema|test|wrangler\.toml|manifest\.xml|package(-lock)?\.json|tsconfig.*\.json|README(\..+)?\.md|.+\.config\.ts|biome\.json|knip\.json|\..+)$/;
  expect([...top].filter((name) => !agreed.test(name))).toEqual([]);
});

test.each(["README.md", "README.en.md"])("the folders and files that the table of %s names are in the tree", (page) => {
  const missing = [
    ...readFileSync(page, "utf8").matchAll(/^\| (`(?:schema|worker|addin|test)\/.*?) \|(.*)\|$/gm),
  ].flatMap(([, first, second]) => {
    const named = (cell: string) => [...cell.matchAll(/`([\w./]+(?:\/|\.ts))`/g)].map((match) => match[1]!);
    const rooms = named(first!);
    const there = (name: string) =>
      files.some((file) => file === name || (name.endsWith("/") && file.startsWith(name)));
    return [...rooms, ...named(second!)].filter((name) => ![name, ...rooms.map((room) => room + name)].some(there));
  });
  expect(missing).toEqual([]);
});

test("no fault's code stands in two files", () => {
  const parts = [
    valueFaults,
    cellFaults,
    rowFaults,
    ruleFaults,
    tallyFaults,
    accountFaults,
    judgingFaults,
    publicationFaults,
    requestFaults,
    rectificationFaults,
    workbookFaults,
    importFaults,
  ].flatMap((part) => Object.keys(part));
  expect(parts.sort()).toEqual(Object.keys(faults).sort());
});

test("only the log and the programs of the command line write to the console", () => {
  const writers = sources.filter((file) => /\bconsole\./.test(readFileSync(file, "utf8")));
  expect(writers.filter((file) => !file.startsWith("worker/cli/"))).toEqual(["worker/edge/log.ts"]);
});

test("every file begins with what it is for", () => {
  const silent = sources.filter((file) => !readFileSync(file, "utf8").startsWith("/** "));
  expect(silent).toEqual([]);
});

describe("migrations", () => {
  const folder = "schema/migrations";
  const migrations = readdirSync(folder).sort();
  const sql = migrations.map((name) => readFileSync(join(folder, name), "utf8"));

  test("are flat, numbered, and only add", () => {
    expect(migrations.every((name, i) => name.startsWith(`${String(i + 1).padStart(4, "0")}_`))).toBe(true);
    for (const text of sql) expect(text).not.toMatch(/\bDROP (?!INDEX|TRIGGER)|__new_|ON DELETE CASCADE|\bRENAME\b/i);
  });

  test("make exactly the tables that the code knows", () => {
    const db = new DatabaseSync(":memory:");
    for (const text of sql) db.exec(text);
    const made = db.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'").all();
    const known = (Object.values(tables) as SQLiteTable[]).map((table) => getTableConfig(table));
    // `past` took the place of `history`, whose lines stay where they are, and `runEvidence` that of `evidence`.
    const retired = ["history", "evidence"];
    expect(made.flatMap(({ name }) => (retired.includes(String(name)) ? [] : [name])).sort()).toEqual(
      known.map(({ name }) => name).sort(),
    );
    for (const { name, columns, primaryKeys } of known) {
      const info = db.prepare(`pragma table_info("${name}")`).all();
      expect(
        info.map((row) => `${row.name} ${String(row.type).toLowerCase()}`),
        name,
      ).toEqual(columns.map((column) => `${column.name} ${column.getSQLType()}`));
      const key = primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary);
      const madeKey = info.filter((row) => Number(row.pk) > 0).sort((a, b) => Number(a.pk) - Number(b.pk));
      expect(
        madeKey.map((row) => row.name),
        name,
      ).toEqual(key.map((column) => column.name));
    }
  });
});

test("the API is the frozen one (after a wanted change: npx vitest run test/house.test.ts -u)", async () => {
  const app = makeApp();
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  const description = "县级组织部门的评价工具。错误为 application/problem+json。";
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: "星评 Xingping", version: "1", description },
  });
  await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot("../schema/openapi.json");
});
