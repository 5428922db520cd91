/** `npm run audit:verify`: names every audit line that was removed, altered, moved or inserted; then it exits with 1. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import type { Reader } from "../store/auditCopy.ts";
import { verifyAudit } from "../usecases/verifyAudit.ts";
import { auditSecret } from "./auditSecret.ts";
import { root } from "./root.ts";

const usage = `用法: npm run audit:verify -- [--persist-to 目录 | --file 文件.sqlite | --remote] [--seal 行号:封存值]
密钥取自环境变量 AUDIT_SECRET;核对本机的数据时,没有该变量则取自 .dev.vars。`;

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function readArguments() {
  const options = {
    "persist-to": { type: "string" },
    file: { type: "string" },
    remote: { type: "boolean" },
    seal: { type: "string" },
  } as const;
  try {
    const { values } = parseArgs({ options });
    const sources = [values["persist-to"], values.file, values.remote].filter((one) => one !== undefined);
    const printed = /^(\d+):([0-9a-f]{64})$/.exec(values.seal ?? "");
    if (sources.length < 2 && (values.seal === undefined || printed))
      return { ...values, printed: printed ? { line: Number(printed[1]), seal: printed[2]! } : undefined };
  } catch {
    // Falls through to the words below.
  }
  fail(usage);
}

/** The files that may be the database of an installation in a folder. */
function databaseIn(folder: string): string {
  const place = join(folder, "v3/d1/miniflare-D1DatabaseObject");
  const files = existsSync(place) ? readdirSync(place).filter((name) => /^[0-9a-f]+\.sqlite$/.test(name)) : [];
  const found = files.map((name) => join(place, name)).filter((file) => hasAudit(file));
  if (found.length === 0) fail(`${folder} 中没有星评的数据库`);
  if (found.length > 1) fail(`${folder} 中有几个数据库,请用 --file 指明: ${found.join(" ")}`);
  return found[0]!;
}

function hasAudit(file: string): boolean {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return db.prepare("select 1 from sqlite_master where name = 'auditSeal'").get() !== undefined;
  } finally {
    db.close();
  }
}

function fromFile(file: string): Reader {
  if (!existsSync(file)) fail(`没有这个文件: ${file}`);
  if (!hasAudit(file)) fail(`${file} 不是星评的数据库,或版本太旧`);
  const db = new DatabaseSync(file, { readOnly: true });
  return async (sql) => db.prepare(sql).all();
}

/** Reads the database at Cloudflare that wrangler.toml names, as whoever is signed in to wrangler. */
const fromRemote: Reader = async (sql) => {
  const script = `${root}/node_modules/wrangler/bin/wrangler.js`;
  const args = ["d1", "execute", "DB", "--remote", "--json", "--command", sql];
  const output = execFileSync(process.execPath, [script, ...args], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 512 * 1024 * 1024,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(output)[0].results;
};

const { "persist-to": folder = `${root}/.wrangler/state`, file, remote, printed } = readArguments();
const secret = process.env.AUDIT_SECRET ?? (remote ? undefined : auditSecret());
if (!secret) fail(`没有密钥,无从核对。\n${usage}`);
const read = remote ? fromRemote : fromFile(file ?? databaseIn(folder));
const { summary, wrong } = await verifyAudit(read, secret, printed);
console.log(summary);
for (const text of wrong) console.log(`✗ ${text}`);
console.log(wrong.length === 0 ? "核对相符" : `核对不符: ${wrong.length} 处`);
process.exitCode = wrong.length === 0 ? 0 : 1;
