/** `npm run admin -- --account NAME --region CODE`: makes an administrator, and prints a one-time code for the password. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { regionPattern } from "../../schema/region.ts";
import { newCode, plainCode } from "../auth/oneTimeCode.ts";
import { newId } from "../auth/secret.ts";
import { sha256 } from "../hash.ts";
import { open, type Statement } from "../store/database.ts";
import { administratorStatements } from "../usecases/makeAdministrator.ts";
import { auditSecret } from "./auditSecret.ts";
import { root } from "./root.ts";

const hours = 72;
const usage = `用法: npm run admin -- --account 账号 --region 区划代码(12 位) [--name 名称] [--persist-to 目录 | --remote]
没有这个账号就建立,没有管理员授权就授予;打印一次性码,凭它设置密码。已停用的账号请先在账号表中启用。`;

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

function readArguments() {
  const options = {
    account: { type: "string" },
    region: { type: "string" },
    name: { type: "string", default: "系统管理员" },
    "persist-to": { type: "string" },
    remote: { type: "boolean" },
  } as const;
  try {
    const { values } = parseArgs({ options });
    const { account = "", region = "", name, remote, "persist-to": folder } = values;
    const fits = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,59}$/u.test(account) && regionPattern.test(region);
    if (fits && name !== "" && !(remote && folder)) return { account, region, name, remote, folder };
  } catch {
    // Falls through to the words below.
  }
  fail(usage);
}

const { account, region, name, remote, folder = `${root}/.wrangler/state` } = readArguments();

/** Works on the database as wrangler does: of this machine, or at Cloudflare as whoever is signed in. */
function wrangler(...args: string[]): string {
  const script = `${root}/node_modules/wrangler/bin/wrangler.js`;
  const place = remote ? ["--remote"] : ["--local", "--persist-to", folder];
  return execFileSync(process.execPath, [script, "d1", "execute", "DB", ...place, "--json", "--yes", ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

const literal = (value: unknown): string =>
  value === null || value === undefined
    ? "null"
    : typeof value === "string"
      ? `'${value.replaceAll("'", "''")}'`
      : String(Number(value));

/** A statement as text, its values put in. */
function textOf(statement: Statement): string {
  const { sql, params } = (statement as unknown as { toSQL(): { sql: string; params: unknown[] } }).toSQL();
  let at = 0;
  return sql.replaceAll("?", () => literal(params[at++]));
}

const [found] = JSON.parse(
  wrangler(
    "--command",
    `select (select locked from principal where account = ${literal(account)}) as locked,
      exists (select 1 from "grant" join principal on principal.id = "grant".principal where account = ${literal(account)}
        and role = 'admin' and "grant".regionCode = ${literal(region)}) as granted`,
  ),
)[0].results as [{ locked: number | null; granted: number }];
if (found.locked === 1) fail(`账号 ${account} 已停用:请另一位管理员在账号表中启用后再开一次性码`);

const now = new Date().toISOString();
const expiresAt = new Date(Date.parse(now) + hours * 3_600_000).toISOString();
const secret = process.env.AUDIT_SECRET ?? (remote ? undefined : auditSecret());
const code = newCode();
const statements = await administratorStatements(
  // The statements are only written down here.
  {
    db: open(undefined as never),
    principal: { id: "operator" },
    now,
    requestId: crypto.randomUUID(),
    auditSecret: secret,
  },
  { account, name, regionCode: region },
  { account: found.locked !== null, grant: found.granted === 1 },
  { id: newId(), hash: await sha256(plainCode(code)), expiresAt },
);
const scratch = mkdtempSync(join(tmpdir(), "xingping-admin-"));
try {
  const file = join(scratch, "admin.sql");
  writeFileSync(file, statements.map((one) => `${textOf(one)};\n`).join(""), { mode: 0o600 });
  wrangler("--file", file);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`账号 ${account}:系统管理员,${region}`);
console.log(`一次性码: ${code}   (${hours} 小时内有效,只用一次)`);
console.log(`设置密码: POST /v1/password/reset {"account":"${account}","code":"${code}","password":"…"}`);
if (!secret) console.log("没有 AUDIT_SECRET:审计的行没有标记,封存之前无法证明出自本程序");
